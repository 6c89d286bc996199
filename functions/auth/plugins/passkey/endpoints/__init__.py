"""The endpoints of the passkey plugin."""
