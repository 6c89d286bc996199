"""What trends answer."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from query.answers import LEFT_OUT
from query.reports.trends.question import Measure

Number = int | float | None


@dataclass(frozen=True, slots=True)
class SeriesAnswer:
    """One line. `values` are in the order of the buckets, null where the measure has no value; `total` is the measure
    over the whole range, not their sum. `breakdown` is the value that the line is about. `skipped` is how often a
    measured property was there and no number; `formula` is what a line was computed by."""

    event: str | None
    measure: Measure | None
    label: str
    breakdown: Any
    values: list[Number]
    total: Number
    skipped: int | None = field(default=None, metadata=LEFT_OUT)
    formula: str | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class PeriodAnswer:
    """`buckets` are the beginnings of the intervals, in the question's zone."""

    buckets: list[datetime]
    series: list[SeriesAnswer]


@dataclass(frozen=True, slots=True)
class TrendsAnswer:
    """The range, and the period before it where that was asked for, its lines in the same order."""

    buckets: list[datetime]
    series: list[SeriesAnswer]
    previous: PeriodAnswer | None = field(default=None, metadata=LEFT_OUT)
