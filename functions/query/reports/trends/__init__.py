"""Trends: one measure of events, or several, in each bucket of a range."""

from query.reports.report import Report
from query.reports.trends.answer import TrendsAnswer
from query.reports.trends.example import EXAMPLE
from query.reports.trends.question import TrendsQuestion
from query.reports.trends.table import table
from query.reports.trends.tally import tally

REPORT = Report(
    name="trends",
    summary="How many events, visitors or sessions in each interval.",
    question=TrendsQuestion,
    answer=TrendsAnswer,
    tally=tally,
    table=table,
    example=EXAMPLE,
)
