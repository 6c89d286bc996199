"""Intervals: what questions that count by hour, day, week or month share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from pydantic import model_validator
from sqlalchemy import ColumnElement, Integer, cast, func
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.sql.elements import Grouping

from query.reports.report import ReportQuestion
from query.scope import Scope
from spoor.statements import named
from spoor.time import Buckets, Interval, buckets

MAX_BUCKETS = 2000

_SHORTEST = {"hour": 3600, "day": 80_000, "week": 600_000, "month": 2_400_000}  # seconds
_INSTANTS = ARRAY(TIMESTAMP(timezone=True))
_NUMBERS = ARRAY(Integer)


@dataclass(frozen=True)
class Grid:
    """The edges at which a statement sorts instants in, and the bucket that begins at each.

    No edge lies before the range, though the first bucket may.
    """

    edges: Sequence[datetime]
    places: Sequence[int]

    @property
    def returns(self) -> bool:
        """Whether there is a bucket that is left and returned to, by clocks set back over midnight."""
        return len(set(self.places)) < len(self.places)

    def values(self) -> dict[str, Any]:
        """The values of `place` by name."""
        return {"edges": list(self.edges), "places": list(self.places)}

    def place(self, instant: ColumnElement[datetime]) -> ColumnElement[int]:
        """The bucket that holds `instant`, counted from 0; null before the first edge. An instant after the range is
        in the last one. The edges are computed here, so Postgres need not know any time zone."""
        given = self.values()
        edge = func.width_bucket(instant, cast(named("edges", given["edges"], _INSTANTS), _INSTANTS))
        return Grouping(cast(named("places", given["places"], _NUMBERS), _NUMBERS))[edge]


class Intervalled(ReportQuestion):
    """A question of one interval."""

    interval: Interval

    @model_validator(mode="after")
    def _check_buckets(self) -> Self:
        check_buckets(self.start, self.end, self.interval)
        return self

    @cached_property
    def calendar(self) -> Buckets:
        """The buckets of the range."""
        return buckets(self.start, self.end, self.interval, self.zone)

    def bounds(self, scope: Scope) -> dict[str, Any]:
        """The values that `grid` names, too."""
        return {**super().bounds(scope), **self.grid.values()}

    @cached_property
    def grid(self) -> Grid:
        """Where the statement sorts events in."""
        return grid_of(self.calendar, self.start)


def check_buckets(start: datetime, end: datetime, interval: Interval) -> None:
    """Raise ValueError where the range has too many buckets."""
    if (end - start).total_seconds() / _SHORTEST[interval] > MAX_BUCKETS:
        raise ValueError(f"the range has more than {MAX_BUCKETS} buckets; choose a longer interval")


def grid_of(calendar: Buckets, start: datetime, first: int = 0) -> Grid:
    """The grid of one range from `start` on, its buckets counted from `first`."""
    return Grid([max(edge, start) for edge in calendar.edges], [first + place for place in calendar.places])
