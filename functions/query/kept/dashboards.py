"""Dashboards: saved reports in an order, under a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete as delete_rows
from sqlalchemy import func, select

from query.kept.bounds import Kind
from query.kept.table import KeptTable, said
from spoor import database
from spoor.errors import NotFound, Unprocessable
from spoor.postgres.connection import Connection
from spoor.schema import dashboard_reports, dashboards
from spoor.statements import compiled

KIND = Kind("dashboards", 100, dashboards.c.app_id)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A board; `report_ids` are its saved reports, in order."""

    id: UUID
    name: str
    report_ids: list[UUID]
    created_at: datetime


class NoSuchDashboard(NotFound):
    """Unknown, or of another app."""

    code = "DASHBOARD_NOT_FOUND"
    message = "There is no such dashboard in this app."


def _read(row: database.Row) -> Dashboard:
    return Dashboard(row["id"], row["name"], row["report_ids"], row["created_at"])


_REPORT_IDS = func.array(
    select(dashboard_reports.c.report_id)
    .where(dashboard_reports.c.dashboard_id == dashboards.c.id)
    .order_by(dashboard_reports.c.place)
    .scalar_subquery()
).label("report_ids")
TABLE = KeptTable(KIND, dashboards, _read, NoSuchDashboard, columns=(_REPORT_IDS,))
list_of, get, delete = TABLE.list_of, TABLE.get, TABLE.delete


def create(app_id: UUID, name: str, report_ids: Sequence[UUID]) -> Dashboard:
    """Make a board of saved reports of the app.

    Raises Unprocessable where one is not the app's, TooManyKept.
    """
    with TABLE.room(app_id) as connection:
        dashboard_id = TABLE.insert(connection, app_id, {"name": name})
        _fill(connection, app_id, dashboard_id, report_ids)
        return TABLE.get_by(connection, app_id, dashboard_id)


def change(app_id: UUID, dashboard_id: str, name: str | None, report_ids: Sequence[UUID] | None) -> Dashboard:
    """Give it another name, or other reports, or both; None leaves what is.

    Raises NoSuchDashboard, and Unprocessable where a report is not the app's.
    """
    with TABLE.held(app_id, dashboard_id) as (connection, found):
        TABLE.update(connection, found, said(name=name))
        if report_ids is not None:
            gone = delete_rows(dashboard_reports).where(dashboard_reports.c.dashboard_id == found)
            connection.execute(*compiled(gone, "clear_dashboard"))
            _fill(connection, app_id, found, report_ids)
        return TABLE.get_by(connection, app_id, found)


def _fill(connection: Connection, app_id: UUID, dashboard_id: UUID, report_ids: Sequence[UUID]) -> None:
    params = {"app_id": app_id, "id": dashboard_id, "report_ids": list(report_ids)}
    put = connection.execute(database.sql("query.kept", "fill_dashboard"), params)
    if put.rowcount != len(report_ids):
        raise Unprocessable([{"path": "reportIds", "message": "Each must be a saved report of this app, once"}])
