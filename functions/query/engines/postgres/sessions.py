"""Gathers the sessions of a range: by one statement, which puts stretches of time in order, visitor by visitor, and
cuts them."""

from collections.abc import Hashable
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Integer,
    Subquery,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
    within_group,
)
from sqlalchemy.dialects.postgresql import INTERVAL, TIMESTAMP
from sqlalchemy.sql.functions import FunctionElement

from query.engines.postgres.expressions.grid import bucket_of, grid_values
from query.engines.postgres.expressions.session_range import edges, of_sessions, scanned
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement, bounds_of, shape_of
from query.questions.words import EARLIEST
from query.reports.sessions.begun import BegunSessions
from query.reports.sessions.question import SessionsQuestion
from spoor.schema import events
from spoor.statements import named
from spoor.visitor import visitor, with_visitors

SECOND_US = 1_000_000
_INSTANT = TIMESTAMP(timezone=True)


def build(question: SessionsQuestion, scope: PostgresScope) -> CompoundSelect[Any]:
    """The one statement: a row a bucket in which sessions begin (`bucket` counted from 0), and a row for the whole
    range (`bucket` null) that also has `bounces`, `events`, and durations in microseconds.

    A visitor's sessions lie in order of time, so he is new to a bucket where the session before began in another one,
    and new to the range where none before began in it. In a bucket that is returned to he may have been earlier.
    """
    begun = _begun(question, scope)
    new = func.count().filter(begun.c.bucket.is_distinct_from(begun.c.bucket_before))
    nothing = cast(null(), BigInteger)
    return union_all(
        select(
            begun.c.bucket,
            func.count().label("sessions"),
            (func.count(begun.c.visitor.distinct()) if question.grid.returns else new).label("visitors"),
            *(nothing.label(name) for name in ("bounces", "events", "lasted", "median")),
        ).group_by(begun.c.bucket),
        select(
            cast(null(), Integer),
            func.count(),
            func.count().filter(begun.c.bucket_before.is_(None)),
            func.count().filter(begun.c.events == 1),
            func.sum(begun.c.events),
            func.sum(begun.c.lasted),
            within_group(func.percentile_cont(0.5), begun.c.lasted),
        ).select_from(begun),
    )


def _begun(question: SessionsQuestion, scope: PostgresScope) -> CTE:
    """The sessions that begin in the range: `visitor`, `bucket`, how many `events`, how long they `lasted`.

    `bucket_before` is that of the visitor's session before, null where that did not begin in the range.
    """
    each = _sessions(scope, _stretches(question, scope))
    lasted = func.date_part("epoch", each.c.ended - each.c.started) * literal(SECOND_US, Integer)
    return (
        select(
            each.c.visitor,
            bucket_of(each.c.started, question.grid).label("bucket"),
            bucket_of(each.c.started_before, question.grid).label("bucket_before"),
            cast(each.c.events, Integer).label("events"),
            cast(lasted, BigInteger).label("lasted"),
        )
        .where(each.c.started >= named("start", question.start, _INSTANT))
        .where(each.c.started < named("end", question.end, _INSTANT))
        .cte("begun")
    )


def _sessions(scope: PostgresScope, stretches: Subquery) -> Subquery:
    """All sessions of the stretches: `visitor`, when it `started` and `ended`, how many `events`, and when the
    visitor's session before it started (`started_before`).

    A stretch ends a session if the next one begins more than a gap after all so far have ended. Only these are kept:
    a session started where the stretch began that followed on the end of the session before, and has the events since.
    They stay in the order that they were put in, which is the one sort.
    """
    line = _in_line(scope, stretches)

    def before(column: ColumnElement[Any], by: int = 1) -> ColumnElement[Any]:
        return func.lag(column, by).over(partition_by=line.c.visitor, order_by=line.c.first)

    begins, began = before(line.c.next), before(line.c.next, 2)
    return (
        select(
            line.c.visitor,
            func.coalesce(begins, line.c.first_ever).label("started"),
            case((begins.is_not(None), func.coalesce(began, line.c.first_ever))).label("started_before"),
            line.c.ended,
            (line.c.events - func.coalesce(before(line.c.events), 0)).label("events"),
        )
        .where(or_(line.c.next.is_(None), line.c.next - line.c.ended > _gap(scope)))
        .subquery("sessions")
    )


def _in_line(scope: PostgresScope, stretches: Subquery) -> Subquery:
    """Each visitor's stretches in order of time, with what is so far: when the first began (`first_ever`), when the
    last `ended`, how many `events`. When the `next` begins is null of the last.

    Merged ids have stretches that overlap, or begin at one instant; in whichever order such come, no session ends
    between them.
    """
    whose = visitor(stretches).collate("C")

    def so_far(function: FunctionElement[Any]) -> ColumnElement[Any]:
        return function.over(partition_by=whose, order_by=stretches.c.first, rows=(None, 0))

    return (
        select(
            stretches.c.first,
            so_far(func.min(stretches.c.first)).label("first_ever"),
            so_far(func.max(stretches.c.last)).label("ended"),
            so_far(func.sum(stretches.c.events)).label("events"),
            so_far(func.lead(stretches.c.first)).label("next"),
            whose.label("visitor"),
        )
        .select_from(with_visitors(stretches, scope.app_id))
        .subquery("line")
    )


def _stretches(question: SessionsQuestion, scope: PostgresScope) -> Subquery:
    """The events of each id by stretches of time as long as the gap: what lies in one stretch is of one session.

    So only stretches have to be put in order, of which there are few, also of a visitor with very many events. Columns
    of one width come first, where the sort finds them faster.
    """
    stretch = func.date_bin(_gap(scope), events.c.occurred_at, literal(EARLIEST, _INSTANT))
    return (
        select(
            func.min(events.c.occurred_at).label("first"),
            func.max(events.c.occurred_at).label("last"),
            cast(func.count(), Integer).label("events"),
            events.c.anonymous_id,
        )
        .select_from(scanned(question, scope))
        .where(of_sessions(question, scope))
        .group_by(events.c.anonymous_id, stretch)
        .subquery("stretches")
    )


def _gap(scope: PostgresScope) -> ColumnElement[timedelta]:
    return named("session_gap", scope.session_gap, INTERVAL)


def _shape(question: SessionsQuestion) -> Hashable:
    """Visitors are counted another way where a bucket is returned to."""
    return shape_of(question), question.grid.returns


def _bounds(question: SessionsQuestion, scope: PostgresScope) -> dict[str, Any]:
    """Those of the buckets and of the scan, too."""
    return {**bounds_of(question, scope), **grid_values(question.grid), **edges(question, scope)}


STATEMENT = Statement("sessions", build, _shape, _bounds)


def gather(question: SessionsQuestion, scope: PostgresScope) -> BegunSessions:
    """The sessions that begin in the range; a bucket without a row has none.

    Raises TooSlow, DatabaseAway.
    """
    rows = STATEMENT.rows(question, scope)
    sessions, visitors = [0] * len(question.calendar.starts), [0] * len(question.calendar.starts)
    for row in rows:
        if row["bucket"] is not None:
            sessions[row["bucket"]], visitors[row["bucket"]] = row["sessions"], row["visitors"]
    [whole] = [row for row in rows if row["bucket"] is None]
    return BegunSessions(
        sessions,
        visitors,
        whole["sessions"],
        whole["visitors"],
        whole["bounces"],
        int(whole["events"] or 0),
        int(whole["lasted"] or 0),
        whole["median"],
    )
