"""How often somebody may ask: Better Auth's limits for a source address, and one of our own for an account."""

from dataclasses import dataclass

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


def seconds_to_wait(call: Call, path: str, endpoint: Endpoint | None) -> int | None:
    """Count the request on `path`; None lets it pass, a number refuses it for so many seconds.

    It counts for the address that the gateway saw and, where it names an account, for that account too, unless
    somebody is signed in to the account from that very address: who tries passwords from elsewhere must not lock its
    owner out. What was refused counts for nothing.
    """
    limit, source = limit_of(path), call.source_address
    params = {"key": f"{source or 'no-trusted-ip'}|{path}", "most": limit.most, "seconds": limit.seconds}
    account = _account_named(call, endpoint)
    if account is None:
        return _asked("count_request", params)
    own = {"account_key": account_key(account, path), "account_most": ACCOUNT.most, "account_seconds": ACCOUNT.seconds}
    return _asked("count_attempt", {**params, **own, "email": account, "source": source})


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


def _asked(statement: str, params: dict[str, object]) -> int | None:
    [row] = run(sql("auth", statement), params, repeatable=True)
    seconds: int | None = row["seconds"]
    return seconds
