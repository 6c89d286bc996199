"""A user's tracked apps: created, listed, renamed, their key rotated, deleted with all that is theirs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from query import kept, scope
from query.row_ids import row_id
from query.scope import Scope
from spoor import database, ids
from spoor.errors import NotFound


@dataclass(frozen=True, slots=True)
class TrackedApp:
    """A tenant's registration; `api_key` is its one public ingest key."""

    id: UUID
    name: str
    api_key: str
    created_at: datetime

    @classmethod
    def from_row(cls, row: database.Row) -> "TrackedApp":
        """The app of a row of `tracked_apps`."""
        return cls(row["id"], row["name"], row["api_key"], row["created_at"])


class NoSuchApp(NotFound):
    """Unknown, or somebody else's: the answer is the same."""

    code = "APP_NOT_FOUND"
    message = "There is no such app among yours."


def create(owner_id: str, name: str) -> TrackedApp:
    """Register an app under a new ingest key.

    Raises TooManyKept.
    """
    params = {"owner_id": owner_id, "name": name, "api_key": ids.ingest_key()}
    with kept.room_for(kept.APPS, owner_id) as connection:
        return _one(connection.execute(database.sql("query", "create_app"), params).fetchall())


def list_own(owner_id: str) -> list[TrackedApp]:
    """The owner's apps, newest first."""
    rows = database.run(database.sql("query", "list_apps"), {"owner_id": owner_id}, repeatable=True)
    return [TrackedApp.from_row(row) for row in rows]


def get(owner_id: str, app_id: str) -> TrackedApp:
    """The owner's app.

    Raises NoSuchApp.
    """
    params = {"owner_id": owner_id, "id": row_id(app_id, NoSuchApp)}
    return _one(database.run(database.sql("query", "get_app"), params, repeatable=True))


def get_scope(owner_id: str, app_id: str) -> Scope:
    """The owner's app as the scope of a question.

    Raises NoSuchApp.
    """
    params = {"owner_id": owner_id, "id": row_id(app_id, NoSuchApp)}
    rows = database.run(database.sql("query", "get_scope"), params, repeatable=True)
    if not rows:
        raise NoSuchApp
    gap = timedelta(seconds=rows[0]["session_gap_seconds"])
    return Scope(rows[0]["id"], gap, rows[0]["now"], until=monotonic() + scope.ANSWERED_WITHIN)


def rename(owner_id: str, app_id: str, name: str) -> TrackedApp:
    """Give the app another name.

    Raises NoSuchApp.
    """
    params = {"owner_id": owner_id, "id": row_id(app_id, NoSuchApp), "name": name}
    return _one(database.run(database.sql("query", "rename_app"), params, repeatable=True))


def rotate_key(owner_id: str, app_id: str) -> TrackedApp:
    """Give the app a new ingest key; the old one stores nothing from now on.

    Raises NoSuchApp.
    """
    params = {"owner_id": owner_id, "id": row_id(app_id, NoSuchApp), "api_key": ids.ingest_key()}
    return _one(database.run(database.sql("query", "rotate_key"), params, repeatable=True))


def delete(owner_id: str, app_id: str) -> None:
    """Delete the app and everything of it.

    Raises NoSuchApp.
    """
    params = {"owner_id": owner_id, "id": row_id(app_id, NoSuchApp)}
    if not database.change(database.sql("query", "delete_app"), params, repeatable=False, within=25):
        raise NoSuchApp


def _one(rows: list[database.Row]) -> TrackedApp:
    if not rows:
        raise NoSuchApp
    return TrackedApp.from_row(rows[0])
