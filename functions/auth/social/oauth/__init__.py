"""What is said to a provider, by OAuth 2 and OpenID Connect, and what it answers."""
