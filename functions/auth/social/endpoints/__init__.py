"""The endpoints of signing in and linking by a provider."""
