"""Paths: what visitors do one after the other within a session."""

from query.reports.paths.answer import PathsAnswer, table
from query.reports.paths.example import EXAMPLE
from query.reports.paths.question import PathsQuestion
from query.reports.paths.statement import build
from query.reports.paths.tally import tally
from query.reports.report import Report

_SUMMARY = "What visitors do one after the other within a session."

REPORT = Report("paths", _SUMMARY, PathsQuestion, PathsAnswer, build, tally, table, EXAMPLE, keepable=True)
