"""The catalogue of refusals: statuses, codes and words that Better Auth's client knows."""

from dataclasses import dataclass

from auth.answer import Answer


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

    def answer(self) -> Answer:
        """The refusal as an answer."""
        body = {"message": self.refusal.message}
        if self.refusal.code is not None:
            body["code"] = self.refusal.code
        return Answer(self.refusal.status, body)


INVALID_JSON = Refusal(400, "BAD_REQUEST", "Invalid JSON in request body")
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
USER_ALREADY_EXISTS = Refusal(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", "User already exists. Use another email.")
FAILED_TO_CREATE_USER = Refusal(422, "FAILED_TO_CREATE_USER", "Failed to create user")
TOO_MANY_REQUESTS = Refusal(429, None, "Too many requests. Please try again later.")
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


def invalid_redirect(label: str, code: str) -> Refusal:
    """A field would send the browser to a place that is not trusted."""
    return Refusal(403, code, f"Invalid {label}")


def redirect_not_text(label: str) -> Refusal:
    """A field that should hold an address holds something else."""
    return Refusal(400, None, f"Invalid {label}: expected a string")
