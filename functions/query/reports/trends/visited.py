"""Sessions in which a chosen event happened, each in the bucket of its beginning."""

from typing import Any

from sqlalchemy import CTE, Integer, Select, case, func, or_, select
from sqlalchemy.dialects.postgresql import INTERVAL, TIMESTAMP

from query.reports.breakdown import value
from query.reports.trends.chosen import Chosen
from query.reports.trends.lines import of_series, row
from query.reports.trends.ranked import places, totals
from spoor.statements import named


class Visited:
    """The series that are measured by sessions."""

    def __init__(self, chosen: Chosen, series: list[int]) -> None:
        self._chosen = chosen
        self._question = chosen.question
        self._lines = self._made(series)

    def _made(self, series: list[int]) -> CTE:
        """`series`, `visitor`, `began`, `bucket` and `value`, one row for each session and value.

        A visitor's events are gone through once, in order of time: one begins a session where the one before it is
        further away than the gap, and belongs to the last that began.
        """
        chosen, breakdown, question = self._chosen, self._chosen.breakdown, self._question
        rows = chosen.rows
        order = {"partition_by": rows.c.visitor, "order_by": rows.c.occurred_at}
        before = func.lag(rows.c.occurred_at).over(**order).label("before")
        each = select(rows, before).where(rows.c.visitor.is_not(None)).subquery("each")
        gap = named("session_gap", chosen.scope.session_gap, INTERVAL)
        begins = or_(each.c.before.is_(None), each.c.occurred_at - each.c.before > gap)
        order = {"partition_by": each.c.visitor, "order_by": each.c.occurred_at}
        began = func.max(case((begins, each.c.occurred_at))).over(**order, rows=(None, 0)).label("began")
        inside = select(each, began).subquery("inside")
        bucket = question.grid.place(inside.c.began)
        met = [func.bool_or(inside.c[chosen.met(at).key]).label(f"met_in_{at}") for at in series]
        keys = [value(breakdown, inside.c.key).label("value")] if breakdown else []
        start = named("start", question.earliest, TIMESTAMP(timezone=True))
        first = named("first", question.first, Integer())
        in_period = (inside.c.bucket < first) == (bucket < first)  # each period is judged by its own events
        sessions = (
            select(inside.c.visitor, inside.c.began, bucket.label("bucket"), *keys, *met)
            .where(inside.c.bucket.is_not(None), inside.c.began >= start, in_period)
            .group_by(inside.c.visitor, inside.c.began, *([inside.c.key] if breakdown else []))
            .subquery("sessions")
        )
        kept = [sessions.c.visitor, sessions.c.began, sessions.c.bucket, *([sessions.c.value] if breakdown else [])]
        lines = of_series(sessions, kept, {at: {"met": sessions.c[f"met_in_{at}"]} for at in series}).subquery("lines")
        return select(lines).where(lines.c.met).cte("visited")

    def totals(self) -> Select[Any]:
        """What there is to rank values by."""
        lines = self._lines
        given = {"series": lines.c.series, "sessions": func.count()}
        now = lines.c.bucket >= named("first", self._question.first, Integer())
        return totals(given, lines.c.value).where(now).group_by(lines.c.series, lines.c.value)

    def rows(self, ranks: CTE | None) -> list[Select[Any]]:
        """The rows of the statement: one for each series, place and bucket."""
        lines = self._lines
        placed, place = places(self._question, lines, ranks)
        columns = [lines.c.series, place.label("place"), lines.c.bucket, lines.c.visitor, lines.c.began]
        one = select(*columns).select_from(placed)
        once = (one if ranks is None else one.distinct()).subquery("once")
        of = {"series": once.c.series, "place": once.c.place, "bucket": once.c.bucket}
        return [row({**of, "sessions": func.count()}).group_by(*of.values())]
