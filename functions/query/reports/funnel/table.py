"""A funnel for a spreadsheet."""

from collections.abc import Iterator, Sequence

from query.reports.breakdown import ALL, cell
from query.reports.funnel.answer import FunnelAnswer, FunnelPeriod, StepAnswer
from query.reports.funnel.question import FunnelQuestion
from query.table import Cell, Table

_NUMBERS = ["visitors", "conversion from start", "conversion from previous", "median seconds"]
_COLUMNS = ["step", "event", *_NUMBERS]


def table(question: FunnelQuestion, answer: FunnelAnswer) -> Table:
    """A row a step; with a breakdown these of all visitors first, then a row a value and step. The numbers of a range
    that it is compared with stand beside them."""
    columns, rows = _part(question, answer)
    if answer.previous is None:
        return Table(columns, rows)
    _, before = _part(question, answer.previous)
    beside = [[*one, *other[-len(_NUMBERS) :]] for one, other in zip(rows, before, strict=True)]
    return Table([*columns, *(f"previous {name}" for name in _NUMBERS)], beside)


def _part(question: FunnelQuestion, answer: FunnelAnswer | FunnelPeriod) -> tuple[list[str], list[list[Cell]]]:
    if question.breakdown is None or answer.breakdown is None:
        return _COLUMNS, list(_rows(answer.steps))
    whole: list[list[Cell]] = [[ALL, *row] for row in _rows(answer.steps)]
    rows = [[cell(each.value), *row] for each in answer.breakdown for row in _rows(each.steps)]
    return [question.breakdown.property, *_COLUMNS], [*whole, *rows]


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
