"""Every error Spoor raises on purpose; each knows its HTTP status and says how to mend what is wrong."""

from collections.abc import Sequence
from typing import ClassVar, TypedDict


class FieldProblem(TypedDict):
    """One thing wrong in a request: `path` such as `steps[1].event`, and what to do about it."""

    path: str
    message: str


class SpoorError(Exception):
    """The root of the tree. `status` is HTTP's, `code` is UPPER_SNAKE, `message` is for the caller."""

    status: ClassVar[int] = 500
    code = "INTERNAL_ERROR"
    message = "Something went wrong on our side. Try again; nothing of this request was kept half done."

    def __init__(self, message: str | None = None, *, code: str | None = None) -> None:
        self.message = message or self.message
        self.code = code or self.code
        super().__init__(self.message)


class Misconfigured(SpoorError):
    """A setting that the function cannot work without is missing or unusable."""

    code = "MISCONFIGURED"
    cause = "setting"


class SecretAway(Misconfigured):
    """A secret could not be fetched from where the settings say it is."""

    status = 503
    code = "SECRET_UNAVAILABLE"
    cause = "secret"
    retry_after = 10


class BadRequest(SpoorError):
    """Nothing in the request can be read."""

    status = 400
    code = "BAD_REQUEST"
    message = "The request could not be read."


class Unauthorized(SpoorError):
    """Nobody known is asking."""

    status = 401
    code = "UNAUTHORIZED"
    message = "Sign in first."


class Forbidden(SpoorError):
    """Somebody known is asking for what they may not have."""

    status = 403
    code = "FORBIDDEN"
    message = "You may not do that."


class NotFound(SpoorError):
    """It does not exist, or belongs to somebody else: the answer is the same."""

    status = 404
    code = "NOT_FOUND"
    message = "There is nothing here, or it is not yours."


class MethodNotAllowed(SpoorError):
    """The address is right, the method is not."""

    status = 405
    code = "METHOD_NOT_ALLOWED"
    message = "This address does not take that method."


class Conflict(SpoorError):
    """What is asked for collides with what is there."""

    status = 409
    code = "CONFLICT"


class TooLarge(SpoorError):
    """Over a limit, which the message names."""

    status = 413
    code = "TOO_LARGE"


class UnsupportedMedia(SpoorError):
    """The body is in a form that is not understood."""

    status = 415
    code = "UNSUPPORTED_MEDIA_TYPE"


class Unprocessable(SpoorError):
    """The request can be read but says something unknown; `problems` tells what and where."""

    status = 422
    code = "INVALID_REQUEST"
    message = "The request says something Spoor does not understand; see `errors`."

    def __init__(self, problems: Sequence[FieldProblem] = (), message: str | None = None) -> None:
        self.problems = list(problems)
        super().__init__(message)


class NotNow(SpoorError):
    """The database did not do it this time and kept nothing half done; `cause` is one word of spoor.postgres.causes."""

    status = 503
    retry_after = 2

    def __init__(self, cause: str = "unknown") -> None:
        self.cause = cause
        super().__init__()


class DatabaseAway(NotNow):
    """The database did not answer in time, refused, or went away; sending the request again is safe."""

    code = "DATABASE_UNAVAILABLE"
    message = "The database cannot be reached just now. Nothing was kept half done: send the request again."


class DatabaseBusy(DatabaseAway):
    """The database, or the pooler before it, is there and has no connection to spare."""

    code = "DATABASE_BUSY"
    message = "The database has no connection to spare just now. Nothing was kept half done: send the request again."


class EngineAway(NotNow):
    """The engine for large questions cannot be asked."""

    code = "ENGINE_UNAVAILABLE"
    message = "The engine for large questions cannot be asked just now. Send the request again."


class DatabaseLocked(NotNow):
    """Others are changing what this request has to change: a lock was not had, or a race was lost."""

    code = "DATABASE_LOCKED"
    message = "Others are changing the same just now. Nothing was kept half done: send the request again."


class StatementTooSlow(NotNow):
    """The database stopped a statement that ran for too long."""

    code = "STATEMENT_TOO_SLOW"
    message = "The database took too long for this. Nothing was kept half done: send the request again."


class NotLookedUp(NotNow):
    """The authorizer could not look up who asks: it is nobody's fault who asks, and nobody gets anything."""

    code = "CALLER_NOT_LOOKED_UP"
    message = (
        "Who is asking cannot be looked up just now. Nothing is wrong with what you showed: send the request again."
    )


class TooSlow(SpoorError):
    """A report ran into its time limit."""

    status = 503
    code = "REPORT_TOO_SLOW"
    message = "This report took too long. Ask for a shorter range or fewer series."
    retry_after = 30
