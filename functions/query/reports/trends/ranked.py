"""Which values of a breakdown are told apart: those with the largest totals."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Double,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from query.properties import as_json
from query.reports.breakdown import OTHER, in_order, shown
from query.reports.trends.lines import row
from query.reports.trends.question import Series, TrendsQuestion

_LEAST = 1e-300


def totals(question: TrendsQuestion, given: Mapping[str, ColumnElement[Any]], value: ColumnElement[Any]) -> Select[Any]:
    """What a part of the statement knows about the totals of values: `of_value` beside the columns of lines."""
    return row(question, given).add_columns(value.label("of_value"))


def ranked(question: TrendsQuestion, parts: Sequence[Select[Any]]) -> CTE:
    """`series`, `value` and `place` of each value that is told apart, by `totals` of the range itself."""
    known = union_all(*parts).subquery("known")
    wanted = [0] if question.ranks_by_first else range(len(question.series))
    total = case(*((known.c.series == at, _total(question.series[at], known.c)) for at in wanted))
    summed = (
        select(known.c.series, known.c.of_value.label("value"), total.label("total"))
        .where(known.c.of_value != as_json(OTHER), known.c.series <= max(wanted))
        .group_by(known.c.series, known.c.of_value)
        .subquery("summed")
    )
    order = [summed.c.total.desc().nulls_last(), *in_order(summed.c.value)]
    place = func.row_number().over(partition_by=summed.c.series, order_by=order)
    placed = select(summed.c.series, summed.c.value, cast(place, Integer).label("place")).subquery("placed")
    limit = question.breakdown.limit if question.breakdown else 0
    return select(placed).where(placed.c.place <= limit).cte("ranked")


def places(question: TrendsQuestion, lines: FromClause, ranks: CTE | None) -> tuple[FromClause, ColumnElement[int]]:
    """`lines` (which have a `value`) to select from, and the place of each one's value."""
    if ranks is None:
        return lines, cast(null(), Integer)
    same = ranks.c.value == lines.c.value
    if not question.ranks_by_first:
        same = and_(same, ranks.c.series == lines.c.series)
    return lines.outerjoin(ranks, same), func.coalesce(ranks.c.place, literal(0, Integer))


def values(question: TrendsQuestion, ranks: CTE) -> Select[Any]:
    """A row for each value that is told apart."""
    return row(question, {"series": ranks.c.series, "place": ranks.c.place, "value": shown(ranks.c.value)})


def _total(series: Series, known: Any) -> ColumnElement[Any]:
    """The measure as a double."""
    match series.measure:
        case "total":
            return cast(func.sum(known.events), Double)
        case "visitors":
            return cast(func.sum(known.visitors), Double)
        case "perVisitor":
            return cast(func.sum(known.events), Double) / cast(func.nullif(func.sum(known.visitors), 0), Double)
        case "sessions":
            return cast(func.sum(known.sessions), Double)
        case "sum":
            return as_double(func.coalesce(func.sum(known.amount), 0))
        case "avg":
            return as_double(func.sum(known.amount) / func.nullif(func.sum(known.numbers), 0))
        case "min":
            return as_double(func.min(known.amount))
        case "max":
            return as_double(func.max(known.amount))
        case _:
            return func.max(known.quantile)


def as_double(number: ColumnElement[Any]) -> ColumnElement[Any]:
    """A `numeric` as a double; what is nearer to 0 than doubles reach is 0, where Postgres would fail."""
    return case((func.abs(number) < _LEAST, literal(0.0, Double)), else_=cast(number, Double))
