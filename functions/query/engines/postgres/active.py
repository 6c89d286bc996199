"""Gathers when visitors were active: for lifecycle and for stickiness, which ask for the same."""

from typing import Any

from sqlalchemy import Select

from query.engines.postgres.activity import activity_bounds, activity_shape, build_activity, read_activity
from query.engines.postgres.expressions.choice import matches
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement
from query.reports.activity import Activity
from query.reports.choice import ANY_EVENT
from query.reports.lifecycle import LifecycleQuestion
from query.reports.stickiness import StickinessQuestion

ActiveQuestion = LifecycleQuestion | StickinessQuestion


def build(question: ActiveQuestion, scope: PostgresScope) -> Select[Any]:
    """The one statement, that of `build_activity` with the mark `active`."""
    marks = {"active": matches(question.event or ANY_EVENT, scope)}
    return build_activity(question, scope, marks, needed="active")


LIFECYCLE: Statement[LifecycleQuestion] = Statement("lifecycle", build, activity_shape, activity_bounds)
STICKINESS: Statement[StickinessQuestion] = Statement("stickiness", build, activity_shape, activity_bounds)


def gather_lifecycle(question: LifecycleQuestion, scope: PostgresScope) -> Activity:
    """The marks of all who were active up to the end of the range.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    return read_activity(LIFECYCLE.rows(question, scope), question.calendar, ["active"])


def gather_stickiness(question: StickinessQuestion, scope: PostgresScope) -> Activity:
    """The marks of all who were active in the range.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    return read_activity(STICKINESS.rows(question, scope), question.calendar, ["active"])
