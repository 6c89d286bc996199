"""Links of an app: made, listed, ended."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from query.answers import LEFT_OUT
from query.kept.bounds import Kind
from query.kept.table import KeptTable
from query.shares import passwords
from spoor import database
from spoor.errors import NotFound, Unprocessable
from spoor.schema import dashboards, saved_reports, shares

KIND = Kind("links", 100, shares.c.app_id)
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class ShareToMake:
    """What its maker says of it: one of a board and a saved report, and who may see it how long and where."""

    dashboard_id: UUID | None
    saved_report_id: UUID | None
    expires_at: datetime | None
    password: str | None
    embed_on: Sequence[str]


@dataclass(frozen=True, slots=True)
class Share:
    """A link. `name` is that of what it shows; one that is not `is_open` has expired, or whoever made it may not show
    the app any more. `views` counts its answers, but for those to a page that has one already and asks anew."""

    id: UUID
    name: str
    has_password: bool
    embed_on: list[str]
    created_at: datetime
    expires_at: datetime | None
    is_open: bool
    views: int
    viewed_at: datetime | None
    dashboard_id: UUID | None = field(default=None, metadata=LEFT_OUT)
    saved_report_id: UUID | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class NewShare(Share):
    """A link as its maker sees it, once: what makes `url` unguessable is kept nowhere."""

    url: str = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class MadeShare:
    """A link, and the id of the user who made it."""

    maker_id: str
    share: Share


class NoSuchShare(NotFound):
    """Unknown, expired, ended, or of another app: the answer is the same."""

    code = "SHARE_NOT_FOUND"
    message = "There is no such link. It may have ended."


def _read(row: database.Row) -> MadeShare:
    share = Share(
        row["id"],
        row["name"],
        row["password_hash"] is not None,
        row["embed_on"],
        row["created_at"],
        row["expires_at"],
        not row["has_expired"],
        row["views"],
        row["viewed_at"],
        row["dashboard_id"],
        row["report_id"],
    )
    return MadeShare(row["maker_id"], share)


_BOARD = select(dashboards.c.name).where(dashboards.c.id == shares.c.dashboard_id).scalar_subquery()
_REPORT = select(saved_reports.c.name).where(saved_reports.c.id == shares.c.report_id).scalar_subquery()
TABLE = KeptTable(
    KIND,
    shares,
    _read,
    NoSuchShare,
    columns=(
        func.coalesce(_BOARD, _REPORT).label("name"),
        func.coalesce(shares.c.expires_at <= func.now(), False).label("has_expired"),
    ),
)
list_of, delete = TABLE.list_of, TABLE.delete


def hash_of(token: str) -> bytes:
    """What is kept of a token: it is random, and needs no slow hash."""
    return sha256(token.encode("utf-8", "replace")).digest()


def create(app_id: UUID, maker_id: str, given: ShareToMake) -> tuple[Share, str]:
    """Make a link; gives the token that opens it, too.

    Raises Unprocessable where what it shows is not the app's, TooManyKept.
    """
    token = token_urlsafe(_TOKEN_BYTES)
    values: dict[str, Any] = {
        "maker_id": maker_id,
        "dashboard_id": given.dashboard_id,
        "report_id": given.saved_report_id,
        "token_hash": hash_of(token),
        "password_hash": None if given.password is None else passwords.hashed(given.password),
        "embed_on": list(given.embed_on),
        "expires_at": given.expires_at,
    }
    params = {"app_id": app_id, "dashboard_id": given.dashboard_id, "report_id": given.saved_report_id}
    with TABLE.room(app_id) as connection:
        if not connection.execute(database.sql("query.shares", "hold_shown"), params).fetchall():
            path = "savedReportId" if given.dashboard_id is None else "dashboardId"
            raise Unprocessable([{"path": path, "message": "There is no such thing in this app"}])
        return TABLE.get_by(connection, app_id, TABLE.insert(connection, app_id, values)).share, token
