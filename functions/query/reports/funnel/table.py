"""A funnel for a spreadsheet."""

from collections.abc import Iterator, Sequence

from query.reports.breakdown import cell
from query.reports.funnel.answer import FunnelAnswer, StepAnswer
from query.reports.funnel.question import FunnelQuestion
from query.table import Cell, Table

ALL = "$all"
"""In the column of the breakdown: whoever entered, with whatever value."""

_COLUMNS = ["step", "event", "visitors", "conversion from start", "conversion from previous", "median seconds"]


def table(question: FunnelQuestion, answer: FunnelAnswer) -> Table:
    """A row a step; with a breakdown these of all visitors first, then a row a value and step."""
    if question.breakdown is None or answer.breakdown is None:
        return Table(_COLUMNS, list(_rows(answer.steps)))
    whole: list[list[Cell]] = [[ALL, *row] for row in _rows(answer.steps)]
    rows = [[cell(each.value), *row] for each in answer.breakdown for row in _rows(each.steps)]
    return Table([question.breakdown.property, *_COLUMNS], [*whole, *rows])


def _rows(steps: Sequence[StepAnswer]) -> Iterator[list[Cell]]:
    for step in steps:
        yield [
            step.label,
            step.event,
            step.visitors,
            step.conversion_from_start,
            step.conversion_from_previous,
            step.median_seconds_from_previous,
        ]
