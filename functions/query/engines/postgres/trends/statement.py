"""The statement of a trends question: one scan, a part for each kind of measure, and the rows of all of them."""

from collections.abc import Hashable
from typing import Any

from sqlalchemy import CompoundSelect, union_all

from query.engines.postgres.expressions.grid import grid_values
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement, bounds_of, shape_of
from query.engines.postgres.trends.buckets import bits_before, bits_now, has_few_buckets, last_bit
from query.engines.postgres.trends.counts import Counts
from query.engines.postgres.trends.percentiles import Percentiles
from query.engines.postgres.trends.ranks import Ranks
from query.engines.postgres.trends.scan import Scan
from query.engines.postgres.trends.sessions import Sessions
from query.engines.postgres.trends.visitors import Visitors
from query.reports.trends.question import OF_NUMBERS, PERCENTILES, TrendsQuestion

_PARTS: list[tuple[Any, set[str]]] = [
    (Counts, {"total", "perVisitor", *OF_NUMBERS}),
    (Visitors, {"visitors", "perVisitor"}),
    (Sessions, {"sessions"}),
    (Percentiles, {*PERCENTILES}),
]


def build(question: TrendsQuestion, scope: PostgresScope) -> CompoundSelect[Any]:
    """The one statement; its columns are those of lines.

    A row tells of one series, of one place (a value of the breakdown), and of one bucket or of the whole of a period.
    """
    scan = Scan(question, scope)
    parts = [part(scan, series) for part, measures in _PARTS if (series := question.measured(*measures))]
    if question.breakdown is None:
        return union_all(*(rows for part in parts for rows in part.rows(None)))
    ranks = Ranks(question, [part.totals() for part in parts])
    return union_all(ranks.values(), *(rows for part in parts for rows in part.rows(ranks)))


def _shape(question: TrendsQuestion) -> Hashable:
    """How visitors are counted depends on the number of buckets."""
    return shape_of(question), question.has_one_bucket, has_few_buckets(question)


def _bounds(question: TrendsQuestion, scope: PostgresScope) -> dict[str, Any]:
    """From the beginning of the previous period on, and where that gives way to the range itself."""
    few = {"last_bit": last_bit(question), "bits_now": bits_now(question), "bits_before": bits_before(question)}
    buckets = grid_values(question.grid)
    return {**bounds_of(question, scope), **buckets, "start": question.earliest, "first": question.first, **few}


STATEMENT = Statement("trends", build, _shape, _bounds)
