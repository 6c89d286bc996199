"""Sessions as rows: stretches of time are put in order, visitor by visitor, and cut; or single events where sessions
are told apart by what stands at one of their ends."""

from datetime import timedelta
from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, Integer, Subquery, case, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import INTERVAL, TIMESTAMP
from sqlalchemy.sql.functions import FunctionElement

from query.engines.postgres.expressions.breakdown import key
from query.engines.postgres.expressions.grid import bucket_of
from query.engines.postgres.expressions.session_range import of_sessions, scanned
from query.engines.postgres.expressions.values import first_at_once
from query.engines.postgres.scope import PostgresScope
from query.questions.words import EARLIEST
from query.reports.sessions.question import SessionBreakdown, SessionsQuestion
from spoor.schema import events
from spoor.statements import named

SECOND_US = 1_000_000
_INSTANT = TIMESTAMP(timezone=True)


def begun(question: SessionsQuestion, scope: PostgresScope, prefix: str = "") -> CTE:
    """The sessions that begin in the range: `visitor`, `bucket`, how many `events`, how long they `lasted`.

    `bucket_before` is that of the visitor's session before, null where that did not begin in the range; with a
    breakdown `key` stands for its value. All values of the statement have a `prefix` to their names.
    """
    by = question.breakdown
    each = _sessions(scope, _events(question, by, scope, prefix) if by else _stretches(question, scope), by)
    keys = [each.c.key] if by else []
    lasted = func.date_part("epoch", each.c.ended - each.c.started) * literal(SECOND_US, Integer)
    return (
        select(
            each.c.visitor,
            bucket_of(each.c.started, question.grid, prefix).label("bucket"),
            bucket_of(each.c.started_before, question.grid, prefix).label("bucket_before"),
            cast(each.c.events, Integer).label("events"),
            cast(lasted, BigInteger).label("lasted"),
            *keys,
        )
        .where(each.c.started >= named(f"{prefix}start", question.start, _INSTANT))
        .where(each.c.started < named(f"{prefix}end", question.end, _INSTANT))
        .cte(f"{prefix}begun")
    )


def _sessions(scope: PostgresScope, stretches: Subquery, by: SessionBreakdown | None) -> Subquery:
    """All sessions of the stretches: `visitor`, when it `started` and `ended`, how many `events`, and when the
    visitor's session before it started (`started_before`).

    A stretch ends a session if the next one begins more than a gap after all so far have ended. Only these are kept:
    a session started where the stretch began that followed on the end of the session before, and has the events since.
    They stay in the order that they were put in, which is the one sort.
    """
    line = _in_line(scope, stretches, by)

    def before(column: ColumnElement[Any], by: int = 1) -> ColumnElement[Any]:
        return func.lag(column, by).over(partition_by=line.c.visitor, order_by=line.c.first)

    begins, began = before(line.c.next), before(line.c.next, 2)
    keys = []
    if by:
        first = case((begins.is_not(None), before(line.c.next_key)), else_=line.c.first_key)
        keys = [(line.c.key if by.of == "sessionEnd" else first).label("key")]
    return (
        select(
            line.c.visitor,
            func.coalesce(begins, line.c.first_ever).label("started"),
            case((begins.is_not(None), func.coalesce(began, line.c.first_ever))).label("started_before"),
            line.c.ended,
            (line.c.events - func.coalesce(before(line.c.events), 0)).label("events"),
            *keys,
        )
        .where(or_(line.c.next.is_(None), line.c.next - line.c.ended > _gap(scope)))
        .subquery("sessions")
    )


def _in_line(scope: PostgresScope, stretches: Subquery, by: SessionBreakdown | None) -> Subquery:
    """Each visitor's stretches in order of time, with what is so far: when the first began (`first_ever`), when the
    last `ended`, how many `events`. When the `next` begins is null of the last.

    Merged ids have stretches that overlap, or begin at one instant; in whichever order such come, no session ends
    between them. With a breakdown what counts as the end of a session comes first, or last, of those at one instant.
    """
    whose = scope.subject.who_of(stretches).collate("C")
    order: list[ColumnElement[Any]] = [stretches.c.first]
    if by:
        at_once = first_at_once(by, stretches.c.key)
        order += [each.desc() for each in at_once] if by.of == "sessionEnd" else at_once

    def so_far(function: FunctionElement[Any]) -> ColumnElement[Any]:
        return function.over(partition_by=whose, order_by=order, rows=(None, 0))

    keys = (
        [
            stretches.c.key,
            so_far(func.first_value(stretches.c.key)).label("first_key"),
            so_far(func.lead(stretches.c.key)).label("next_key"),
        ]
        if by
        else []
    )

    return (
        select(
            stretches.c.first,
            so_far(func.min(stretches.c.first)).label("first_ever"),
            so_far(func.max(stretches.c.last)).label("ended"),
            so_far(func.sum(stretches.c.events)).label("events"),
            so_far(func.lead(stretches.c.first)).label("next"),
            whose.label("visitor"),
            *keys,
        )
        .select_from(scope.subject.resolved(stretches, scope.app_id))
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
            scope.subject.id,
        )
        .select_from(scanned(question, scope))
        .where(of_sessions(question, scope))
        .group_by(scope.subject.id, stretch)
        .subquery("stretches")
    )


def _events(question: SessionsQuestion, by: SessionBreakdown, scope: PostgresScope, prefix: str) -> Subquery:
    """The events one by one, as stretches with a `key`: which of them is the end of a session is not known yet."""
    return (
        select(
            events.c.occurred_at.label("first"),
            events.c.occurred_at.label("last"),
            literal(1, Integer).label("events"),
            scope.subject.id,
            key(by).label("key"),
        )
        .select_from(scanned(question, scope))
        .where(of_sessions(question, scope, prefix))
        .subquery("stretches")
    )


def _gap(scope: PostgresScope) -> ColumnElement[timedelta]:
    return named("session_gap", scope.session_gap, INTERVAL)
