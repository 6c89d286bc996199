"""Retention for a spreadsheet."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from query.reports.breakdown import ALL, cell
from query.reports.retention.answer import RetentionAnswer, RetentionCohort, RetentionPeriod
from query.reports.retention.question import RetentionQuestion
from query.table import Cell, Table

Row = list[Cell]


def table(question: RetentionQuestion, answer: RetentionAnswer) -> Table:
    """A row a cohort; with a breakdown these of all visitors first, then those of each value. Those of a range that it
    is compared with stand beside them, as long as the longer lasts."""
    columns = ["cohort", "size", *(f"{question.interval} {later}" for later in range(1, question.periods + 1))]
    first = [] if question.breakdown is None else [question.breakdown.property]
    parts = _parts(answer)
    if answer.previous is None:
        return Table([*first, *columns], [[*value, *row] for value, rows in parts for row in rows])
    rows = [
        [*value, *row]
        for (value, own), (_, before) in zip(parts, _parts(answer.previous), strict=True)
        for row in _beside(own, before, len(columns))
    ]
    return Table([*first, *columns, *(f"previous {name}" for name in columns)], rows)


def _beside(rows: Sequence[Row], before: Sequence[Row], width: int) -> Iterator[Row]:
    nothing: Row = [None] * width
    for mine, its in zip_longest(rows, before):
        yield [*(mine or nothing), *(its or nothing)]


def _parts(answer: RetentionAnswer | RetentionPeriod) -> list[tuple[Row, list[Row]]]:
    """The column of the breakdown, if there is one, and the rows of each value."""
    whole = _rows(answer.cohorts)
    if answer.breakdown is None:
        return [([], whole)]
    return [([ALL], whole), *(([cell(each.value)], _rows(each.cohorts)) for each in answer.breakdown)]


def _rows(cohorts: Sequence[RetentionCohort]) -> list[Row]:
    return [[cohort.start.isoformat(), cohort.size, *cohort.values[1:]] for cohort in cohorts]
