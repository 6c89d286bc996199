"""Saved funnels of an app: their steps, as they were asked, under a name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from query import kept
from query.row_ids import row_id
from spoor import database
from spoor.errors import NotFound

_A_WEEK = 604_800
"""The conversion window, in seconds, of a funnel that was saved without one."""


@dataclass(frozen=True, slots=True)
class SavedFunnel:
    """A funnel kept under a name; `steps` in the words of the funnel report."""

    id: UUID
    name: str
    steps: list[dict[str, Any]]
    conversion_window_seconds: int
    created_at: datetime

    @classmethod
    def from_row(cls, row: database.Row) -> "SavedFunnel":
        """The funnel of a row of `funnels`."""
        window = row["conversion_window_seconds"] or _A_WEEK
        return cls(row["id"], row["name"], row["steps"], window, row["created_at"])


class NoSuchFunnel(NotFound):
    """Unknown, or of another app."""

    code = "FUNNEL_NOT_FOUND"
    message = "There is no such funnel in this app."


def create(app_id: UUID, name: str, steps: list[dict[str, Any]], conversion_window_seconds: int) -> SavedFunnel:
    """Keep a funnel.

    Raises Unprocessable where its steps are too large, TooManyKept.
    """
    params = {"app_id": app_id, "name": name, "steps": _json(steps), "window": conversion_window_seconds}
    with kept.room_for(kept.FUNNELS, app_id) as connection:
        [row] = connection.execute(database.sql("query", "create_funnel"), params).fetchall()
    return SavedFunnel.from_row(row)


def list_of(app_id: UUID) -> list[SavedFunnel]:
    """The app's funnels, newest first."""
    rows = database.run(database.sql("query", "list_funnels"), {"app_id": app_id}, repeatable=True)
    return [SavedFunnel.from_row(row) for row in rows]


def get(app_id: UUID, funnel_id: str) -> SavedFunnel:
    """The app's funnel.

    Raises NoSuchFunnel.
    """
    params = {"app_id": app_id, "id": row_id(funnel_id, NoSuchFunnel)}
    rows = database.run(database.sql("query", "get_funnel"), params, repeatable=True)
    if not rows:
        raise NoSuchFunnel
    return SavedFunnel.from_row(rows[0])


def change(
    app_id: UUID, funnel_id: str, name: str | None, steps: list[dict[str, Any]] | None, window: int | None
) -> SavedFunnel:
    """Give it another name, other steps, another conversion window (in seconds); None leaves what is.

    Raises NoSuchFunnel, Unprocessable where the steps are too large.
    """
    given = None if steps is None else _json(steps)
    params = {"app_id": app_id, "id": row_id(funnel_id, NoSuchFunnel), "name": name, "steps": given, "window": window}
    rows = database.run(database.sql("query", "change_funnel"), params, repeatable=True)
    if not rows:
        raise NoSuchFunnel
    return SavedFunnel.from_row(rows[0])


def delete(app_id: UUID, funnel_id: str) -> None:
    """Forget a funnel.

    Raises NoSuchFunnel.
    """
    params = {"app_id": app_id, "id": row_id(funnel_id, NoSuchFunnel)}
    if not database.change(database.sql("query", "delete_funnel"), params, repeatable=False):
        raise NoSuchFunnel


def _json(steps: list[dict[str, Any]]) -> database.Json:
    return kept.as_json(kept.FUNNELS, "steps", steps)
