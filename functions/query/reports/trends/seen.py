"""Visitors, each counted once in a bucket and once in the whole of a period.

Where the buckets are few, a visitor is one number whose bits are the buckets that he was seen in: events are grouped by
visitor alone, which takes a fraction of what grouping by visitor and bucket does. Ids are resolved once they are
grouped.
"""

from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    column,
    func,
    literal,
    select,
    true,
)

from query.reports.breakdown import value
from query.reports.trends.chosen import Chosen
from query.reports.trends.lines import of_series, row
from query.reports.trends.ranked import places, totals
from spoor.statements import named
from spoor.visitor import visitor, with_visitors

_ONE = literal(1, BigInteger)


class Seen:
    """The series that are measured by visitors."""

    def __init__(self, chosen: Chosen, series: list[int]) -> None:
        self._chosen = chosen
        self._question = chosen.question
        self._few = chosen.question.has_few_buckets
        self._lines = self._made(series)

    def _made(self, series: list[int]) -> CTE:
        """`series`, `visitor`, `bucket`, `value` and `bits`, one row for each series, visitor and value.

        The buckets are `bucket` + the place of each bit. Where they are many there is a row for each, with one bit.
        """
        visitors = self._visitors(series)
        kept = [visitors.c.visitor, (literal(0, Integer) if self._few else visitors.c.bucket).label("bucket")]
        if breakdown := self._question.breakdown:
            kept.append(value(breakdown, visitors.c.key).label("value"))
        lines = of_series(visitors, kept, {at: {"bits": visitors.c[f"bits_{at}"]} for at in series}).subquery("lines")
        return select(lines).where(lines.c.bits.is_not(None)).cte("seen")

    def _visitors(self, series: list[int]) -> Subquery:
        """The bits of every series for each visitor."""
        rows = self._chosen.rows
        by = [*([] if self._few else [rows.c.bucket]), *self._chosen.keys]
        bits = func.bit_or(_ONE.op("<<")(rows.c.bucket) if self._few else _ONE)
        ids = (
            select(rows.c.anonymous_id, *by, *(bits.filter(self._chosen.met(at)).label(f"bits_{at}") for at in series))
            .where(rows.c.anonymous_id.is_not(None), *self._chosen.within)
            .group_by(rows.c.anonymous_id, *by)
            .cte("ids")
        )
        who, by = visitor(ids), [ids.c[str(each.key)] for each in by]
        together = [func.bit_or(ids.c[f"bits_{at}"]).label(f"bits_{at}") for at in series]
        linked = with_visitors(ids, self._chosen.scope.app_id)
        return select(who.label("visitor"), *by, *together).select_from(linked).group_by(who, *by).subquery("resolved")

    def totals(self) -> Select[Any]:
        """What there is to rank values by."""
        lines = self._lines
        now = self._within(lines, is_now=True)
        one = self._once(select(lines.c.series, lines.c.value, lines.c.visitor).where(now))
        given = {"series": one.c.series, "visitors": func.count()}
        return totals(self._question, given, one.c.value).group_by(one.c.series, one.c.value)

    def rows(self, ranks: CTE | None) -> list[Select[Any]]:
        """The rows of the statement: one for each series, place and bucket, and one for the whole of a period."""
        lines = self._lines
        placed, place = places(self._question, lines, ranks)
        columns = [lines.c.series, place.label("place"), lines.c.visitor, lines.c.bucket]
        if ranks is None:
            visitors = select(*columns, lines.c.bits).cte("visitors")
        else:
            by = [lines.c.series, place, lines.c.visitor, lines.c.bucket]
            bits = func.bit_or(lines.c.bits).label("bits")
            visitors = select(*columns, bits).select_from(placed).group_by(*by).cte("visitors")
        compared = [False, True] if self._question.compare else [True]
        return [self._buckets(visitors), *(self._whole(visitors, is_now) for is_now in compared)]

    def _buckets(self, visitors: CTE) -> Select[Any]:
        """Counted in each bucket: a look at all visitors for every bit."""
        last = named("last_bit", self._question.last_bit, Integer())
        bits = func.generate_series(0, last).table_valued(column("bit", Integer)).render_derived("each_bit")
        has = visitors.c.bits.op(">>")(bits.c.bit).op("&")(_ONE) == _ONE
        by = [visitors.c.series, visitors.c.place, visitors.c.bucket]
        there = select(*by, func.count().label("visitors")).where(has).group_by(*by).correlate(bits).lateral("there")
        of = {name: there.c[name] for name in ("series", "place", "visitors")}
        return row(self._question, {**of, "bucket": there.c.bucket + bits.c.bit}).select_from(bits.join(there, true()))

    def _whole(self, visitors: CTE, is_now: bool) -> Select[Any]:
        within = self._within(visitors, is_now)
        one = self._once(select(visitors.c.series, visitors.c.place, visitors.c.visitor).where(within))
        given = {"series": one.c.series, "place": one.c.place, "is_now": literal(is_now), "visitors": func.count()}
        return row(self._question, given).group_by(one.c.series, one.c.place)

    def _once(self, visitors: Select[Any]) -> Subquery:
        """Each visitor once: that is so already where a row holds all buckets."""
        return (visitors if self._few else visitors.distinct()).subquery("once")

    def _within(self, rows: Any, is_now: bool) -> ColumnElement[bool]:
        """Whether a visitor was seen in the range, or else in the period before it."""
        if not self._few:
            is_later: ColumnElement[bool] = rows.c.bucket >= named("first", self._question.first, Integer())
            return is_later if is_now else ~is_later
        of_now = named("bits_now", self._question.bits_now, BigInteger())
        of_before = named("bits_before", self._question.bits_before, BigInteger())
        seen: ColumnElement[bool] = rows.c.bits.op("&")(of_now if is_now else of_before) != literal(0, BigInteger)
        return seen
