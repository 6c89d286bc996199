"""Trends, counted the slow way: look at the clock on the wall at every event, and at every minute of the range.

It shares nothing with the report: no SQL, no edges, no arithmetic on offsets.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Seen:
    """An event as the oracle knows it; `visitor` is already the merged one."""

    name: str
    visitor: str | None
    at: datetime


@dataclass(frozen=True)
class Line:
    """What a series must come out as."""

    values: list[int]
    total: int


def wall_clock(at: datetime, interval: str, zone: ZoneInfo) -> object:
    """What the wall says about the interval that `at` lies in; equal for two moments of one bucket only."""
    local = at.astimezone(zone)
    if interval == "hour":
        return (local.date(), local.hour, local.utcoffset())
    if interval == "day":
        return local.date()
    if interval == "week":
        return local.date() - timedelta(days=local.weekday())
    return (local.year, local.month)


def buckets(start: datetime, end: datetime, interval: str, zone: ZoneInfo, step: timedelta) -> dict[object, datetime]:
    """Every bucket of the range with the first moment it was seen at, looking every `step`; the first from its own
    beginning, by walking back until the wall says something else."""
    first = wall_clock(start, interval, zone)
    begin = start.astimezone(UTC).replace(second=0, microsecond=0)
    while wall_clock(begin - step, interval, zone) == first:
        begin -= step
    found: dict[object, datetime] = {}
    for moment in ticks(begin, end, step):
        found.setdefault(wall_clock(moment, interval, zone), moment)
    return found


def ticks(begin: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    """Every moment from `begin` to before `end`."""
    while begin < end:
        yield begin
        begin += step


def count(
    seen: Sequence[Seen],
    names: Sequence[object],
    name: str | None,
    measure: str,
    start: datetime,
    end: datetime,
    interval: str,
    zone: ZoneInfo,
) -> Line:
    """One series: `names` are the buckets, in order, by what the wall says."""
    chosen = [one for one in seen if start <= one.at < end and name in (None, one.name)]
    values = [
        measured([one for one in chosen if wall_clock(one.at, interval, zone) == bucket], measure) for bucket in names
    ]
    return Line(values, measured(chosen, measure))


def measured(seen: Sequence[Seen], measure: str) -> int:
    """How many events, or how many different visitors."""
    if measure == "total":
        return len(seen)
    return len({one.visitor for one in seen if one.visitor is not None})
