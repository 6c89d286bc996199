"""The catalogue of refusals: statuses, codes and words that Better Auth's client knows."""

from dataclasses import dataclass

from auth.http.answer import Answer


@dataclass(frozen=True)
class Refusal:
    """One entry: `code` is None for the few that have only a message."""

    status: int
    code: str | None
    message: str


class Refused(Exception):
    """A request is refused; `refusal` says how."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal

    def answer(self, cookies: tuple[str, ...] = ()) -> Answer:
        """The refusal as an answer, with Set-Cookie lines."""
        body = {"message": self.refusal.message}
        if self.refusal.code is not None:
            body["code"] = self.refusal.code
        return Answer(self.refusal.status, body, cookies=cookies)


class WithoutWords(Refused):
    """A refusal of which nothing is said."""

    def __init__(self, status: int) -> None:
        super().__init__(Refusal(status, None, ""))

    def answer(self, cookies: tuple[str, ...] = ()) -> Answer:
        """Its status alone."""
        return Answer(self.refusal.status, cookies=cookies)


INVALID_JSON = Refusal(400, "BAD_REQUEST", "Invalid JSON in request body")
BODY_TOO_LARGE = Refusal(413, "PAYLOAD_TOO_LARGE", "A request body may have 64 KiB")
TOO_MANY_FIELDS = Refusal(400, "BAD_REQUEST", "Too many fields in request body")
INVALID_ORIGIN = Refusal(403, "INVALID_ORIGIN", "Invalid origin")
MISSING_OR_NULL_ORIGIN = Refusal(403, "MISSING_OR_NULL_ORIGIN", "Missing or null Origin")
CROSS_SITE_NAVIGATION = Refusal(
    403,
    "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED",
    "Cross-site navigation login blocked. This request appears to be a CSRF attack.",
)
INVALID_EMAIL = Refusal(400, "INVALID_EMAIL", "Invalid email")
INVALID_EMAIL_OR_PASSWORD = Refusal(401, "INVALID_EMAIL_OR_PASSWORD", "Invalid email or password")
PASSWORD_TOO_SHORT = Refusal(400, "PASSWORD_TOO_SHORT", "Password too short")
PASSWORD_TOO_LONG = Refusal(400, "PASSWORD_TOO_LONG", "Password too long")
EMAIL_NOT_VERIFIED = Refusal(403, "EMAIL_NOT_VERIFIED", "Email not verified")
EMAIL_PASSWORD_DISABLED = Refusal(400, "EMAIL_PASSWORD_DISABLED", "Email and password is not enabled")
SIGN_UP_DISABLED = Refusal(400, "EMAIL_PASSWORD_SIGN_UP_DISABLED", "Email and password sign up is not enabled")
USER_ALREADY_EXISTS = Refusal(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", "User already exists. Use another email.")
FAILED_TO_CREATE_USER = Refusal(422, "FAILED_TO_CREATE_USER", "Failed to create user")
TOO_MANY_REQUESTS = Refusal(429, None, "Too many requests. Please try again later.")
UNAUTHORIZED = Refusal(401, "UNAUTHORIZED", "Unauthorized")
SESSION_NOT_FRESH = Refusal(403, "SESSION_NOT_FRESH", "Session is not fresh")
INVALID_PASSWORD = Refusal(400, "INVALID_PASSWORD", "Invalid password")
NO_CREDENTIAL_ACCOUNT = Refusal(400, "CREDENTIAL_ACCOUNT_NOT_FOUND", "Credential account not found")
NO_FIELDS = Refusal(400, None, "No fields to update")
EMAIL_CAN_NOT_BE_UPDATED = Refusal(400, "EMAIL_CAN_NOT_BE_UPDATED", "Email can not be updated")
FAILED_TO_UPDATE_USER = Refusal(400, "FAILED_TO_UPDATE_USER", "Failed to update user")
LAST_ACCOUNT = Refusal(400, "FAILED_TO_UNLINK_LAST_ACCOUNT", "You can't unlink your last account")
ACCOUNT_NOT_FOUND = Refusal(400, "ACCOUNT_NOT_FOUND", "Account not found")
RESET_DISABLED = Refusal(400, "RESET_PASSWORD_DISABLED", "Reset password isn't enabled")
INVALID_TOKEN = Refusal(400, "INVALID_TOKEN", "Invalid token")
RESET_USER_NOT_FOUND = Refusal(400, "USER_NOT_FOUND", "User not found")
VERIFICATION_DISABLED = Refusal(400, "VERIFICATION_EMAIL_NOT_ENABLED", "Verification email isn't enabled")
EMAIL_MISMATCH = Refusal(400, "EMAIL_MISMATCH", "Email mismatch")
EMAIL_ALREADY_VERIFIED = Refusal(400, "EMAIL_ALREADY_VERIFIED", "Email is already verified")
INVALID_EMAIL_TOKEN = Refusal(401, "INVALID_TOKEN", "Invalid token")
EMAIL_TOKEN_EXPIRED = Refusal(401, "TOKEN_EXPIRED", "Token expired")
USER_NOT_FOUND = Refusal(401, "USER_NOT_FOUND", "User not found")
INVALID_USER = Refusal(401, "INVALID_USER", "Invalid user")
CHANGE_EMAIL_DISABLED = Refusal(400, "CHANGE_EMAIL_DISABLED", "Change email is disabled")
NO_WAY_TO_CHANGE_EMAIL = Refusal(400, None, "Verification email isn't enabled")
SAME_EMAIL = Refusal(400, None, "Email is the same")
SESSION_EXPIRED = Refusal(400, "SESSION_EXPIRED", "Session expired. Re-authenticate to perform this action.")
INVALID_DELETION_TOKEN = Refusal(404, "INVALID_TOKEN", "Invalid token")
DELETION_DISABLED = Refusal(404, "NOT_FOUND", "Not found")
NO_USER_INFO = Refusal(404, "FAILED_TO_GET_USER_INFO", "Failed to get user info")
POST_NEEDS_DEFERRED_REFRESH = Refusal(
    405,
    "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED",
    "POST method requires deferSessionRefresh to be enabled in session config",
)


def unsupported_media_type(sent: str, allowed: tuple[str, ...]) -> Refusal:
    """The body is in a form that this endpoint does not take."""
    message = f'Content-Type "{sent}" is not allowed. Allowed types: {", ".join(allowed)}'
    return Refusal(415, "UNSUPPORTED_MEDIA_TYPE", message)


def invalid(problems: list[str]) -> Refusal:
    """The body can be read and is not what it should be."""
    return Refusal(400, "VALIDATION_ERROR", "; ".join(problems))


def only_owner_of(team: str) -> Refusal:
    """A user would be deleted without whom a team of others had no owner."""
    message = f"You are the only owner of the team {team}. Make another member an owner, or delete the team, first."
    return Refusal(400, "ONLY_OWNER_OF_A_TEAM", message)


def not_allowed(field: str) -> Refusal:
    """A field that a plugin keeps, and nobody sets."""
    return Refusal(400, "FIELD_NOT_ALLOWED", f"{field} is not allowed to be set")


def invalid_redirect(label: str, code: str) -> Refusal:
    """A field would send the browser to a place that is not trusted."""
    return Refusal(403, code, f"Invalid {label}")


def redirect_not_text(label: str) -> Refusal:
    """A field that should hold an address holds something else."""
    return Refusal(400, None, f"Invalid {label}: expected a string")
