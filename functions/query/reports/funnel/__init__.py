"""Funnel: how many visitors got how far through steps within the conversion window, how fast, and which of them."""

from query.reports.funnel.answer import FunnelAnswer
from query.reports.funnel.example import EXAMPLE
from query.reports.funnel.question import FunnelQuestion, of_saved
from query.reports.funnel.statement import build
from query.reports.funnel.table import table
from query.reports.funnel.tally import tally
from query.reports.report import Report

_SUMMARY = "How many visitors got how far through steps, and how fast."

REPORT = Report(
    "funnel", _SUMMARY, FunnelQuestion, FunnelAnswer, build, tally, table, EXAMPLE, prepare=of_saved, keepable=True
)
