"""Funnel: how many visitors got how far through steps within the conversion window, how fast, and which of them."""

from query.reports.funnel.answer import FunnelAnswer
from query.reports.funnel.example import EXAMPLE
from query.reports.funnel.question import FunnelQuestion
from query.reports.funnel.table import table
from query.reports.funnel.tally import tally
from query.reports.report import Report

REPORT = Report(
    name="funnel",
    summary="How many visitors got how far through steps, and how fast.",
    question=FunnelQuestion,
    answer=FunnelAnswer,
    tally=tally,
    table=table,
    example=EXAMPLE,
)
