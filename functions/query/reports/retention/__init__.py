"""Retention: how many visitors of each cohort came back in the periods after it."""

from query.reports.report import Report
from query.reports.retention.answer import RetentionAnswer
from query.reports.retention.example import EXAMPLE
from query.reports.retention.question import RetentionQuestion
from query.reports.retention.table import table
from query.reports.retention.tally import tally

REPORT = Report(
    name="retention",
    summary="How many visitors came back.",
    question=RetentionQuestion,
    answer=RetentionAnswer,
    tally=tally,
    table=table,
    example=EXAMPLE,
)
