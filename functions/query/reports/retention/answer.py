"""What is answered about retention."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from query.answers import LEFT_OUT


@dataclass(frozen=True, slots=True)
class RetentionCohort:
    """The visitors who started in the period from `start`: `size` of them, of whom `values[k]` returned in period k
    after it. Value 0 is the size; a later one is None until its period is over."""

    start: datetime
    size: int
    values: list[int | None]


@dataclass(frozen=True, slots=True)
class ValueCohorts:
    """The cohorts of those who started with one value of the breakdown's property."""

    value: Any
    cohorts: list[RetentionCohort]


@dataclass(frozen=True, slots=True)
class RetentionPeriod:
    """The same of the range that the question's own is compared with."""

    cohorts: list[RetentionCohort]
    breakdown: list[ValueCohorts] | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class RetentionAnswer:
    """A cohort for each period that begins in the range, the earliest first. What was not asked for is left out."""

    cohorts: list[RetentionCohort]
    breakdown: list[ValueCohorts] | None = field(default=None, metadata=LEFT_OUT)
    previous: RetentionPeriod | None = field(default=None, metadata=LEFT_OUT)
