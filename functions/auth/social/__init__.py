"""Signing in with an account at GitHub or Google, by OAuth 2's code flow with PKCE, as Better Auth does it."""
