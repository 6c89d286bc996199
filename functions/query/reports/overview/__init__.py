"""Overview: what a first look at an app needs, counted by one statement."""

from query.reports.overview.answer import OverviewAnswer
from query.reports.overview.example import EXAMPLE
from query.reports.overview.question import OverviewQuestion
from query.reports.overview.table import table
from query.reports.overview.tally import tally
from query.reports.report import Report

REPORT = Report(
    name="overview",
    summary="Visitors, sessions, events and page views by interval, and which values of properties have most of them.",
    question=OverviewQuestion,
    answer=OverviewAnswer,
    tally=tally,
    table=table,
    example=EXAMPLE,
)
