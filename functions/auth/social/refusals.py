"""The refusals that only social sign-in has."""

from auth.http.refusals import Refusal

PROVIDER_NOT_FOUND = Refusal(404, "PROVIDER_NOT_FOUND", "Provider not found")
ID_TOKEN_NOT_SUPPORTED = Refusal(404, "ID_TOKEN_NOT_SUPPORTED", "id_token not supported")
INVALID_ID_TOKEN = Refusal(401, "INVALID_TOKEN", "Invalid token")
FAILED_TO_GET_USER_INFO = Refusal(401, "FAILED_TO_GET_USER_INFO", "Failed to get user info")
USER_EMAIL_NOT_FOUND = Refusal(401, "USER_EMAIL_NOT_FOUND", "User email not found")
SOCIAL_ACCOUNT_ALREADY_LINKED = Refusal(409, "SOCIAL_ACCOUNT_ALREADY_LINKED", "Social account already linked")
LINKING_NOT_ALLOWED = Refusal(401, "LINKING_NOT_ALLOWED", "Account not linked - linking not allowed")
LINKING_DIFFERENT_EMAILS = Refusal(
    401, "LINKING_DIFFERENT_EMAILS_NOT_ALLOWED", "Account not linked - different emails not allowed"
)
LINKING_FAILED = Refusal(417, "LINKING_FAILED", "Account not linked - unable to create account")
PROVIDER_NOT_CONFIGURED = Refusal(
    400, "PROVIDER_NOT_CONFIGURED", "Account is not associated with a configured social provider."
)
ACCESS_TOKEN_NOT_FOUND = Refusal(400, "ACCESS_TOKEN_NOT_FOUND", "Access token not found")
REFRESH_TOKEN_NOT_FOUND = Refusal(400, "REFRESH_TOKEN_NOT_FOUND", "Refresh token not found")
FAILED_TO_GET_ACCESS_TOKEN = Refusal(400, "FAILED_TO_GET_ACCESS_TOKEN", "Failed to get a valid access token")
FAILED_TO_REFRESH_ACCESS_TOKEN = Refusal(400, "FAILED_TO_REFRESH_ACCESS_TOKEN", "Failed to refresh access token")


def not_linked(reason: str) -> Refusal:
    """Nobody is signed in, for a reason in Better Auth's words (`account not linked`)."""
    return Refusal(401, "OAUTH_LINK_ERROR", reason)


def not_supported(provider_id: str) -> Refusal:
    """An account's provider is none that is configured here."""
    return Refusal(400, "PROVIDER_NOT_SUPPORTED", f"Provider {provider_id} is not supported.")
