"""Sessions: how many begin in each bucket of a range, whose they are, how long they last."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Integer,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
    within_group,
)
from sqlalchemy.dialects.postgresql import INTERVAL, TIMESTAMP

from query.reports.intervals import Intervalled
from query.reports.report import Example, Report, Rows
from query.reports.session_range import edges, of_sessions, scanned
from query.scope import Scope
from query.table import Cell, Table
from query.words import EARLIEST
from spoor.schema import events
from spoor.statements import named
from spoor.visitor import visitor, with_visitors

_SECOND = 1_000_000  # in microseconds, the unit of the arithmetic
_INSTANT = TIMESTAMP(timezone=True)


class SessionsQuestion(Intervalled):
    """`POST /api/apps/{appId}/reports/sessions`."""

    def bounds(self, scope: Scope) -> dict[str, Any]:
        """Those of the scan, too."""
        return {**super().bounds(scope), **edges(self, scope)}


@dataclass(frozen=True, slots=True)
class SessionTotals:
    """Over the whole range. `bounce_rate` is the share of sessions of one event, 0 of none; the others have no value
    where there is no session."""

    sessions: int
    visitors: int
    bounce_rate: float
    median_duration_seconds: float | None
    avg_duration_seconds: float | None
    events_per_session: float | None


@dataclass(frozen=True, slots=True)
class SessionsAnswer:
    """`buckets` are the beginnings of the intervals, in the question's zone; `sessions` begin in each, and are those
    of so many different `visitors`."""

    buckets: list[datetime]
    sessions: list[int]
    visitors: list[int]
    totals: SessionTotals


def build(question: SessionsQuestion, scope: Scope) -> CompoundSelect[Any]:
    """The one statement: a row a bucket in which sessions begin (`bucket` counted from 0), and a row for the whole
    range (`bucket` null) that also has `bounces`, `events`, and durations in microseconds."""
    begun = _begun(question, scope)
    by_visitor = (
        select(begun.c.bucket, begun.c.visitor, cast(func.count(), Integer).label("sessions"))
        .group_by(begun.c.bucket, begun.c.visitor)
        .cte("by_visitor")
    )
    visitors = select(by_visitor.c.visitor).group_by(by_visitor.c.visitor).subquery("visitors")
    nothing = cast(null(), BigInteger)
    return union_all(
        select(
            by_visitor.c.bucket,
            func.sum(by_visitor.c.sessions).label("sessions"),
            func.count().label("visitors"),
            *(nothing.label(name) for name in ("bounces", "events", "lasted", "median")),
        ).group_by(by_visitor.c.bucket),
        select(
            cast(null(), Integer),
            func.count(),
            select(func.count()).select_from(visitors).scalar_subquery(),
            func.count().filter(begun.c.events == 1),
            func.sum(begun.c.events),
            func.sum(begun.c.lasted),
            within_group(func.percentile_cont(0.5), begun.c.lasted),
        ).select_from(begun),
    )


def _begun(question: SessionsQuestion, scope: Scope) -> CTE:
    """The sessions that begin in the range: `visitor`, `bucket`, how many `events`, how long they `lasted`.

    A stretch begins a session if all before it ended more than a gap earlier; stretches that go on belong to the latest
    that began one.
    """
    stretches = _stretches(question, scope)
    whose = visitor(stretches).collate("C")
    before = func.max(stretches.c.last).over(partition_by=whose, order_by=stretches.c.first, rows=(None, -1))
    goes_on = stretches.c.first - before <= _gap(scope)
    marked = (
        select(whose.label("visitor"), stretches, case((goes_on, None), else_=stretches.c.first).label("begins"))
        .select_from(with_visitors(stretches, scope.app_id))
        .subquery("marked")
    )
    started = func.max(marked.c.begins).over(partition_by=marked.c.visitor, order_by=marked.c.first)
    told = select(marked, started.label("started")).subquery("told")
    lasted = func.date_part("epoch", func.max(told.c.last) - told.c.started) * literal(_SECOND, Integer)
    return (
        select(
            told.c.visitor,
            question.grid.place(told.c.started).label("bucket"),
            cast(func.sum(told.c.events), Integer).label("events"),
            cast(lasted, BigInteger).label("lasted"),
        )
        .where(told.c.started >= named("start", question.start, _INSTANT))
        .where(told.c.started < named("end", question.end, _INSTANT))
        .group_by(told.c.visitor, told.c.started)
        .cte("begun")
    )


def _stretches(question: SessionsQuestion, scope: Scope) -> CTE:
    """The events of each id by stretches of time as long as the gap: what lies in one stretch is of one session.

    So only stretches have to be put in order, of which there are few, also of a visitor with very many events. Being
    materialized makes the planner group by hash, which it would not for the sake of that order.
    """
    stretch = func.date_bin(_gap(scope), events.c.occurred_at, literal(EARLIEST, _INSTANT))
    return (
        select(
            events.c.anonymous_id,
            func.min(events.c.occurred_at).label("first"),
            func.max(events.c.occurred_at).label("last"),
            cast(func.count(), Integer).label("events"),
        )
        .select_from(scanned(question, scope))
        .where(of_sessions(question, scope))
        .group_by(events.c.anonymous_id, stretch)
        .cte("stretches")
        .prefix_with("MATERIALIZED")
    )


def _gap(scope: Scope) -> ColumnElement[timedelta]:
    return named("session_gap", scope.session_gap, INTERVAL)


def tally(question: SessionsQuestion, _: Scope, rows: Rows) -> SessionsAnswer:
    """The answer that the statement's rows add up to; a bucket without a row is 0."""
    starts = list(question.calendar.starts)
    sessions, visitors = [0] * len(starts), [0] * len(starts)
    whole = next(row for row in rows if row["bucket"] is None)
    for row in rows:
        if row["bucket"] is not None:
            sessions[row["bucket"]], visitors[row["bucket"]] = int(row["sessions"]), row["visitors"]
    count = whole["sessions"]
    totals = SessionTotals(
        count,
        whole["visitors"],
        whole["bounces"] / count if count else 0.0,
        whole["median"] / _SECOND if count else None,
        int(whole["lasted"]) / count / _SECOND if count else None,
        int(whole["events"]) / count if count else None,
    )
    return SessionsAnswer(starts, sessions, visitors, totals)


def table(_: SessionsQuestion, answer: SessionsAnswer) -> Table:
    """A row a bucket, and one for the whole range with what only that has."""
    columns = ["bucket", "sessions", "visitors"]
    rows: list[list[Cell]] = [
        [start.isoformat(), *counts, None, None, None, None]
        for start, *counts in zip(answer.buckets, answer.sessions, answer.visitors, strict=True)
    ]
    totals = answer.totals
    whole: list[Cell] = [
        "whole range",
        totals.sessions,
        totals.visitors,
        totals.bounce_rate,
        totals.median_duration_seconds,
        totals.avg_duration_seconds,
        totals.events_per_session,
    ]
    columns += ["bounce rate", "median seconds", "average seconds", "events per session"]
    return Table(columns, [*rows, whole])


_EXAMPLE = Example(
    {"from": "2026-11-01", "to": "2026-11-03", "interval": "day"},
    {
        "buckets": ["2026-11-01T00:00:00+00:00", "2026-11-02T00:00:00+00:00"],
        "sessions": [310, 402],
        "visitors": [268, 341],
        "totals": {
            "sessions": 712,
            "visitors": 544,
            "bounceRate": 0.25,
            "medianDurationSeconds": 96.5,
            "avgDurationSeconds": 241.25,
            "eventsPerSession": 6.5,
        },
    },
)

REPORT = Report(
    "sessions",
    "How many sessions begin in each interval, and how long they last.",
    SessionsQuestion,
    SessionsAnswer,
    build,
    tally,
    table,
    _EXAMPLE,
    keepable=True,
)
