"""What an overview answers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from query.answers import LEFT_OUT


@dataclass(frozen=True, slots=True)
class OverviewTotals:
    """Over the whole range. `bounce_rate` is the share of sessions of one event, 0 of none; the last two have no value
    where there is no session."""

    visitors: int
    sessions: int
    events: int
    pageviews: int
    bounce_rate: float
    median_duration_seconds: float | None
    views_per_session: float | None


@dataclass(frozen=True, slots=True)
class OverviewSeries:
    """A figure of the totals in each bucket."""

    measure: str
    values: list[int | float | None]


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A value of a list, who has it, and in how many events."""

    value: Any
    visitors: int
    events: int


@dataclass(frozen=True, slots=True)
class OverviewList:
    """A list, as it was asked for."""

    property: str
    of: str
    measure: str
    rows: list[OverviewRow]


@dataclass(frozen=True, slots=True)
class OverviewPeriod:
    """What the range is compared with."""

    buckets: list[datetime]
    totals: OverviewTotals
    series: list[OverviewSeries]


@dataclass(frozen=True, slots=True)
class OverviewAnswer:
    """`buckets` are the beginnings of the intervals, in the question's zone."""

    buckets: list[datetime]
    totals: OverviewTotals
    series: list[OverviewSeries]
    lists: list[OverviewList]
    previous: OverviewPeriod | None = field(default=None, metadata=LEFT_OUT)
