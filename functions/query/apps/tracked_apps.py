"""A user's tracked apps: created, listed, renamed, their key rotated, deleted with all that is theirs."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from query.answers import LEFT_OUT
from query.apps import long_change
from query.kept import bounds
from spoor import database, ids
from spoor.errors import NotFound
from spoor.schema import tracked_apps

_WITHIN_S = 25.0

KIND = bounds.Kind("apps", 100, tracked_apps.c.owner_id)


@dataclass(frozen=True, slots=True)
class AppTeam:
    """The team that an app is shared with; `role` is what the caller is in the app, or several with commas between."""

    id: str
    name: str
    role: str = "owner"


@dataclass(frozen=True, slots=True)
class TrackedApp:
    """A tenant's registration; `api_key` is its one public ingest key, `team` who else sees it."""

    id: UUID
    name: str
    api_key: str
    created_at: datetime
    team: AppTeam | None = field(default=None, metadata=LEFT_OUT)

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
    with bounds.room_for(KIND, owner_id) as connection:
        return _one(connection.execute(database.sql("query.apps", "create_app"), params).fetchall())


def rename(app_id: UUID, name: str) -> TrackedApp:
    """Give the app another name.

    Raises NoSuchApp where it has gone meanwhile.
    """
    params = {"id": app_id, "name": name}
    return _one(database.run(database.sql("query.apps", "rename_app"), params, repeatable=True))


def rotate_key(app_id: UUID) -> TrackedApp:
    """Give the app a new ingest key; the old one stores nothing from now on.

    Raises NoSuchApp where it has gone meanwhile.
    """
    params = {"id": app_id, "api_key": ids.ingest_key()}
    return _one(database.run(database.sql("query.apps", "rotate_key"), params, repeatable=True))


def delete(user_id: str, app_id: UUID) -> None:
    """Delete the app and everything of it.

    Raises NoSuchApp where it has gone meanwhile, ChangeUnderWay.
    """
    if not long_change.touched(user_id, "delete_app", {"id": app_id}, _WITHIN_S):
        raise NoSuchApp


def _one(rows: list[database.Row]) -> TrackedApp:
    if not rows:
        raise NoSuchApp
    return TrackedApp.from_row(rows[0])
