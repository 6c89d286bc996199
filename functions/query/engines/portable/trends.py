"""Trends: what series count in buckets."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from query.engines.lake.events import microseconds
from query.engines.portable.relations import time_cells, words
from query.engines.portable.statements import PortableStatement, of_file
from query.reports.trends.figures import Figures, Line, TrendFigures
from query.reports.trends.question import TrendsQuestion
from query.scope import Scope

_INSTANT = timedelta(microseconds=1)


def statement(question: TrendsQuestion, _: Scope) -> PortableStatement:
    """Over both periods."""
    grid = question.grid
    cells = time_cells(grid.edges, grid.places, question.end)
    numbers = {
        "unit": cells.unit,
        "since": microseconds(question.earliest),
        "until": microseconds(question.end),
        "first": question.first,
    }
    named = words([series.event for series in question.series])
    return PortableStatement(of_file("trends", numbers), question.earliest, question.end, named, cells)


def read(question: TrendsQuestion, _: Scope, rows: Sequence[Mapping[str, Any]]) -> TrendFigures:
    """The figures of every series."""
    lines = [Line() for _ in question.series]
    for row in rows:
        series, bucket, visitors = int(row["series"]), int(row["bucket"]), int(row["visitors"])
        of_visitors = question.series[series].measure != "total"
        events = int(row["of_somebody" if of_visitors else "events"])
        if row["kind"] == "bucket" and events:
            lines[series].buckets[bucket] = Figures(events, visitors=visitors if of_visitors else 0)
        elif row["kind"] == "whole" and of_visitors:
            lines[series].wholes[bool(bucket)].visitors = visitors
    return TrendFigures({}, {(at, None): line for at, line in enumerate(lines)})
