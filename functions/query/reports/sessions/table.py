"""Sessions for a spreadsheet."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import zip_longest

from query.reports.breakdown import ALL, cell
from query.reports.sessions.answer import SessionsAnswer, SessionsPeriod, ValueSessions
from query.reports.sessions.question import SessionsQuestion
from query.table import Cell, Table

_COLUMNS = ["bucket", "sessions", "visitors", "bounce rate", "median seconds", "average seconds", "events per session"]
_NOTHING: list[Cell] = [None] * len(_COLUMNS)

Row = list[Cell]


def table(question: SessionsQuestion, answer: SessionsAnswer) -> Table:
    """A row a bucket, and one for the whole range with what only that has; with a breakdown these of all sessions
    first, then those of each value. Those of a range that is compared stand beside them, as long as the longer lasts.
    """
    first, parts = _parts(question, answer)
    if answer.previous is None:
        return Table([*first, *_COLUMNS], [[*value, *row] for value, rows in parts for row in rows])
    _, others = _parts(question, answer.previous)
    beside = [
        [*value, *row]
        for (value, rows), (_, before) in zip(parts, others, strict=True)
        for row in _beside(rows, before)
    ]
    return Table([*first, *_COLUMNS, *(f"previous {name}" for name in _COLUMNS)], beside)


def _beside(rows: Sequence[Row], before: Sequence[Row]) -> Iterator[Row]:
    """Row by row, those of the whole ranges last."""
    for mine, its in zip_longest(rows[:-1], before[:-1]):
        yield [*(mine or _NOTHING), *(its or _NOTHING)]
    yield [*rows[-1], *before[-1]]


def _parts(
    question: SessionsQuestion, answer: SessionsAnswer | SessionsPeriod
) -> tuple[list[str], list[tuple[Row, list[Row]]]]:
    """The column of the breakdown, if there is one, and the rows of each value."""
    whole = _rows(answer.buckets, answer)
    if question.breakdown is None or answer.breakdown is None:
        return [], [([], whole)]
    values = [([cell(each.value)], _rows(answer.buckets, each)) for each in answer.breakdown]
    return [question.breakdown.property], [([ALL], whole), *values]


def _rows(buckets: Sequence[datetime], found: SessionsAnswer | SessionsPeriod | ValueSessions) -> list[Row]:
    rows: list[Row] = [
        [start.isoformat(), *counts, None, None, None, None]
        for start, *counts in zip(buckets, found.sessions, found.visitors, strict=True)
    ]
    totals = found.totals
    whole: Row = [
        "whole range",
        totals.sessions,
        totals.visitors,
        totals.bounce_rate,
        totals.median_duration_seconds,
        totals.avg_duration_seconds,
        totals.events_per_session,
    ]
    return [*rows, whole]
