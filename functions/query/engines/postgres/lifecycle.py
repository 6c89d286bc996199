"""Gathers when visitors were active, for lifecycle."""

from query.engines.postgres.active import build, read
from query.engines.postgres.activity import activity_bounds, activity_shape
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement
from query.reports.activity import Activity
from query.reports.lifecycle import LifecycleQuestion

STATEMENT: Statement[LifecycleQuestion] = Statement("lifecycle", build, activity_shape, activity_bounds)


def gather(question: LifecycleQuestion, scope: PostgresScope) -> Activity:
    """The marks of all who were active up to the end of the range.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    return read(STATEMENT, question, scope)
