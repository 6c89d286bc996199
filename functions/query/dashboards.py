"""Dashboards: saved reports in an order, under a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from query import kept
from query.row_ids import row_id
from spoor import database
from spoor.connection import Connection
from spoor.errors import NotFound, Unprocessable


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A board; `report_ids` are its saved reports, in order."""

    id: UUID
    name: str
    report_ids: list[UUID]
    created_at: datetime

    @classmethod
    def from_row(cls, row: database.Row) -> "Dashboard":
        """The dashboard of a row."""
        return cls(row["id"], row["name"], row["report_ids"], row["created_at"])


class NoSuchDashboard(NotFound):
    """Unknown, or of another app."""

    code = "DASHBOARD_NOT_FOUND"
    message = "There is no such dashboard in this app."


def create(app_id: UUID, name: str, report_ids: Sequence[UUID]) -> Dashboard:
    """Make a board of saved reports of the app.

    Raises Unprocessable where one is not the app's, TooManyKept.
    """
    with kept.room_for(kept.DASHBOARDS, app_id) as connection:
        made = connection.execute(database.sql("query", "create_dashboard"), {"app_id": app_id, "name": name})
        params = {"app_id": app_id, "id": made.fetchall()[0]["id"]}
        _fill(connection, params, report_ids)
        return _read(connection, params)


def list_of(app_id: UUID) -> list[Dashboard]:
    """The app's dashboards, newest first."""
    rows = database.run(database.sql("query", "list_dashboards"), {"app_id": app_id}, repeatable=True)
    return [Dashboard.from_row(row) for row in rows]


def get(app_id: UUID, dashboard_id: str) -> Dashboard:
    """The app's dashboard.

    Raises NoSuchDashboard.
    """
    params = {"app_id": app_id, "id": row_id(dashboard_id, NoSuchDashboard)}
    rows = database.run(database.sql("query", "get_dashboard"), params, repeatable=True)
    if not rows:
        raise NoSuchDashboard
    return Dashboard.from_row(rows[0])


def change(app_id: UUID, dashboard_id: str, name: str | None, report_ids: Sequence[UUID] | None) -> Dashboard:
    """Give it another name, or other reports, or both; None leaves what is.

    Raises NoSuchDashboard, and Unprocessable where a report is not the app's.
    """
    params = {"app_id": app_id, "id": row_id(dashboard_id, NoSuchDashboard)}
    with database.transaction() as connection:
        if name is not None:
            connection.execute(database.sql("query", "rename_dashboard"), {**params, "name": name})
        if report_ids is not None:
            if not connection.execute(database.sql("query", "lock_dashboard"), params).rowcount:
                raise NoSuchDashboard
            connection.execute(database.sql("query", "clear_dashboard"), params)
            _fill(connection, params, report_ids)
        return _read(connection, params)


def delete(app_id: UUID, dashboard_id: str) -> None:
    """Forget the board; its reports stay.

    Raises NoSuchDashboard.
    """
    params = {"app_id": app_id, "id": row_id(dashboard_id, NoSuchDashboard)}
    if not database.change(database.sql("query", "delete_dashboard"), params, repeatable=False):
        raise NoSuchDashboard


def _fill(connection: Connection, params: dict[str, Any], report_ids: Sequence[UUID]) -> None:
    put = connection.execute(database.sql("query", "fill_dashboard"), {**params, "report_ids": list(report_ids)})
    if put.rowcount != len(report_ids):
        raise Unprocessable([{"path": "reportIds", "message": "Each must be a saved report of this app, once"}])


def _read(connection: Connection, params: dict[str, Any]) -> Dashboard:
    rows = connection.execute(database.sql("query", "get_dashboard"), params).fetchall()
    if not rows:
        raise NoSuchDashboard
    return Dashboard.from_row(rows[0])
