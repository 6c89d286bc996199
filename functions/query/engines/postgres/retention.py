"""Gathers when visitors started and returned."""

from typing import Any

from sqlalchemy import Select, and_
from sqlalchemy.dialects.postgresql import TIMESTAMP

from query.engines.postgres.activity import activity_bounds, activity_shape, build_activity, read_activity
from query.engines.postgres.expressions.choice import matches
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement
from query.reports.activity import Activity
from query.reports.choice import ANY_EVENT
from query.reports.retention import RetentionQuestion
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
    return build_activity(question, scope, marks, needed="started")


STATEMENT = Statement("retention", build, activity_shape, activity_bounds)


def gather(question: RetentionQuestion, scope: PostgresScope) -> Activity:
    """The marks of the visitors who started.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    marks = sorted({"started", question.returns})
    return read_activity(STATEMENT.rows(question, scope), question.calendar, marks)
