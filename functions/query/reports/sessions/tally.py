"""Adds up the statement's rows."""

from query.reports.report import Rows
from query.reports.sessions.answer import SessionsAnswer, SessionTotals
from query.reports.sessions.question import SessionsQuestion
from query.reports.sessions.statement import SECOND
from query.scope import Scope


def tally(question: SessionsQuestion, _: Scope, rows: Rows) -> SessionsAnswer:
    """The answer that the statement's rows add up to; a bucket without a row is 0."""
    starts = list(question.calendar.starts)
    sessions, visitors = [0] * len(starts), [0] * len(starts)
    whole = next(row for row in rows if row["bucket"] is None)
    for row in rows:
        if row["bucket"] is not None:
            sessions[row["bucket"]], visitors[row["bucket"]] = row["sessions"], row["visitors"]
    count = whole["sessions"]
    totals = SessionTotals(
        count,
        whole["visitors"],
        whole["bounces"] / count if count else 0.0,
        whole["median"] / SECOND if count else None,
        int(whole["lasted"]) / count / SECOND if count else None,
        whole["events"] / count if count else None,
    )
    return SessionsAnswer(starts, sessions, visitors, totals)
