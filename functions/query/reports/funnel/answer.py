"""What a funnel answers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from query.answers import LEFT_OUT
from query.reports.funnel.distribution import Distribution


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """Rates are between 0 and 1. The median is over those who reached the step; none did, or it is the first: None."""

    event: str | None
    label: str
    visitors: int
    conversion_from_start: float
    conversion_from_previous: float
    median_seconds_from_previous: float | None


@dataclass(frozen=True, slots=True)
class ValueAnswer:
    """The funnel of those who entered with one value of the breakdown's property."""

    value: Any
    steps: list[StepAnswer]


@dataclass(frozen=True, slots=True)
class Period:
    """How many entered in the interval from `start` on, and how many of them converted, be it later."""

    start: datetime
    entered: int
    converted: int


@dataclass(frozen=True, slots=True)
class TimeToConvert:
    """How long it took: from the first event to the last for those who converted, and for each step from the one before
    it (None for the first)."""

    whole: Distribution | None
    steps: list[Distribution | None]


@dataclass(frozen=True, slots=True)
class FunnelPeriod:
    """The funnel of the range that the question's own is compared with; what was not asked for is left out."""

    steps: list[StepAnswer]
    entered: int
    converted: int
    breakdown: list[ValueAnswer] | None = field(default=None, metadata=LEFT_OUT)
    time_to_convert: TimeToConvert | None = field(default=None, metadata=LEFT_OUT)
    over_time: list[Period] | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class FunnelAnswer:
    """`entered` met the first step, `converted` the last. What was not asked for is left out."""

    steps: list[StepAnswer]
    entered: int
    converted: int
    breakdown: list[ValueAnswer] | None = field(default=None, metadata=LEFT_OUT)
    time_to_convert: TimeToConvert | None = field(default=None, metadata=LEFT_OUT)
    over_time: list[Period] | None = field(default=None, metadata=LEFT_OUT)
    previous: FunnelPeriod | None = field(default=None, metadata=LEFT_OUT)
