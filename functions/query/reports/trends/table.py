"""Trends for a spreadsheet."""

from collections.abc import Sequence
from itertools import zip_longest

from query.reports.breakdown import cell
from query.reports.trends.answer import PeriodAnswer, SeriesAnswer, TrendsAnswer
from query.reports.trends.question import TrendsQuestion
from query.table import Cell, Table


def table(question: TrendsQuestion, answer: TrendsAnswer) -> Table:
    """A row a bucket, a column a line, and a row for the whole range with the totals; beside them the previous
    period's, row by row as long as the longer lasts."""
    columns, rows, whole = _part(question, "", answer)
    if answer.previous is None:
        return Table(columns, [*rows, whole])
    others, before, whole_before = _part(question, "previous ", answer.previous)
    no, none = [None] * len(columns), [None] * len(others)
    beside = [[*(one or no), *(other or none)] for one, other in zip_longest(rows, before)]
    return Table([*columns, *others], [*beside, [*whole, *whole_before]])


def _part(
    question: TrendsQuestion, prefix: str, period: TrendsAnswer | PeriodAnswer
) -> tuple[list[str], list[Sequence[Cell]], Sequence[Cell]]:
    names = [f"{prefix}{_name(question, line)}" for line in period.series]
    rows: list[Sequence[Cell]] = [
        [start.isoformat(), *(line.values[at] for line in period.series)] for at, start in enumerate(period.buckets)
    ]
    whole = ["whole range", *(line.total for line in period.series)]
    return [f"{prefix}bucket", *names], rows, whole


def _name(question: TrendsQuestion, line: SeriesAnswer) -> str:
    if not question.breakdowns:
        return line.label
    given = line.breakdown if len(question.breakdowns) > 1 else [line.breakdown]
    values = ("(none)" if value is None else str(cell(value)) for value in given)
    return f"{line.label}: {', '.join(values)}"
