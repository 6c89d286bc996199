"""What a question would cost, before it is asked: a dear one of many events is refused, and told what to reduce."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from query.engines.postgres.scope import PostgresScope
from query.reports.report import ReportQuestion
from spoor import database
from spoor.errors import FieldProblem, Unprocessable

FREE = 300
"""Up to this weight a question is asked whatever the range holds: dashboards ask no dearer ones."""
MOST = 80_000_000
"""Weight times events. A weight is a tenth of a microsecond of a slow processor, so these are about eight seconds."""

_STARTS = ("start", "since", "told_since", "first_since")
_ENDS = ("end", "until", "latest", "told_until")
"""Where the looks of a statement at events begin and end, by the names of its bounds; those at a period that is looked
at apart have that before their names."""


class TooDear(Unprocessable):
    """The answer would take far too long; `problems` name what makes it dear."""

    code = "REPORT_TOO_DEAR"
    message = "This question is too dear for so many events; see `errors` for what to reduce."


def check(question: ReportQuestion, bounds: Mapping[str, Any], scope: PostgresScope) -> None:
    """Refuse a dear question about many events, whose statement has these `bounds`. What is cheap costs nothing here;
    else the index tells, up to the number that matters.

    Raises TooDear, TooManyReports, TooSlow.
    """
    weights = question.weights()
    whole = sum(weights.values())
    if whole <= FREE:
        return
    most, found = MOST // whole, 0
    for start, end in looks(bounds):
        params = {"app_id": scope.app_id, "most": most + 1, "start": start, "end": end}
        [row] = scope.rows(database.sql("query.engines.postgres", "count_up_to"), params)
        found += row["events"]
    if found > most:
        raise TooDear([_problem(path, weight, whole, most) for path, weight in weights.items() if weight * 4 >= whole])


def looks(bounds: Mapping[str, Any]) -> list[tuple[datetime, datetime]]:
    """Where the looks at events of a statement with these bounds begin and end."""
    found = []
    for prefix in ("", "apart_"):
        starts = [bounds[name] for each in _STARTS if (name := prefix + each) in bounds]
        ends = [bounds[name] for each in _ENDS if (name := prefix + each) in bounds]
        if starts:
            found.append((min(starts), max(ends)))
    return found


def _problem(path: str, weight: int, whole: int, most: int) -> FieldProblem:
    part = round(100 * weight / whole)
    return {
        "path": path,
        "message": f"This is {part} % of what each event costs. The range has more than the {most:,} events that"
        " there is time for: ask for less of it, or for a shorter range",
    }
