"""Intervals: what questions that count by hour, day, week or month share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

from pydantic import model_validator

from query.reports.report import ReportQuestion, Weekly
from spoor.time import Buckets, Interval, buckets

MAX_BUCKETS = 2000

_SHORTEST = {"hour": 3600, "day": 80_000, "week": 600_000, "month": 2_400_000}  # seconds


@dataclass(frozen=True)
class Grid:
    """The edges at which instants are sorted in, and the bucket that begins at each.

    No edge lies before the range, though the first bucket may.
    """

    edges: Sequence[datetime]
    places: Sequence[int]

    @property
    def returns(self) -> bool:
        """Whether there is a bucket that is left and returned to, by clocks set back over midnight."""
        return len(set(self.places)) < len(self.places)


class Intervalled(ReportQuestion, Weekly):
    """A question of one interval."""

    interval: Interval

    @model_validator(mode="after")
    def _check_buckets(self) -> Self:
        check_buckets(self.start, self.end, self.interval)
        return self

    @cached_property
    def calendar(self) -> Buckets:
        """The buckets of the range."""
        return buckets(self.start, self.end, self.interval, self.zone, self.week_start)

    @cached_property
    def grid(self) -> Grid:
        """Where events are sorted in."""
        return grid_of(self.calendar, self.start)


def check_buckets(start: datetime, end: datetime, interval: Interval) -> None:
    """Raise ValueError where the range has too many buckets."""
    if (end - start).total_seconds() / _SHORTEST[interval] > MAX_BUCKETS:
        raise ValueError(f"the range has more than {MAX_BUCKETS} buckets; choose a longer interval")


def grid_of(calendar: Buckets, start: datetime, first: int = 0) -> Grid:
    """The grid of one range from `start` on, its buckets counted from `first`."""
    return Grid([max(edge, start) for edge in calendar.edges], [first + place for place in calendar.places])
