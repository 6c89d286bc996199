"""Gathers when visitors started and returned, and with which values they started."""

from typing import Any

from sqlalchemy import ARRAY, Integer, Select, Subquery, and_, cast, func, select
from sqlalchemy.dialects.postgresql import TIMESTAMP, distinct_on
from sqlalchemy.sql.elements import Grouping

from query.engines.postgres.activity import Told, activity_bounds, activity_shape, build_activity, read_activity
from query.engines.postgres.expressions import breakdown
from query.engines.postgres.expressions.choice import asked_about, matches
from query.engines.postgres.expressions.values import first_at_once, told, told_values
from query.engines.postgres.other_range import compared
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement
from query.reports.activity import Activity
from query.reports.breakdown import Breakdown
from query.reports.choice import ANY_EVENT
from query.reports.retention.question import RetentionQuestion
from spoor.schema import events
from spoor.statements import named

_INSTANT = TIMESTAMP(timezone=True)


def build(question: RetentionQuestion, scope: PostgresScope) -> Select[Any]:
    """The one statement, that of `build_activity` with the marks `started` and, for another event, `returned`."""
    marks = {"started": matches(question.start_event or ANY_EVENT, scope)}
    if question.returns == "returned":
        # before the range nobody returns to a cohort of it
        in_range = events.c.occurred_at >= named("start", question.start, _INSTANT)
        marks["returned"] = and_(matches(question.return_event or ANY_EVENT, scope), in_range)
    by = question.breakdown
    if by is None:
        return build_activity(question, scope, marks, needed="started")
    apart = Told(_first_starts(question, by, scope), breakdown.shown)
    return build_activity(question, scope, marks, needed="told", told=apart)


def _first_starts(question: RetentionQuestion, by: Breakdown, scope: PostgresScope) -> Subquery:
    """The first start of each visitor in each period of a cohort, with its `value`."""
    values = _told_bounds(question)
    occurred_at = events.c.occurred_at
    wanted = [
        asked_about(question, scope),
        matches(question.start_event or ANY_EVENT, scope),
        occurred_at >= named("told_from", values["told_from"], _INSTANT),
        occurred_at < named("told_to", values["told_to"], _INSTANT),
        scope.subject.id.is_not(None),
    ]
    columns = [scope.subject.who.label("visitor"), occurred_at.label("at")]
    starts = told(columns, wanted, {"key": by}, scope, question.told_in).subquery("starts")
    edges = cast(named("told_edges", values["told_edges"], ARRAY(_INSTANT)), ARRAY(_INSTANT))
    places = Grouping(cast(named("told_places", values["told_places"], ARRAY(Integer)), ARRAY(Integer)))
    period = places[func.width_bucket(starts.c.at, edges)]
    order = [starts.c.at, *first_at_once(by, starts.c.key)]
    return (
        select(starts.c.visitor, breakdown.value(by, starts.c.key).label("value"), starts.c.at)
        .ext(distinct_on(starts.c.visitor, period))
        .order_by(starts.c.visitor, period, *order)
        .subquery("first_starts")
    )


def _told_bounds(question: RetentionQuestion) -> dict[str, Any]:
    calendar = question.calendar
    begins = [calendar.starts[place] for place in question.cohorts]
    span = question.told_in
    return {
        **told_values([question.breakdown] if question.breakdown else [], span),
        "told_from": begins[0] if begins else span.end,
        "told_to": span.end,
        "told_edges": list(calendar.edges[:-1]),
        "told_places": list(calendar.places),
    }


def _bounds(question: RetentionQuestion, scope: PostgresScope) -> dict[str, Any]:
    """With a breakdown also where the cohorts lie."""
    found = activity_bounds(question, scope)
    return {**found, **_told_bounds(question)} if question.breakdown else found


STATEMENT = Statement("retention", build, activity_shape, _bounds)


@compared
def gather(question: RetentionQuestion, scope: PostgresScope) -> Activity:
    """The marks of the visitors who started.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    marks = sorted({"started", question.returns, *(["told"] if question.breakdown else [])})
    return read_activity(STATEMENT.rows(question, scope), question.calendar, marks)
