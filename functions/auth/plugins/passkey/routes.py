"""The endpoints of the passkey plugin."""

from auth.plugins.passkey.endpoints import authentication, keeping, registration

ENDPOINTS = (*registration.ENDPOINTS, *authentication.ENDPOINTS, *keeping.ENDPOINTS)
