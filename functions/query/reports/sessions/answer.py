"""What is answered about sessions."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from query.answers import LEFT_OUT


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
class ValueSessions:
    """The sessions of one value of the breakdown's property."""

    value: Any
    sessions: list[int]
    visitors: list[int]
    totals: SessionTotals


@dataclass(frozen=True, slots=True)
class SessionsPeriod:
    """The same of the range that the question's own is compared with, which has buckets of its own."""

    buckets: list[datetime]
    sessions: list[int]
    visitors: list[int]
    totals: SessionTotals
    breakdown: list[ValueSessions] | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class SessionsAnswer:
    """`buckets` are the beginnings of the intervals, in the question's zone; `sessions` begin in each, and are those
    of so many different `visitors`. What was not asked for is left out."""

    buckets: list[datetime]
    sessions: list[int]
    visitors: list[int]
    totals: SessionTotals
    breakdown: list[ValueSessions] | None = field(default=None, metadata=LEFT_OUT)
    previous: SessionsPeriod | None = field(default=None, metadata=LEFT_OUT)
