"""The plugin's refusals."""

from auth.http.refusals import Refusal

CHALLENGE_NOT_FOUND = Refusal(400, "CHALLENGE_NOT_FOUND", "Challenge not found")
NO_PASSKEY = Refusal(404, "PASSKEY_NOT_FOUND", "Passkey not found")
NO_PASSKEY_TO_SIGN_IN = Refusal(401, "PASSKEY_NOT_FOUND", "Passkey not found")
NOT_YOURS = Refusal(401, "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY", "You are not allowed to register this passkey")
NOT_REGISTERED = Refusal(500, "FAILED_TO_VERIFY_REGISTRATION", "Failed to verify registration")
"""A 500 it is in Better Auth, and nothing of it is a failure of ours."""
NOT_AUTHENTICATED = Refusal(400, "AUTHENTICATION_FAILED", "Authentication failed")
WRONG_SIGNATURE = Refusal(401, "AUTHENTICATION_FAILED", "Authentication failed")
TOO_MANY = Refusal(400, "TOO_MANY_PASSKEYS", "You have as many passkeys as anybody may: remove one first")
