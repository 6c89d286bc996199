"""Gathers the sessions of a range."""

from collections.abc import Hashable, Iterable
from typing import Any

from sqlalchemy import CompoundSelect

from query.engines.postgres.expressions.grid import grid_values
from query.engines.postgres.expressions.session_range import edges
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.sessions.by_value import APART, build_by_value
from query.engines.postgres.sessions.plain import build_plain
from query.engines.postgres.statement import Statement, bounds_of, shape_of
from query.reports.both import Both
from query.reports.breakdown import read
from query.reports.sessions.figures import BegunSessions, SessionsByValue, ToldSessions
from query.reports.sessions.question import SessionsQuestion
from spoor.database import Row


def build(question: SessionsQuestion, scope: PostgresScope) -> CompoundSelect[Any]:
    """The statement of a question, with a breakdown or without; with one it also tells of what is compared."""
    by = question.breakdown
    return build_plain(question, scope) if by is None else build_by_value(question, by, scope)


def _shape(question: SessionsQuestion) -> Hashable:
    """Visitors are counted another way where a bucket is returned to."""
    if question.breakdown:
        return shape_of(question), question.compare is not None
    return shape_of(question), question.grid.returns


def _bounds(question: SessionsQuestion, scope: PostgresScope) -> dict[str, Any]:
    """Those of the buckets and of the scan, too, with a breakdown of both ranges."""
    found = {**bounds_of(question, scope), **grid_values(question.grid), **edges(question, scope)}
    if question.breakdown is None or question.compared_with is None:
        return found
    other = question.over(question.compared_with)
    span = {f"{APART}start": other.start, f"{APART}end": other.end}
    return {**found, **span, **grid_values(other.grid, APART), **edges(other, scope, APART)}


STATEMENT = Statement("sessions", build, _shape, _bounds)


def gather(question: SessionsQuestion, scope: PostgresScope) -> BegunSessions | Both[BegunSessions] | SessionsByValue:
    """The sessions that begin in the range; and in the one that it is compared with.

    Raises TooSlow, DatabaseAway.
    """
    if question.breakdown:
        return _by_value(question, STATEMENT.rows(question, scope))
    now = _read(question, STATEMENT.rows(question, scope))
    if question.compared_with is None:
        return now
    other = question.over(question.compared_with)
    return Both(now, _read(other, STATEMENT.rows(other, scope)))


def _by_value(question: SessionsQuestion, rows: list[Row]) -> SessionsByValue:
    values = {row["place"]: read(row["value"]) for row in rows if row["value"] is not None}

    def told(asked: SessionsQuestion, is_now: bool) -> ToldSessions:
        own = [row for row in rows if row["is_now"] is is_now]
        by_place: dict[int | None, list[Row]] = {}
        for row in own:
            by_place.setdefault(row["place"], []).append(row)
        whole = _read(asked, by_place.pop(None, []))
        return ToldSessions(whole, {at: _read(asked, those) for at, those in by_place.items() if at is not None})

    other = question.compared_with
    return SessionsByValue(values, told(question, True), told(question.over(other), False) if other else None)


def _read(question: SessionsQuestion, rows: Iterable[Row]) -> BegunSessions:
    """A bucket without a row has no sessions; nor has the whole."""
    sessions, visitors = [0] * len(question.calendar.starts), [0] * len(question.calendar.starts)
    whole: dict[str, Any] = {}
    for row in rows:
        if row["bucket"] is None:
            whole = row
        else:
            sessions[row["bucket"]], visitors[row["bucket"]] = row["sessions"], row["visitors"]
    return BegunSessions(
        sessions,
        visitors,
        whole.get("sessions", 0),
        whole.get("visitors", 0),
        whole.get("bounces", 0),
        int(whole.get("events") or 0),
        int(whole.get("lasted") or 0),
        whole.get("median"),
    )
