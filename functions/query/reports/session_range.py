"""Which events it takes to tell the sessions that begin in a range."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_

from query.reports.choice import asked_about
from query.reports.report import ReportQuestion
from query.scope import Scope
from spoor.schema import events

FOLLOWED = timedelta(days=1)
"""How long a session that begins in a range is followed behind its end."""


def of_sessions(question: ReportQuestion, scope: Scope) -> ColumnElement[bool]:
    """Whether an event may belong to a session that begins in the range.

    One gap before the range is enough to see that a session goes on rather than begins, however long ago it began.
    Events of nobody are in no session.
    """
    return and_(
        asked_about(question, scope),
        events.c.occurred_at >= question.start - scope.session_gap,
        events.c.occurred_at < question.end + FOLLOWED,
        events.c.anonymous_id.is_not(None),
    )
