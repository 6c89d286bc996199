"""A funnel for a spreadsheet."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from query.reports.funnel.answer import FunnelAnswer, StepAnswer
from query.reports.funnel.question import FunnelQuestion
from query.table import Cell, Table

_COLUMNS = ["step", "event", "visitors", "conversion from start", "conversion from previous", "median seconds"]


def table(question: FunnelQuestion, answer: FunnelAnswer) -> Table:
    """A row a step; with a breakdown a row a value and step."""
    if question.breakdown is None or answer.breakdown is None:
        return Table(_COLUMNS, list(_rows(answer.steps)))
    rows = [[_cell(each.value), *row] for each in answer.breakdown for row in _rows(each.steps)]
    return Table([question.breakdown.property, *_COLUMNS], rows)


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


def _cell(value: Any) -> Cell:
    return orjson.dumps(value).decode() if isinstance(value, dict | list) else value
