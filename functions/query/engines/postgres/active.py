"""Who was active when, which lifecycle and stickiness both ask for."""

from typing import Any

from sqlalchemy import Select

from query.engines.postgres.activity import build_activity, read_activity
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


def read(statement: Statement[Any], question: ActiveQuestion, scope: PostgresScope) -> Activity:
    """What the statement's row tells.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    return read_activity(statement.rows(question, scope), question.calendar, ["active"])
