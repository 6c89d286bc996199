"""Sessions: how many begin in each bucket of a range, whose they are, how long they last."""

from query.reports.report import Report
from query.reports.sessions.answer import SessionsAnswer
from query.reports.sessions.example import EXAMPLE
from query.reports.sessions.question import SessionsQuestion
from query.reports.sessions.table import table
from query.reports.sessions.tally import tally

REPORT = Report(
    name="sessions",
    summary="How many sessions begin in each interval, and how long they last.",
    question=SessionsQuestion,
    answer=SessionsAnswer,
    tally=tally,
    table=table,
    example=EXAMPLE,
)
