"""Saved funnels of an app: their steps, as they were asked, under a name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from query.kept.bounds import Kind, as_json
from query.kept.steps import shown
from query.kept.table import KeptTable, said
from spoor import database
from spoor.errors import NotFound
from spoor.postgres.connection import Connection
from spoor.schema import funnel_windows, funnels

_WEEK_S = 604_800
"""The conversion window of a funnel that was saved without one."""

KIND = Kind("funnels", 150, funnels.c.app_id)


@dataclass(frozen=True, slots=True)
class SavedFunnel:
    """A funnel kept under a name; `steps` in the words of the funnel report."""

    id: UUID
    name: str
    steps: list[dict[str, Any]]
    conversion_window_seconds: int
    created_at: datetime


class NoSuchFunnel(NotFound):
    """Unknown, or of another app."""

    code = "FUNNEL_NOT_FOUND"
    message = "There is no such funnel in this app."


def _read(row: database.Row) -> SavedFunnel:
    window = row["conversion_window_seconds"] or _WEEK_S
    return SavedFunnel(row["id"], row["name"], shown(row["steps"]), window, row["created_at"])


TABLE = KeptTable(
    KIND,
    funnels,
    _read,
    NoSuchFunnel,
    columns=(funnel_windows.c.conversion_window_seconds,),
    selected_from=funnels.outerjoin(funnel_windows, funnel_windows.c.funnel_id == funnels.c.id),
)
list_of, get, delete = TABLE.list_of, TABLE.get, TABLE.delete


def create(app_id: UUID, name: str, steps: list[dict[str, Any]], window_s: int) -> SavedFunnel:
    """Keep a funnel with its conversion window.

    Raises Unprocessable where its steps are too large, TooManyKept.
    """
    values = {"name": name, "steps": _json(steps)}
    with TABLE.room(app_id) as connection:
        funnel_id = TABLE.insert(connection, app_id, values)
        _put_window(connection, funnel_id, window_s)
        return TABLE.get_by(connection, app_id, funnel_id)


def change(
    app_id: UUID, funnel_id: str, name: str | None, steps: list[dict[str, Any]] | None, window_s: int | None
) -> SavedFunnel:
    """Give it another name, other steps, another conversion window; None leaves what is.

    Raises NoSuchFunnel, Unprocessable where the steps are too large.
    """
    values = said(name=name, steps=None if steps is None else _json(steps))
    with TABLE.held(app_id, funnel_id) as (connection, found):
        TABLE.update(connection, found, values)
        if window_s is not None:
            _put_window(connection, found, window_s)
        return TABLE.get_by(connection, app_id, found)


def _put_window(connection: Connection, funnel_id: UUID, window_s: int) -> None:
    params = {"id": funnel_id, "window_s": window_s}
    connection.execute(database.sql("query.kept", "put_funnel_window"), params)


def _json(steps: list[dict[str, Any]]) -> database.Json:
    return as_json(KIND, "steps", steps)
