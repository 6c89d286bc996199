"""What the cookie is called that a sign-in session lives in."""

SESSION_COOKIE = "better-auth.session_token"
"""The one place where its name stands; what is before the dot begins the names of auth's other cookies, too."""

SECURE_PREFIX = "__Secure-"
"""What a server behind https puts before the name of each."""
