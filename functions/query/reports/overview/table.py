"""An overview for a spreadsheet."""

from dataclasses import astuple

from query.reports.breakdown import cell
from query.reports.overview.answer import OverviewAnswer, OverviewTotals
from query.reports.overview.question import OverviewQuestion
from query.table import Cell, Table

_COLUMNS = [
    "part",
    "value",
    "visitors",
    "sessions",
    "events",
    "page views",
    "bounce rate",
    "median seconds",
    "views per session",
]


def table(_: OverviewQuestion, answer: OverviewAnswer) -> Table:
    """A row a bucket, one for the whole range, one for what that is compared with, then those of each list."""
    series = [each.values for each in answer.series]
    rows: list[list[Cell]] = [
        ["bucket", start.isoformat(), *(values[at] for values in series)] for at, start in enumerate(answer.buckets)
    ]
    rows.append(["whole range", None, *_cells(answer.totals)])
    if answer.previous:
        rows.append(["previous", None, *_cells(answer.previous.totals)])
    for each in answer.lists:
        part = f"{each.property} of {each.of}"
        rows += [[part, cell(row.value), row.visitors, None, row.events, None, None, None, None] for row in each.rows]
    return Table(_COLUMNS, rows)


def _cells(totals: OverviewTotals) -> list[Cell]:
    return list(astuple(totals))
