"""How often somebody may ask: Better Auth's limits for a source address, and one of our own for an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auth.body import read
from auth.call import Call
from auth.email_address import is_address
from auth.endpoint import Endpoint
from auth.refusals import Refused
from spoor.database import run, sql
from spoor.settings import setting


@dataclass(frozen=True)
class Limit:
    """At most `most` requests without `seconds` of quiet between them."""

    most: int
    seconds: int


REST = Limit(100, 10)
SIGNING_IN = Limit(3, 10)
MAILING = Limit(3, 60)
ACCOUNT = Limit(10, 300)
"""Of one account, from all source addresses together. Signing in to it clears its count."""

_RULES = (  # what a path begins with
    (("/sign-in", "/sign-up", "/change-password", "/change-email"), SIGNING_IN),
    (("/request-password-reset", "/send-verification-email"), MAILING),
)


def are_on() -> bool:
    """Whether requests are counted: they are, unless AUTH_RATE_LIMIT says `false`."""
    return setting("AUTH_RATE_LIMIT", "true") != "false"


def limit_of(path: str) -> Limit:
    """The limit of a path below /api/auth, for each source address."""
    return next((limit for beginnings, limit in _RULES if path.startswith(beginnings)), REST)


@dataclass(frozen=True)
class Counted:
    """A request that was counted: it may pass, or is refused for so many `seconds`.

    `sessions` are the rows of the sign-in session that it presents, found on the same way; None where nobody looked.
    """

    seconds: int | None
    sessions: Sequence[Mapping[str, Any]] | None = None


def count(call: Call, path: str, endpoint: Endpoint | None) -> Counted:
    """Count the request on `path`, in one statement.

    It counts for the address that the gateway saw and, where it names an account, for that account too, unless
    somebody is signed in to the account from that very address: who tries passwords from elsewhere must not lock its
    owner out. What was refused counts for nothing.
    """
    limit, source = limit_of(path), call.source_address
    key = f"{source or 'no-trusted-ip'}|{path}"
    params: dict[str, Any] = {"key": key, "most": limit.most, "seconds": limit.seconds}
    if account := _account_named(call, endpoint):
        params |= {"email": account, "source": source, "account_key": account_key(account, path)}
        params |= {"account_most": ACCOUNT.most, "account_seconds": ACCOUNT.seconds}
        return Counted(_run("count_attempt", params)["seconds"])
    token = call.session_token if endpoint else None
    if token is None:
        return Counted(_run("count_request", params)["seconds"])
    row = _run("count_and_find_session", {**params, "token": token})
    return Counted(row["seconds"], [row] if row["session_id"] else [])


def account_key(email: str, path: str) -> str:
    """Under what the requests on `path` about an account are counted."""
    return f"{email.lower()}|{path}"


def _account_named(call: Call, endpoint: Endpoint | None) -> str | None:
    """The address of the account that a request is about; None where it says none that could be one."""
    if endpoint is None or endpoint.body is None or not endpoint.names_account:
        return None
    try:
        body = read(call, endpoint.body)
    except Refused:
        return None
    email = body.get("email") if isinstance(body, dict) else None
    return email.lower() if isinstance(email, str) and is_address(email) else None


def _run(statement: str, params: Mapping[str, object]) -> Mapping[str, Any]:
    [row] = run(sql("auth", statement), params, repeatable=True)
    return row
