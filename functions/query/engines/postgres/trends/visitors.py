"""Visitors, each counted once in a bucket and once in the whole of a period.

Where the buckets are few, a visitor is one number whose bits are the buckets of their events, which are grouped by
visitor alone, which takes a fraction of what grouping by visitor and bucket does. Ids are resolved once they are
grouped. Rows can be nearly as many as events, so what all of them have in common is no column.
"""

from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
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

from query.engines.postgres.trends.buckets import bits_before, bits_now, has_few_buckets, last_bit
from query.engines.postgres.trends.lines import of_series, row
from query.engines.postgres.trends.ranks import Ranks, totals
from query.engines.postgres.trends.scan import Scan
from spoor.statements import named

_ONE = literal(1, BigInteger)


class Visitors:
    """The series that are measured by visitors."""

    def __init__(self, scan: Scan, series: list[int]) -> None:
        self._scan = scan
        self._question = scan.question
        self._few = has_few_buckets(scan.question)
        self._alone = scan.question.has_one_bucket
        self._series = series
        self._lines = self._made(series)

    def _made(self, series: list[int]) -> CTE:
        """One row for each series, visitor and value: `visitor`, `value` of the breakdown, and where they differ from
        row to row `series`, `bucket` and `bits`.

        Where the buckets are few, the place of a bit is its bucket; where they are many, there is a row for each
        `bucket`; where there is only one, that there is a row says all.
        """
        visitors = self._visitors(series)
        kept: list[ColumnElement[Any]] = [visitors.c.visitor, *([] if self._few else [visitors.c.bucket])]
        kept += self._scan.values(visitors)
        lines = of_series(visitors, kept, {at: {"bits": visitors.c[f"bits_{at}"]} for at in series}).subquery("lines")
        same = {*(["series"] if len(series) == 1 else []), *(["bits"] if self._alone else [])}
        columns = [each for each in lines.c if each.key not in same]
        return select(*columns).where(lines.c.bits.is_not(None)).cte(f"seen{self._scan.suffix}")

    def _visitors(self, series: list[int]) -> Subquery:
        """The bits of every series for each visitor."""
        scan, who = self._scan, self._scan.who
        by = [*([] if self._few else [scan.rows.c.bucket]), *scan.keys]
        of_series = [self._bits(at).label(f"bits_{at}") for at in series]
        grouped = select(who, *by, *of_series).where(who.is_not(None), *scan.within).group_by(who, *by)
        if scan.by_visitor:
            return grouped.subquery("visitors")
        ids = grouped.cte("ids")
        subject = scan.scope.subject
        linked, of = subject.resolved(ids, scan.scope.app_id), subject.who_of(ids)
        together = [func.bit_or(ids.c[f"bits_{at}"]).label(f"bits_{at}") for at in series]
        return select(of.label("visitor"), *together).select_from(linked).group_by(of).subquery("visitors")

    def _bits(self, at: int) -> ColumnElement[Any]:
        """Of a visitor's rows: the buckets of those that are of the series, null where none is."""
        scan = self._scan
        if self._alone and not scan.flagged:
            return _ONE  # all of them are
        several = self._few and not self._alone
        return scan.over(at, func.bit_or(_ONE.op("<<")(scan.rows.c.bucket) if several else _ONE))

    def totals(self) -> Select[Any]:
        """What there is to rank values by."""
        lines = self._lines
        by = _found(lines, "series", "value")
        one = self._once(select(*by, lines.c.visitor).where(*self._within(lines, is_now=True)))
        given = {"series": self._series_of(one), "visitors": func.count()}
        return totals(self._question, given, one.c.value).group_by(*_found(one, "series", "value"))

    def rows(self, ranks: Ranks | None) -> list[Select[Any]]:
        """The rows of the statement: one for each series, place and bucket, and one for the whole of a period; where
        there is one bucket only, that is the same."""
        if ranks is None:
            visitors = self._lines
        elif self._alone and not self._question.ranks_together:
            return [ranks.visitors(), self._whole(self._others(ranks).cte("others"), is_now=True)]
        else:
            visitors = union_all(self._kept(ranks), self._others(ranks)).cte("placed_visitors")
        if self._alone:
            return [self._whole(visitors, is_now=True)]
        compared = [False, True] if self._question.compare else [True]
        return [self._buckets(visitors), *(self._whole(visitors, is_now) for is_now in compared)]

    def _kept(self, ranks: Ranks) -> Select[Any]:
        """Who did what is told apart: a `place`, and the columns of lines but for the value."""
        lines = self._lines
        by, bits = _found(lines, "series", "visitor", "bucket"), _found(lines, "bits")
        return select(ranks.leaders.c.place, *by, *bits).select_from(lines.join(ranks.leaders, self._is_leader(ranks)))

    def _others(self, ranks: Ranks) -> Select[Any]:
        """Who did anything else, once for all of it."""
        lines = self._lines
        by, bits = _found(lines, "series", "visitor", "bucket"), _found(lines, "bits")
        together = [func.bit_or(each).label("bits") for each in bits]
        found = select(literal(0, Integer).label("place"), *by, *together)
        found = found.select_from(lines.outerjoin(ranks.leaders, self._is_leader(ranks)))
        return found.where(ranks.leaders.c.place.is_(None), ranks.some_are_left()).group_by(*by)

    def _is_leader(self, ranks: Ranks) -> ColumnElement[bool]:
        return ranks.is_of(self._lines.c.value, self._series_of(self._lines))

    def _buckets(self, visitors: CTE) -> Select[Any]:
        """Counted in each bucket: a look at all visitors for every bit."""
        last = named("last_bit", last_bit(self._question), Integer())
        bits = func.generate_series(0, last).table_valued(column("bit", Integer)).render_derived("each_bit")
        has = visitors.c.bits.op(">>")(bits.c.bit).op("&")(_ONE) == _ONE
        by = _found(visitors, "series", "place", "bucket")
        there = select(*by, func.count().label("visitors")).where(has).group_by(*by).correlate(bits).lateral("there")
        of = {**there.c, "series": self._series_of(there), "bucket": bits.c.bit if self._few else there.c.bucket}
        return row(self._question, of).select_from(bits.join(there, true()))

    def _whole(self, visitors: CTE, is_now: bool) -> Select[Any]:
        by = _found(visitors, "series", "place")
        one = self._once(select(*by, visitors.c.visitor).where(*self._within(visitors, is_now)))
        given = {**one.c, "series": self._series_of(one), "is_now": literal(is_now), "visitors": func.count()}
        return row(self._question, given).select_from(one).group_by(*_found(one, "series", "place"))

    def _series_of(self, rows: FromClause) -> ColumnElement[int]:
        """The number of a row's series."""
        return rows.c.series if "series" in rows.c else literal(self._series[0], Integer)

    def _once(self, visitors: Select[Any]) -> Subquery:
        """Each visitor once: that is so already where a row holds all buckets."""
        return (visitors if self._few else visitors.distinct()).subquery("once")

    def _within(self, rows: Any, is_now: bool) -> list[ColumnElement[bool]]:
        """What is so of a visitor who was seen in the range, or else in the period before it."""
        if self._alone:
            return []
        if not self._few:
            is_later: ColumnElement[bool] = rows.c.bucket >= named("first", self._question.first, Integer())
            return [is_later if is_now else ~is_later]
        of_now = named("bits_now", bits_now(self._question), BigInteger())
        of_before = named("bits_before", bits_before(self._question), BigInteger())
        return [rows.c.bits.op("&")(of_now if is_now else of_before) != literal(0, BigInteger)]


def _found(rows: FromClause, *names: str) -> list[ColumnElement[Any]]:
    """Those columns that there are."""
    return [rows.c[name] for name in names if name in rows.c]
