"""Dashboards, which the pages call boards: saved reports and texts in an order, under a name."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import FromClause, ScalarSelect, func, select
from sqlalchemy import delete as delete_rows

from query.answers import LEFT_OUT
from query.kept.bounds import Kind, check_size
from query.kept.table import KeptTable, said
from spoor import database
from spoor.errors import NotFound, Unprocessable
from spoor.postgres.connection import Connection
from spoor.schema import dashboard_reports, dashboard_texts, dashboards
from spoor.statements import compiled

KIND = Kind("dashboards", 100, dashboards.c.app_id)

Width = Literal["third", "half", "twoThirds", "whole"]
"""How much of a row of the board; on a narrow screen each tile has one for itself."""
USUAL_WIDTH: Width = "half"


@dataclass(frozen=True, slots=True)
class Tile:
    """A saved report, or a text."""

    width: Width
    saved_report_id: UUID | None = field(default=None, metadata=LEFT_OUT)
    text: str | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A board; `report_ids` are the saved reports among its tiles, in order."""

    id: UUID
    name: str
    report_ids: list[UUID]
    tiles: list[Tile]
    created_at: datetime


class NoSuchDashboard(NotFound):
    """Unknown, or of another app."""

    code = "DASHBOARD_NOT_FOUND"
    message = "There is no such dashboard in this app."


def _read(row: database.Row) -> Dashboard:
    reports = {place: Tile(width, saved_report_id=UUID(told)) for place, width, told in row["reports"]}
    texts = {place: Tile(width, text=told) for place, width, told in row["texts"]}
    both = [*reports.items(), *texts.items()]
    tiles = [tile for _, tile in sorted(both, key=lambda each: each[0])]
    ids = [tile.saved_report_id for tile in tiles if tile.saved_report_id]
    return Dashboard(row["id"], row["name"], ids, tiles, row["created_at"])


def _tiles_in(table: FromClause, told: str) -> ScalarSelect[str]:
    """`[[place, width, what it holds], …]` of a board."""
    each = func.jsonb_build_array(table.c.place, table.c.width, table.c[told])
    found = select(func.coalesce(func.jsonb_agg(each), func.jsonb_build_array()))
    return found.where(table.c.dashboard_id == dashboards.c.id).scalar_subquery()


TABLE = KeptTable(
    KIND,
    dashboards,
    _read,
    NoSuchDashboard,
    columns=(
        _tiles_in(dashboard_reports, "report_id").label("reports"),
        _tiles_in(dashboard_texts, "text").label("texts"),
    ),
)
list_of, get, delete = TABLE.list_of, TABLE.get, TABLE.delete


def of_reports(report_ids: Sequence[UUID]) -> list[Tile]:
    """Tiles of the usual width."""
    return [Tile(USUAL_WIDTH, saved_report_id=each) for each in report_ids]


def create(app_id: UUID, name: str, tiles: Sequence[Tile]) -> Dashboard:
    """Make a board.

    Raises Unprocessable where a report is not the app's, TooManyKept.
    """
    _check_size(tiles)
    with TABLE.room(app_id) as connection:
        dashboard_id = TABLE.insert(connection, app_id, {"name": name})
        _fill(connection, app_id, dashboard_id, tiles)
        return TABLE.get_by(connection, app_id, dashboard_id)


def change(app_id: UUID, dashboard_id: str, name: str | None, tiles: Sequence[Tile] | None) -> Dashboard:
    """Give it another name, or other tiles, or both; None leaves what is.

    Raises NoSuchDashboard, and Unprocessable where a report is not the app's.
    """
    _check_size(tiles or [])
    with TABLE.held(app_id, dashboard_id) as (connection, found):
        TABLE.update(connection, found, said(name=name))
        if tiles is not None:
            for table in (dashboard_reports, dashboard_texts):
                gone = delete_rows(table).where(table.c.dashboard_id == found)
                connection.execute(*compiled(gone, "clear_dashboard"))
            _fill(connection, app_id, found, tiles)
        return TABLE.get_by(connection, app_id, found)


def _check_size(tiles: Sequence[Tile]) -> None:
    check_size(KIND, "tiles", [{name: str(told) for name, told in asdict(tile).items() if told} for tile in tiles])


def _fill(connection: Connection, app_id: UUID, dashboard_id: UUID, tiles: Sequence[Tile]) -> None:
    params = {
        "app_id": app_id,
        "id": dashboard_id,
        "report_ids": [tile.saved_report_id for tile in tiles],
        "texts": [tile.text for tile in tiles],
        "widths": [tile.width for tile in tiles],
    }
    put = connection.execute(database.sql("query.kept", "fill_dashboard"), params)
    if put.rowcount != sum(tile.saved_report_id is not None for tile in tiles):
        raise Unprocessable([{"path": "reportIds", "message": "Each must be a saved report of this app, once"}])
    connection.execute(database.sql("query.kept", "fill_dashboard_texts"), params)
