"""Which values of a breakdown are told apart: those with the largest totals."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Double,
    FromClause,
    Integer,
    Numeric,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on

from query.engines.postgres.expressions.breakdown import in_order, shown
from query.engines.postgres.expressions.properties import as_json
from query.engines.postgres.trends.lines import row
from query.engines.postgres.trends.scan import Scan
from query.reports.breakdown import OTHER
from query.reports.trends.question import Series, TrendsQuestion

_LEAST = Decimal("1e-300")


def totals(question: TrendsQuestion, given: Mapping[str, ColumnElement[Any]], value: ColumnElement[Any]) -> Select[Any]:
    """What a part of the statement knows about the totals of values: `of_value` beside the columns of lines."""
    return row(question, given).add_columns(value.label("of_value"))


class Ranks:
    """The values of each series, ranked by the `totals` of the range itself. `leaders` are those that are told apart:
    `series`, `value`, `place`, and `visitors` where they are measured. A value that says OTHER is one of the others.

    Where series are ranked together, those of the first series come first, then those that the second has beside them,
    and so on, all as values of the first; of two breakdowns' values those of the second as the second's.
    """

    def __init__(self, scan: Scan, parts: Sequence[Select[Any]]) -> None:
        self._question = scan.question
        self._by = scan.by or 0
        self._suffix = scan.suffix
        self._limit = scan.question.breakdowns[self._by].limit
        self._all = self._ranked(union_all(*parts).subquery("known"))

    def _ranked(self, known: FromClause) -> CTE:
        question = self._question
        totals_of = ((known.c.series == at, _total(series, known.c)) for at, series in enumerate(question.series))
        total = case(*totals_of)
        columns = [known.c.series, known.c.of_value.label("value"), total.label("total")]
        if "visitors" in known.c:
            columns.append(cast(func.sum(known.c.visitors), BigInteger).label("visitors"))
        summed = select(*columns).group_by(known.c.series, known.c.of_value).subquery("summed")
        is_other = summed.c.value == as_json(OTHER)  # only looked at here, where values are fewer than events
        order = [is_other, summed.c.total.desc().nulls_last(), *in_order(summed.c.value)]
        if not question.ranks_together:
            place = cast(func.row_number().over(partition_by=summed.c.series, order_by=order), Integer)
            return select(summed, place.label("place"), is_other.label("is_other")).cte(f"all_ranked{self._suffix}")
        by_value = select(summed, is_other.label("is_other")).ext(distinct_on(summed.c.value))
        first = by_value.order_by(summed.c.value, summed.c.series).subquery("of_first")
        order = [first.c.is_other, first.c.series, first.c.total.desc().nulls_last(), *in_order(first.c.value)]
        place = cast(func.row_number().over(order_by=order), Integer)
        of = literal(self._by, Integer).label("series")
        return select(of, first.c.value, first.c.is_other, place.label("place")).cte(f"all_ranked{self._suffix}")

    @cached_property
    def leaders(self) -> CTE:
        """The values that are told apart."""
        ranks = self._all
        columns = [each for each in ranks.c if each.key in ("series", "value", "place", "visitors")]
        return (
            select(*columns)
            .where(ranks.c.place <= self._limit, ranks.c.is_other.is_(False))
            .cte(f"ranked{self._suffix}")
        )

    def is_of(self, value: ColumnElement[Any], series: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether the value of a series' line is that leader's."""
        same = self.leaders.c.value == value
        return same if self._question.ranks_together else and_(same, self.leaders.c.series == series)

    def placed(self, lines: FromClause) -> tuple[FromClause, ColumnElement[int]]:
        """`lines` to select from, and the place of each one's value: 0 for all that are no leaders."""
        is_of = self.is_of(lines.c.value, lines.c.series)
        return lines.outerjoin(self.leaders, is_of), func.coalesce(self.leaders.c.place, literal(0, Integer))

    def some_are_left(self) -> ColumnElement[bool]:
        """Whether there may be any other values; where there are none, nobody has to be looked for among them."""
        if self._question.compare:
            return true()  # the previous period has values that were not ranked
        ranks = self._all
        return exists().where(or_(ranks.c.place > self._limit, ranks.c.is_other))

    def values(self) -> Select[Any]:
        """A row for each value that is told apart."""
        leaders = self.leaders
        given = {"series": leaders.c.series, "place": leaders.c.place, "value": shown(leaders.c.value)}
        return row(self._question, given)

    def visitors(self) -> Select[Any]:
        """A row for each value with the visitors of the whole range."""
        leaders = self.leaders
        of = {name: leaders.c[name] for name in ("series", "place", "visitors")}
        return row(self._question, {**of, "is_now": literal(True)}).where(leaders.c.visitors.is_not(None))


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
    return case((func.abs(number) < literal(_LEAST, Numeric), literal(0.0, Double)), else_=cast(number, Double))
