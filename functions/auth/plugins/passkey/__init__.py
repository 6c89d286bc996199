"""Passkeys: Better Auth's passkey plugin."""
