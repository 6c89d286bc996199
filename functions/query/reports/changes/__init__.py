"""Changes: which values of which properties explain that a number moved."""

from query.reports.changes.answer import ChangesAnswer
from query.reports.changes.example import EXAMPLE
from query.reports.changes.question import ChangesQuestion
from query.reports.changes.table import table
from query.reports.changes.tally import tally
from query.reports.report import Report

REPORT = Report(
    name="changes",
    summary="What changed: the values that explain that a number of trends or a funnel moved, each tested for chance.",
    question=ChangesQuestion,
    answer=ChangesAnswer,
    tally=tally,
    table=table,
    example=EXAMPLE,
)
