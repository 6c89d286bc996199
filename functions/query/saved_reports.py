"""Saved reports: any report's question under a name, over a fixed range or over the last days."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from query import kept
from query.row_ids import row_id
from spoor import database
from spoor.errors import NotFound


@dataclass(frozen=True, slots=True)
class ReportToSave:
    """What its owner says of it. `question` is as it was asked; `last_days` stands for its range where it has none."""

    name: str
    report: str
    question: dict[str, Any]
    last_days: int | None


@dataclass(frozen=True, slots=True)
class SavedReport:
    """A question kept under a name."""

    id: UUID
    name: str
    report: str
    question: dict[str, Any]
    last_days: int | None
    created_at: datetime

    @classmethod
    def from_row(cls, row: database.Row) -> "SavedReport":
        """The report of a row of `saved_reports`."""
        return cls(row["id"], row["name"], row["report"], row["question"], row["last_days"], row["created_at"])


class NoSuchReport(NotFound):
    """Unknown, or of another app."""

    code = "SAVED_REPORT_NOT_FOUND"
    message = "There is no such saved report in this app."


def create(app_id: UUID, given: ReportToSave) -> SavedReport:
    """Keep a question.

    Raises Unprocessable where it is too large, TooManyKept.
    """
    params = {"app_id": app_id, **_values(given)}
    with kept.room_for(kept.SAVED_REPORTS, app_id) as connection:
        return _one(connection.execute(database.sql("query", "create_saved_report"), params).fetchall())


def list_of(app_id: UUID) -> list[SavedReport]:
    """The app's saved reports, newest first."""
    rows = database.run(database.sql("query", "list_saved_reports"), {"app_id": app_id}, repeatable=True)
    return [SavedReport.from_row(row) for row in rows]


def get(app_id: UUID, report_id: str) -> SavedReport:
    """The app's saved report.

    Raises NoSuchReport.
    """
    params = {"app_id": app_id, "id": row_id(report_id, NoSuchReport)}
    return _one(database.run(database.sql("query", "get_saved_report"), params, repeatable=True))


def change(app_id: UUID, report_id: str, given: ReportToSave) -> SavedReport:
    """Put another question, or name, in its place.

    Raises NoSuchReport, Unprocessable where the question is too large.
    """
    params = {"app_id": app_id, "id": row_id(report_id, NoSuchReport), **_values(given)}
    return _one(database.run(database.sql("query", "change_saved_report"), params, repeatable=True))


def delete(app_id: UUID, report_id: str) -> None:
    """Forget it; it leaves its dashboards too.

    Raises NoSuchReport.
    """
    params = {"app_id": app_id, "id": row_id(report_id, NoSuchReport)}
    if not database.change(database.sql("query", "delete_saved_report"), params, repeatable=False):
        raise NoSuchReport


def _values(given: ReportToSave) -> dict[str, Any]:
    return {
        "name": given.name,
        "report": given.report,
        "question": kept.as_json(kept.SAVED_REPORTS, "question", given.question),
        "last_days": given.last_days,
    }


def _one(rows: list[database.Row]) -> SavedReport:
    if not rows:
        raise NoSuchReport
    return SavedReport.from_row(rows[0])
