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
    union_all,
)

from query.reports.breakdown import value
from query.reports.trends.chosen import Chosen
from query.reports.trends.lines import of_series, row
from query.reports.trends.ranked import Ranks, totals
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
        chosen, who = self._chosen, self._chosen.who
        by = [*([] if self._few else [chosen.rows.c.bucket]), *chosen.keys]
        bits = func.bit_or(_ONE.op("<<")(chosen.rows.c.bucket) if self._few else _ONE)
        of_series = [chosen.over(at, bits).label(f"bits_{at}") for at in series]
        grouped = select(who, *by, *of_series).where(who.is_not(None), *chosen.within).group_by(who, *by)
        if chosen.by_visitor:
            return grouped.subquery("visitors")
        ids = grouped.cte("ids")
        linked, of = with_visitors(ids, chosen.scope.app_id), visitor(ids)
        together = [func.bit_or(ids.c[f"bits_{at}"]).label(f"bits_{at}") for at in series]
        return select(of.label("visitor"), *together).select_from(linked).group_by(of).subquery("visitors")

    def totals(self) -> Select[Any]:
        """What there is to rank values by."""
        lines = self._lines
        now = self._within(lines, is_now=True)
        one = self._once(select(lines.c.series, lines.c.value, lines.c.visitor).where(now))
        given = {"series": one.c.series, "visitors": func.count()}
        return totals(self._question, given, one.c.value).group_by(one.c.series, one.c.value)

    def rows(self, ranks: Ranks | None) -> list[Select[Any]]:
        """The rows of the statement: one for each series, place and bucket, and one for the whole of a period; where
        there is one bucket only, that is the same."""
        alone = self._question.has_one_bucket
        if ranks is None:
            visitors = self._lines
        elif alone and not self._question.ranks_by_first:
            return [ranks.visitors(), self._whole(self._others(ranks).cte("others"), is_now=True)]
        else:
            visitors = union_all(self._kept(ranks), self._others(ranks)).cte("placed_visitors")
        compared = [False, True] if self._question.compare else [True]
        return [*([] if alone else [self._buckets(visitors)]), *(self._whole(visitors, is_now) for is_now in compared)]

    def _kept(self, ranks: Ranks) -> Select[Any]:
        """Who did what is told apart: `series`, `visitor`, `bucket`, `place` and `bits`."""
        lines = self._lines
        columns = [lines.c.series, lines.c.visitor, lines.c.bucket, ranks.kept.c.place, lines.c.bits]
        return select(*columns).select_from(lines.join(ranks.kept, ranks.is_of(lines)))

    def _others(self, ranks: Ranks) -> Select[Any]:
        """Who did anything else, once for all of it."""
        lines = self._lines
        by = [lines.c.series, lines.c.visitor, lines.c.bucket]
        columns = [*by, literal(0, Integer).label("place"), func.bit_or(lines.c.bits).label("bits")]
        found = select(*columns).select_from(lines.outerjoin(ranks.kept, ranks.is_of(lines)))
        return found.where(ranks.kept.c.place.is_(None), ranks.some_are_left()).group_by(*by)

    def _buckets(self, visitors: CTE) -> Select[Any]:
        """Counted in each bucket: a look at all visitors for every bit."""
        last = named("last_bit", self._question.last_bit, Integer())
        bits = func.generate_series(0, last).table_valued(column("bit", Integer)).render_derived("each_bit")
        has = visitors.c.bits.op(">>")(bits.c.bit).op("&")(_ONE) == _ONE
        by = [visitors.c.series, *self._place(visitors), visitors.c.bucket]
        there = select(*by, func.count().label("visitors")).where(has).group_by(*by).correlate(bits).lateral("there")
        of = {each.key: each for each in there.c if each.key != "bucket"}
        return row(self._question, {**of, "bucket": there.c.bucket + bits.c.bit}).select_from(bits.join(there, true()))

    def _whole(self, visitors: CTE, is_now: bool) -> Select[Any]:
        within = self._within(visitors, is_now)
        one = self._once(select(visitors.c.series, *self._place(visitors), visitors.c.visitor).where(within))
        by = {each.key: each for each in one.c if each.key != "visitor"}
        given = {**by, "is_now": literal(is_now), "visitors": func.count()}
        return row(self._question, given).group_by(*by.values())

    @staticmethod
    def _place(visitors: CTE) -> list[ColumnElement[int]]:
        return [visitors.c.place] if "place" in visitors.c else []

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
