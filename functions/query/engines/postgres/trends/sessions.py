"""Sessions in which a chosen event happened, each in the bucket of its beginning."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Integer, Select, Subquery, case, func, or_, select
from sqlalchemy.dialects.postgresql import INTERVAL, TIMESTAMP

from query.engines.postgres.expressions.grid import bucket_of
from query.engines.postgres.trends.lines import of_series, place_of, row
from query.engines.postgres.trends.ranks import Ranks, totals
from query.engines.postgres.trends.scan import APART, Scan
from spoor.statements import named

_INSTANT = TIMESTAMP(timezone=True)


class Sessions:
    """The series that are measured by sessions."""

    def __init__(self, scan: Scan, series: list[int]) -> None:
        self._scan = scan
        self._question = scan.question
        self._lines = self._made(series)

    def _made(self, series: list[int]) -> CTE:
        """`series`, `visitor`, `began`, `bucket` and `value`, one row for each series, session and value."""
        scan = self._scan
        events = self._events()
        bucket, start = self._bucket_and_start(events)
        keys = [events.c[str(each.key)] for each in scan.keys]
        met = {at: func.bool_or(events.c[str(scan.met(at).key)]).label(f"met_in_{at}") for at in series}
        sessions = (
            select(events.c.visitor, events.c.began, bucket.label("bucket"), *scan.values(events), *met.values())
            .where(events.c.bucket.is_not(None), events.c.began >= start)
            .where(*self._in_one_period(events, bucket))
            .group_by(events.c.visitor, events.c.began, *self._is_now(events), *keys)
            .subquery("sessions")
        )
        kept = [each for each in sessions.c if each.key in ("visitor", "began", "bucket", "value", "place")]
        parts = {at: {"met": sessions.c[f"met_in_{at}"]} for at in series}
        lines = of_series(sessions, kept, parts).subquery("lines")
        return select(lines).where(lines.c.met).cte(f"visited{scan.suffix}")

    def _events(self) -> Subquery:
        """The chosen rows with the time at which their session `began`.

        A visitor's events are gone through once, in order of time: one begins a session where the one before it is
        further away than the gap, and belongs to the last that began.
        """
        rows = self._scan.rows
        who = rows.c.visitor.collate("C")  # any order will do, and this is the fastest
        before = func.lag(rows.c.occurred_at).over(partition_by=[who, *self._is_now(rows)], order_by=rows.c.occurred_at)
        each = select(rows, before.label("before")).where(rows.c.visitor.is_not(None)).subquery("beside")
        gap = named("session_gap", self._scan.scope.session_gap, INTERVAL)
        begins = or_(each.c.before.is_(None), each.c.occurred_at - each.c.before > gap)
        began = func.max(case((begins, each.c.occurred_at))).over(
            partition_by=[each.c.visitor.collate("C"), *self._is_now(each)], order_by=each.c.occurred_at, rows=(None, 0)
        )
        return select(each, began.label("began")).subquery("of_session")

    def _is_now(self, rows: FromClause) -> list[ColumnElement[bool]]:
        """Which period rows are of, where both are looked at apart and may overlap."""
        return [rows.c.is_now] if self._question.apart else []

    def _bucket_and_start(self, events: FromClause) -> tuple[ColumnElement[int], ColumnElement[Any]]:
        """The bucket of a session, and the first instant of its period."""
        question = self._question
        bucket, start = bucket_of(events.c.began, question.grid), named("start", question.earliest, _INSTANT)
        if question.apart is None:
            return bucket, start
        other = bucket_of(events.c.began, question.grid_apart, APART)
        other_start = named(f"{APART}start", question.apart.start, _INSTANT)
        return case((events.c.is_now, bucket), else_=other), case((events.c.is_now, start), else_=other_start)

    def _in_one_period(self, events: FromClause, bucket: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """Each period is judged by its own events."""
        if self._question.apart:
            return []
        first = named("first", self._question.first, Integer())
        return [(events.c.bucket < first) == (bucket < first)]

    def totals(self) -> Select[Any]:
        """What there is to rank values by."""
        lines = self._lines
        given = {"series": lines.c.series, "sessions": func.count()}
        now = lines.c.bucket >= named("first", self._question.first, Integer())
        return totals(self._question, given, lines.c.value).where(now).group_by(lines.c.series, lines.c.value)

    def rows(self, ranks: Ranks | None) -> list[Select[Any]]:
        """The rows of the statement: one for each series, place and bucket."""
        lines = self._lines
        placed, place = ranks.placed(lines) if ranks else (lines, place_of(lines))
        columns = [lines.c.series, place.label("place"), lines.c.bucket, lines.c.visitor, lines.c.began]
        sessions = select(*columns).select_from(placed)
        once = (sessions if ranks is None else sessions.distinct()).subquery("once")
        of = {"series": once.c.series, "place": once.c.place, "bucket": once.c.bucket}
        return [row(self._question, {**of, "sessions": func.count()}).group_by(*of.values())]
