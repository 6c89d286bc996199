"""Somebody with a link, or who says so: their request is counted, the link found, its password tried."""

from dataclasses import dataclass
from uuid import UUID

from query.shares import passwords
from query.shares.links import NoSuchShare, hash_of
from spoor import database
from spoor.errors import SpoorError, Unauthorized

_MOST, _WINDOW_S = 100, 10
"""Requests of an address, all links together, without so many seconds of quiet between; as at auth."""
_PASSWORDS, _PASSWORDS_WINDOW_S = 10, 300
"""Wrong passwords of an address, of one link."""


@dataclass(frozen=True, slots=True)
class FoundShare:
    """A link that somebody has, which has not expired. `maker_id` is who made it, and so who shows it."""

    id: UUID
    app_id: UUID
    maker_id: str
    dashboard_id: UUID | None
    report_id: UUID | None
    password_hash: str | None
    embed_on: tuple[str, ...]


class TooManyVisits(SpoorError):
    """This address asks too often."""

    status = 429
    code = "TOO_MANY_REQUESTS"
    message = "Too many requests just now. Try again later."

    def __init__(self, seconds: int) -> None:
        self.retry_after = seconds
        super().__init__()


class PasswordNeeded(Unauthorized):
    """The link has a password, which was not said."""

    code = "PASSWORD_NEEDED"
    message = "This link has a password: post it as `password`."


class WrongPassword(Unauthorized):
    """The link has another password."""

    code = "WRONG_PASSWORD"
    message = "This is not the link's password."


def find(token: str, source: str) -> FoundShare:
    """The link that the token opens; `source` is the address that asks.

    Raises TooManyVisits, NoSuchShare, DatabaseAway.
    """
    params = {"hash": hash_of(token), "source": source, "most": _MOST, "window_seconds": _WINDOW_S}
    [row] = database.run(database.sql("query.shares", "find_share"), params, repeatable=True)
    if row["seconds"] is not None:
        raise TooManyVisits(row["seconds"])
    if row["id"] is None:
        raise NoSuchShare
    shown = (row["dashboard_id"], row["report_id"])
    return FoundShare(row["id"], row["app_id"], row["maker_id"], *shown, row["password_hash"], tuple(row["embed_on"]))


def check_password(found: FoundShare, password: str | None, source: str) -> None:
    """Let pass where the link has none, or this one.

    Raises PasswordNeeded, WrongPassword, TooManyVisits, DatabaseAway.
    """
    if found.password_hash is None:
        return
    if password is None:
        raise PasswordNeeded
    told = {"share": found.id, "source": source}
    params = {**told, "most": _PASSWORDS, "window_seconds": _PASSWORDS_WINDOW_S}
    [row] = database.run(database.sql("query.shares", "count_password"), params, repeatable=True)
    if row["seconds"] is not None:
        raise TooManyVisits(row["seconds"])
    if not passwords.is_right(password, found.password_hash):
        raise WrongPassword
    database.run(database.sql("query.shares", "forget_password"), told, repeatable=True)
