"""What is asked of sealed days through the API, the ways to ask it, and what it may cost."""
