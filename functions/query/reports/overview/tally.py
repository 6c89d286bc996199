"""From what was gathered to the answer."""

from collections.abc import Sequence
from dataclasses import astuple, fields
from datetime import datetime

from pydantic.alias_generators import to_camel

from query.reports.overview.answer import (
    OverviewAnswer,
    OverviewList,
    OverviewPeriod,
    OverviewRow,
    OverviewSeries,
    OverviewTotals,
)
from query.reports.overview.figures import FoundOverview, FoundRow, OverviewFigures
from query.reports.overview.question import OverviewQuestion
from query.scope import Scope

SECOND_US = 1_000_000
_NOTHING = OverviewFigures()


def tally(question: OverviewQuestion, _: Scope, found: FoundOverview) -> OverviewAnswer:
    """The answer: the same figures of the whole and of each bucket, and the lists."""
    starts = question.calendar.starts
    lists = [
        OverviewList(asked.property, asked.of, asked.measure, [_row(each) for each in rows])
        for asked, rows in zip(question.lists, found.lists, strict=True)
    ]
    previous = None
    if question.before and found.previous:
        began = question.before.calendar.starts
        previous = OverviewPeriod(list(began), _totals(found.previous.whole), _series(began, found.previous))
    return OverviewAnswer(list(starts), _totals(found.whole), _series(starts, found), lists, previous)


def _row(row: FoundRow) -> OverviewRow:
    return OverviewRow(row.value, row.visitors, row.events)


def _series(starts: Sequence[datetime], found: FoundOverview) -> list[OverviewSeries]:
    """A line for each of the totals."""
    points = [_totals(found.buckets.get(at, _NOTHING)) for at in range(len(starts))]
    names = [to_camel(each.name) for each in fields(OverviewTotals)]
    columns = zip(*(astuple(point) for point in points), strict=True) if points else [() for _ in names]
    return [OverviewSeries(name, list(values)) for name, values in zip(names, columns, strict=True)]


def _totals(figures: OverviewFigures) -> OverviewTotals:
    count = figures.sessions
    return OverviewTotals(
        figures.visitors,
        count,
        figures.events,
        figures.pageviews,
        figures.bounces / count if count else 0.0,
        figures.median_us / SECOND_US if figures.median_us is not None else None,
        figures.views / count if count else None,
    )
