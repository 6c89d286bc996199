"""When an answer goes out as CSV, and how."""

from typing import Any

from fastapi import Response

from query.answered import answered
from query.api.accept import prefers_csv
from query.csv_text import csv_of
from query.reports.report import Report, ReportQuestion
from query.routes.words import in_words
from query.scope import Scope

CSV: dict[str, Any] = {"text/csv": {"schema": {"type": "string"}}}
"""How the documentation of an address says that it answers as CSV too."""


def answer_in_words(report: Report[Any, Any, Any], question: ReportQuestion, scope: Scope, accept: str) -> Any:
    """What a report answers, in the form that the Accept header prefers.

    Raises what `answered` does.
    """
    asked, found = answered(report, question, scope)
    if prefers_csv(accept):
        return csv_answer(csv_of(report.table(asked, found)), report.name)
    return in_words(found)


def csv_answer(text: str, name: str) -> Response:
    """CSV that a browser saves as `name`.csv."""
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, headers=headers, media_type="text/csv; charset=utf-8")
