"""The statement of a trends question: one scan, a part for each kind of measure, and the rows of all of them."""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from sqlalchemy import CompoundSelect, union_all

from query.engines.postgres.expressions.grid import grid_values
from query.engines.postgres.expressions.values import told_values
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement, bounds_of, shape_of
from query.engines.postgres.trends.buckets import bits_before, bits_now, has_few_buckets, last_bit
from query.engines.postgres.trends.counts import Counts
from query.engines.postgres.trends.pairs import placed
from query.engines.postgres.trends.percentiles import Percentiles
from query.engines.postgres.trends.ranks import Ranks
from query.engines.postgres.trends.scan import APART, Scan
from query.engines.postgres.trends.sessions import Sessions
from query.engines.postgres.trends.visitors import Visitors
from query.questions.comparison import Span
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
    if len(question.breakdowns) > 1:
        return _by_two(scan)
    parts = _parts(scan)
    if not question.breakdowns:
        return union_all(*(rows for part in parts for rows in part.rows(None)))
    ranks = Ranks(scan, [part.totals() for part in parts])
    return union_all(ranks.values(), *(rows for part in parts for rows in part.rows(ranks)))


def _parts(scan: Scan) -> list[Any]:
    """What is told of the rows, a part for each kind of measure."""
    return [part(scan, series) for part, measures in _PARTS if (series := scan.question.measured(*measures))]


def _by_two(scan: Scan) -> CompoundSelect[Any]:
    """Each breakdown ranks its values by itself; then rows have the place of both of their values, and are told apart
    by that."""
    views = [replace(scan, by=at, given=scan.rows, suffix=f"_by_{at}") for at in range(2)]
    ranks = [Ranks(view, [part.totals() for part in _parts(view)]) for view in views]
    parts = _parts(placed(scan, ranks))
    return union_all(*(each.values() for each in ranks), *(rows for part in parts for rows in part.rows(None)))


def _shape(question: TrendsQuestion) -> Hashable:
    """How visitors are counted depends on the number of buckets, and what is compared on whether it is read apart."""
    compared = question.compare is not None, question.apart is not None
    return shape_of(question), compared, question.has_one_bucket, has_few_buckets(question)


def _bounds(question: TrendsQuestion, scope: PostgresScope) -> dict[str, Any]:
    """From the beginning of the previous period on, and where that gives way to the range itself."""
    few = {"last_bit": last_bit(question), "bits_now": bits_now(question), "bits_before": bits_before(question)}
    buckets = grid_values(question.grid)
    now = Span(question.earliest, question.end)
    own = {"start": question.earliest, "first": question.first, **told_values(question.breakdowns, now)}
    return {**bounds_of(question, scope), **buckets, **own, **few, **_bounds_apart(question)}


def _bounds_apart(question: TrendsQuestion) -> dict[str, Any]:
    if question.apart is None:
        return {}
    span = {f"{APART}start": question.apart.start, f"{APART}end": question.apart.end}
    told = told_values(question.breakdowns, question.apart, APART)
    return {**span, **grid_values(question.grid_apart, APART), **told}


STATEMENT = Statement("trends", build, _shape, _bounds)
