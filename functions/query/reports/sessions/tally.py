"""Adds up the sessions that begin in the range."""

from query.reports.sessions.answer import SessionsAnswer, SessionTotals
from query.reports.sessions.begun import BegunSessions
from query.reports.sessions.question import SessionsQuestion
from query.scope import Scope

SECOND_US = 1_000_000


def tally(question: SessionsQuestion, _: Scope, begun: BegunSessions) -> SessionsAnswer:
    """The answer: the buckets, and rates and durations of the whole."""
    count = begun.count
    totals = SessionTotals(
        count,
        begun.everybody,
        begun.bounces / count if count else 0.0,
        begun.median_us / SECOND_US if begun.median_us is not None else None,
        begun.lasted_us / count / SECOND_US if count else None,
        begun.events / count if count else None,
    )
    return SessionsAnswer(list(question.calendar.starts), list(begun.sessions), list(begun.visitors), totals)
