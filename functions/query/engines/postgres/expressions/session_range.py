"""Which events it takes to tell the sessions that begin in a range."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, FromClause, and_
from sqlalchemy.dialects.postgresql import TIMESTAMP

from query.engines.postgres.expressions.choice import asked_about
from query.engines.postgres.scope import PostgresScope
from query.questions.filters import cohorts_named
from query.reports.report import ReportQuestion
from spoor.schema import events
from spoor.statements import named

_INSTANT = TIMESTAMP(timezone=True)

FOLLOWED = timedelta(days=1)
"""How long a session that begins in a range is followed behind its end."""


def edges(question: ReportQuestion, scope: PostgresScope, prefix: str = "") -> dict[str, datetime]:
    """Where the scan begins and where it ends, by the names of these values in the statement.

    They are computed here: how long a day is that Postgres adds depends on the time zone it has been set to.
    """
    return {f"{prefix}since": question.start - scope.session_gap, f"{prefix}until": question.end + FOLLOWED}


def scanned(question: ReportQuestion, scope: PostgresScope) -> FromClause:
    """What to select from: events alone, which are grouped before their visitors are looked up, unless it takes the
    visitor to choose them."""
    return scope.subject.events(scope.app_id, linked=bool(cohorts_named(question)))


def of_sessions(question: ReportQuestion, scope: PostgresScope, prefix: str = "") -> ColumnElement[bool]:
    """Whether an event may belong to a session that begins in the range.

    One gap before the range is enough to see that a session goes on rather than begins, however long ago it began.
    Events of nobody are in no session.
    """
    since, until = edges(question, scope, prefix).items()
    return and_(
        asked_about(question, scope),
        events.c.occurred_at >= named(*since, _INSTANT),
        events.c.occurred_at < named(*until, _INSTANT),
        scope.subject.id.is_not(None),
    )
