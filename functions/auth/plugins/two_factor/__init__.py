"""A second factor: Better Auth's twoFactor plugin."""
