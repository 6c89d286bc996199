"""Gathers an overview: by one statement, whose rows each tell a part of it."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from query.engines.postgres.overview.statement import STATEMENT
from query.engines.postgres.scope import PostgresScope
from query.reports.breakdown import OTHER, read
from query.reports.overview.figures import FoundOverview, FoundRow, OverviewFigures
from query.reports.overview.question import OverviewQuestion
from spoor.database import Row

__all__ = ["STATEMENT", "gather"]

_FIGURES = ("visitors", "events", "pageviews", "sessions", "bounces", "views")


def gather(question: OverviewQuestion, scope: PostgresScope) -> FoundOverview:
    """The figures of the range with its lists, and those of what it is compared with.

    Raises TooSlow, DatabaseAway.
    """
    found = _found(question, STATEMENT.rows(question, scope))
    before = question.before
    return replace(found, previous=_found(before, STATEMENT.rows(before, scope))) if before else found


def _found(question: OverviewQuestion, rows: list[Row]) -> FoundOverview:
    figures: defaultdict[int | None, dict[str, Any]] = defaultdict(dict)
    listed: list[list[Row]] = [[] for _ in question.lists]
    for row in rows:
        if row["list"] is not None:
            listed[row["list"]].append(row)
            continue
        given = figures[row["bucket"]]
        given |= {name: row[name] for name in _FIGURES if row[name] is not None}
        if row["median"] is not None:
            given["median_us"] = row["median"]
    buckets = {at: OverviewFigures(**given) for at, given in figures.items() if at is not None}
    return FoundOverview(OverviewFigures(**figures[None]), buckets, [_in_order(rows) for rows in listed])


def _in_order(rows: list[Row]) -> list[FoundRow]:
    """The rows of a list by their places, the one for all others last."""
    ordered = sorted(rows, key=lambda row: (row["place"] == 0, row["place"]))
    return [FoundRow(read(row["value"]) if row["place"] else OTHER, row["visitors"], row["events"]) for row in ordered]
