"""Saved reports: any report's question under a name, over a fixed range or over the last days."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from query.kept.bounds import Kind, as_json
from query.kept.table import KeptTable
from spoor import database
from spoor.errors import NotFound
from spoor.schema import saved_reports

KIND = Kind("saved reports", 150, saved_reports.c.app_id)


@dataclass(frozen=True, slots=True)
class ReportToSave:
    """What its owner says of it. `question` is as it was asked; `last_days` stands for its range where it has none;
    `address` is where the pages show it, if they do."""

    name: str
    report: str
    question: dict[str, Any]
    last_days: int | None
    address: str | None


@dataclass(frozen=True, slots=True)
class SavedReport:
    """A question kept under a name."""

    id: UUID
    name: str
    report: str
    question: dict[str, Any]
    last_days: int | None
    address: str | None
    created_at: datetime


class NoSuchReport(NotFound):
    """Unknown, or of another app."""

    code = "SAVED_REPORT_NOT_FOUND"
    message = "There is no such saved report in this app."


def _read(row: database.Row) -> SavedReport:
    told = (row["report"], row["question"], row["last_days"], row["address"])
    return SavedReport(row["id"], row["name"], *told, row["created_at"])


TABLE = KeptTable(KIND, saved_reports, _read, NoSuchReport)
list_of, get, delete = TABLE.list_of, TABLE.get, TABLE.delete


def create(app_id: UUID, given: ReportToSave) -> SavedReport:
    """Keep a question.

    Raises Unprocessable where it is too large, TooManyKept.
    """
    return TABLE.create(app_id, _values(given))


def change(app_id: UUID, report_id: str, given: ReportToSave) -> SavedReport:
    """Put another question, or name, in its place.

    Raises NoSuchReport, Unprocessable where the question is too large.
    """
    return TABLE.change(app_id, report_id, _values(given))


def _values(given: ReportToSave) -> dict[str, Any]:
    return {
        "name": given.name,
        "report": given.report,
        "question": as_json(KIND, "question", given.question),
        "last_days": given.last_days,
        "address": given.address,
    }
