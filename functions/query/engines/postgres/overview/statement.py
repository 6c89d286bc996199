"""The statement of an overview: one scan, and the rows of all its parts."""

from typing import Any

from sqlalchemy import CompoundSelect, union_all

from query.engines.postgres.expressions.grid import grid_values
from query.engines.postgres.overview.lists import Lists
from query.engines.postgres.overview.scan import OverviewScan, edges
from query.engines.postgres.overview.visits import Visits
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement, bounds_of
from query.reports.overview.question import OverviewQuestion


def build(question: OverviewQuestion, scope: PostgresScope) -> CompoundSelect[Any]:
    """The one statement; its columns are those of lines.

    A row tells of a bucket, of the whole range, or of a value of a list.
    """
    chosen = OverviewScan(question, scope)
    visits = Visits(chosen)
    lists = Lists(chosen, Visits(chosen, of_all=True) if chosen.looks_further else visits)
    return union_all(*visits.rows(), *lists.rows())


def _bounds(question: OverviewQuestion, scope: PostgresScope) -> dict[str, Any]:
    """Those of the buckets and of the scan, too."""
    return {**bounds_of(question, scope), **grid_values(question.grid), **edges(question, scope)}


STATEMENT = Statement("overview", build, bounds=_bounds)
