"""What an endpoint is: where it is called, what it wants, what it does."""

from collections.abc import Callable
from dataclasses import dataclass

from auth.gate.body import Body
from auth.gate.fields import Field
from auth.http.answer import Answer
from auth.http.call import Call
from spoor.accounts.activity import SecurityEvent


@dataclass(frozen=True)
class Endpoint:
    """One method on one path below /api/auth.

    The last part of `path` may be a name after a colon: whatever stands there is the call's parameter of that name.
    `body` is None where none is read; `query` has the fields of the query that are looked at. `signs_in` marks what
    other sites must not reach even without a cookie. `event` is what happens here to an account.
    """

    method: str
    path: str
    respond: Callable[[Call], Answer]
    body: Body | None = None
    query: tuple[Field, ...] = ()
    signs_in: bool = False
    event: SecurityEvent | None = None
