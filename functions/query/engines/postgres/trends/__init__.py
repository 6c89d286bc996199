"""Gathers the figures of trends: by one statement, whose rows each tell a part of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.trends.pairs import places
from query.engines.postgres.trends.statement import STATEMENT
from query.reports.breakdown import read
from query.reports.trends.figures import Figures, Line, Place, TrendFigures
from query.reports.trends.question import TrendsQuestion

__all__ = ["STATEMENT", "gather"]

_FIGURES = tuple(each.name for each in fields(Figures))


def gather(question: TrendsQuestion, scope: PostgresScope) -> TrendFigures:
    """The figures of both periods.

    Raises TooSlow, DatabaseAway.
    """
    values: dict[tuple[int, int], Any] = {}
    lines: defaultdict[tuple[int, Place], Line] = defaultdict(Line)
    of_two = len(question.breakdowns) > 1
    for row in STATEMENT.rows(question, scope):
        is_value = row.get("value") is not None
        at = row["series"], places(row["place"]) if of_two else row["place"]
        if is_value:
            values[row["series"], row["place"]] = read(row["value"])
        elif row["bucket"] is None:
            _put(lines[at].wholes[row["is_now"]], row)
        else:
            _put(lines[at].buckets[row["bucket"]], row)
    return TrendFigures(values, lines)


def _put(figures: Figures, row: Mapping[str, Any]) -> None:
    """Take over what a row tells."""
    for name in _FIGURES:
        if row.get(name) is not None:
            setattr(figures, name, row[name])
