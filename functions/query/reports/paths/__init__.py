"""Paths: what visitors do one after the other within a session."""

from query.reports.paths.answer import PathsAnswer, table
from query.reports.paths.example import EXAMPLE
from query.reports.paths.question import PathsQuestion
from query.reports.paths.tally import tally
from query.reports.report import Report

REPORT = Report(
    name="paths",
    summary="What visitors do one after the other within a session.",
    question=PathsQuestion,
    answer=PathsAnswer,
    tally=tally,
    table=table,
    example=EXAMPLE,
)
