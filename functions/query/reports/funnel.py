"""Funnel: how many visitors got how far through steps within the conversion window, and how fast."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import Select

from query.reports import funnel_statement
from query.reports.funnel_answer import FunnelAnswer, StepAnswer, add_up
from query.reports.funnel_attempts import attempts
from query.reports.funnel_question import FunnelQuestion, of_saved
from query.reports.report import Report, Rows
from query.scope import Scope
from query.table import Cell, Table


def build(question: FunnelQuestion, scope: Scope) -> Select[Any]:
    """The one statement, with visitors hashed: nobody's name is needed to count."""
    return funnel_statement.build(question, scope)


def tally(question: FunnelQuestion, _: Scope, rows: Rows) -> FunnelAnswer:
    """The answer that the visitors' furthest attempts add up to.

    Raises TooLarge.
    """
    return add_up(question, attempts(question, rows))


def table(question: FunnelQuestion, answer: FunnelAnswer) -> Table:
    """A row a step, and with a breakdown a row a value and step."""
    columns = ["step", "event", "visitors", "conversion from start", "conversion from previous", "median seconds"]
    if question.breakdown is None or answer.breakdown is None:
        return Table(columns, list(_rows(answer.steps)))
    rows = [[_cell(each.value), *row] for each in answer.breakdown for row in _rows(each.steps)]
    return Table([question.breakdown.property, *columns], rows)


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


REPORT = Report(
    "funnel", "How many visitors got how far.", FunnelQuestion, FunnelAnswer, build, tally, table, prepare=of_saved
)
