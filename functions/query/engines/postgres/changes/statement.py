"""The statement of a period: that of its funnel with what entering events tell, or the units of its trend."""

from collections.abc import Hashable
from typing import Any

from sqlalchemy import Select

from query.engines.postgres import funnel
from query.engines.postgres.changes import units
from query.engines.postgres.changes.values import told
from query.engines.postgres.expressions.grid import grid_values
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement, bounds_of
from query.reports.changes.question import ChangesQuestion
from query.reports.changes.usual_properties import FIRST
from query.reports.funnel.question import FunnelQuestion


def build(question: ChangesQuestion, scope: PostgresScope) -> Select[Any]:
    """The statement about the range of a question, whatever that is compared with."""
    properties, asked = question.properties or list(FIRST), question.over(question.now)
    if isinstance(asked, FunnelQuestion):
        return funnel.build(asked, scope, told(properties))
    return units.build(asked, properties, scope)


def _shape(question: ChangesQuestion) -> Hashable:
    """The question but for its ranges."""
    asked = question.question.model_dump_json(exclude={"from_", "to", "timezone", "week_start"})
    return asked, tuple(question.properties or FIRST)


def _bounds(question: ChangesQuestion, scope: PostgresScope) -> dict[str, Any]:
    """Those of the funnel, or of the trend and its days."""
    asked = question.over(question.now)
    if isinstance(asked, FunnelQuestion):
        return funnel.funnel_bounds(asked, scope)
    return {**bounds_of(asked, scope), **grid_values(asked.grid)}


STATEMENT: Statement[Any] = Statement("changes", build, _shape, _bounds)
