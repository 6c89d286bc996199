"""How often somebody may ask: Better Auth's limits for a source address, and one of our own for an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import TOO_MANY_REQUESTS, Refused
from auth.session import devices
from spoor.database import change, run, sql
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
"""Of one account, from all source addresses together: passwords that are tried, and mail that is asked for."""

INVITING = Limit(50, 3600)
"""Mails to people whom a user invites: a team may come in one afternoon."""

_RULES = (  # what a path begins with
    (("/sign-in", "/sign-up", "/change-password", "/change-email", "/two-factor/"), SIGNING_IN),
    (("/request-password-reset", "/send-verification-email"), MAILING),
)


class TooManyRequests(Refused):
    """Refused for so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(TOO_MANY_REQUESTS)
        self.seconds = seconds

    def answer(self, cookies: tuple[str, ...] = ()) -> Answer:
        """The refusal as an answer."""
        return replace(super().answer(cookies), headers={"x-retry-after": str(self.seconds)})


def are_on() -> bool:
    """Whether requests are counted: they are, unless AUTH_RATE_LIMIT says `false`."""
    return setting("AUTH_RATE_LIMIT", "true") != "false"


def limit_of(path: str) -> Limit:
    """The limit of a path below /api/auth, for each source address."""
    return next((limit for beginnings, limit in _RULES if path.startswith(beginnings)), REST)


def count(call: Call, path: str) -> Sequence[Mapping[str, Any]] | None:
    """Count the request on `path` for the address that the gateway saw; gives the rows of the sign-in session that it
    presents, found on the same way, or None where it presents none.

    Raises TooManyRequests; what is refused counts for nothing.
    """
    limit = limit_of(path)
    key = f"{call.source_address or 'no-trusted-ip'}|{path}"
    params: dict[str, Any] = {"key": key, "most": limit.most, "seconds": limit.seconds, "token": call.session_token}
    statement = "count_request" if params["token"] is None else "count_and_find_session"
    [row] = run(sql("auth.gate", statement), params, repeatable=True)
    check(row)
    if params["token"] is None:
        return None
    return [row] if row["session_id"] else []


def of_account(call: Call, email: str) -> dict[str, Any]:
    """What a statement needs to count this call for the account of `email`.

    It is not counted where limits are off, nor where somebody is signed in to the account from the same address: who
    tries passwords from elsewhere must not lock its owner out.
    """
    key = account_key(call, email) if are_on() else None
    account = {"account_key": key, "email": email.lower(), "source": call.source_address}
    return {**account, "most": ACCOUNT.most, "seconds": ACCOUNT.seconds}


def account_key(call: Call, email: str) -> str:
    """Under what calls like this one about the account of `email` are counted: a known device has a count of its own,
    so that who tries from elsewhere does not lock its owner out."""
    return _at_this_device(call, email, f"{email.lower()}|{call.path}")


def forget(call: Call, email: str) -> None:
    """Forget the calls like this one about the account: it was its owner, who knew the password."""
    if are_on():
        change(sql("auth.gate", "forget_count"), {"key": account_key(call, email)}, repeatable=True)


def of_password(call: Call, email: str) -> dict[str, Any]:
    """What a statement needs to count a password that somebody signed in tries: all endpoints together, and whoever is
    signed in, since it may be they whom it shall keep out."""
    key = password_key(call, email) if are_on() else None
    return {"password_key": key, "most": ACCOUNT.most, "seconds": ACCOUNT.seconds}


def password_key(call: Call, email: str) -> str:
    """Under what those are counted."""
    return _at_this_device(call, email, f"{email.lower()}|password")


def check_mail(call: Call, sender: str, recipient: str) -> None:
    """Count a mail that `sender`, a user's id, wants to be sent to `recipient`, for both.

    Raises TooManyRequests.
    """
    _count_mail(call, sender)
    check_recipient(call, recipient)


def check_invitation(call: Call, sender: str, recipient: str) -> None:
    """Count a mail by which `sender`, a user's id, invites `recipient`, for both.

    Raises TooManyRequests.
    """
    _count_mail(call, sender, INVITING)
    check_recipient(call, recipient)


def check_recipient(call: Call, recipient: str) -> None:
    """Count a mail to `recipient`, whether or not one will be sent: whoever asks for it, in whatever browser, and from
    wherever. Nobody is excepted as for passwords, since anybody can sign up, and in, with a stranger's address.

    Raises TooManyRequests.
    """
    _count_mail(call, recipient.lower())


def _count_mail(call: Call, whose: str, limit: Limit | None = None) -> None:
    limit = limit or ACCOUNT
    if are_on():
        params = {"key": f"{whose}|{call.path}", "most": limit.most, "seconds": limit.seconds}
        [row] = run(sql("auth.gate", "count_request"), params, repeatable=True)
        check(row)


def _at_this_device(call: Call, email: str, key: str) -> str:
    device = devices.known(call, email)
    return f"{key}|{device}" if device else key


def check(counted: Mapping[str, Any]) -> None:
    """Raises TooManyRequests where the `seconds` of a row that counted say so."""
    if counted["seconds"] is not None:
        raise TooManyRequests(counted["seconds"])
