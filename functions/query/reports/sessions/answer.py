"""What is answered about sessions."""

from dataclasses import dataclass
from datetime import datetime

from query.reports.sessions.question import SessionsQuestion
from query.table import Cell, Table


@dataclass(frozen=True, slots=True)
class SessionTotals:
    """Over the whole range. `bounce_rate` is the share of sessions of one event, 0 of none; the others have no value
    where there is no session."""

    sessions: int
    visitors: int
    bounce_rate: float
    median_duration_seconds: float | None
    avg_duration_seconds: float | None
    events_per_session: float | None


@dataclass(frozen=True, slots=True)
class SessionsAnswer:
    """`buckets` are the beginnings of the intervals, in the question's zone; `sessions` begin in each, and are those
    of so many different `visitors`."""

    buckets: list[datetime]
    sessions: list[int]
    visitors: list[int]
    totals: SessionTotals


def table(_: SessionsQuestion, answer: SessionsAnswer) -> Table:
    """A row a bucket, and one for the whole range with what only that has."""
    columns = ["bucket", "sessions", "visitors"]
    rows: list[list[Cell]] = [
        [start.isoformat(), *counts, None, None, None, None]
        for start, *counts in zip(answer.buckets, answer.sessions, answer.visitors, strict=True)
    ]
    totals = answer.totals
    whole: list[Cell] = [
        "whole range",
        totals.sessions,
        totals.visitors,
        totals.bounce_rate,
        totals.median_duration_seconds,
        totals.avg_duration_seconds,
        totals.events_per_session,
    ]
    columns += ["bounce rate", "median seconds", "average seconds", "events per session"]
    return Table(columns, [*rows, whole])
