"""Time zones and calendars: the one module that knows when a day, a week or a month begins somewhere."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

Interval = Literal["hour", "day", "week", "month"]
WeekStart = Literal["monday", "sunday"]

_HOUR, _DAY, _WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
_STEP = timedelta(hours=12)  # no zone has changed its offset twice within this long
_SECOND = timedelta(seconds=1)
_OF_A_MACHINE = {"localtime", "posixrules"}


class UnknownZone(ValueError):
    """Not a name of the tz database."""


@dataclass(frozen=True, slots=True)
class Buckets:
    """The intervals of a range in a zone's own calendar.

    `starts` are their beginnings, in the zone. `edges` are the instants, ascending, at which another bucket takes over,
    and `places` says which (an index of `starts`). Mostly these are the same, but a clock set back over midnight
    returns to a day it had already left.
    """

    starts: Sequence[datetime]
    edges: Sequence[datetime]
    places: Sequence[int]


def utc_now() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def zone_called(name: str) -> ZoneInfo:
    """The time zone `name` of the tz database.

    A machine's folder of zones may hold others: its own, and some that count leap seconds, which are read
    wrongly here. They are refused everywhere.

    Raises UnknownZone.
    """
    try:
        zone = ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise UnknownZone(name) from error
    if name in _OF_A_MACHINE or name.startswith(("posix/", "right/")):
        raise UnknownZone(name)
    return zone


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first instant of a day in UTC, and that of the next one."""
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return begin, begin + _DAY


def first_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) at which the clocks of `zone` show the naive time `local`, or have jumped over it."""
    earlier = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if earlier.astimezone(zone).replace(tzinfo=None) == local:
        return earlier
    later = local.replace(tzinfo=zone, fold=1).astimezone(UTC)  # in a gap, fold 1 is read with the offset after it
    return _change_between(min(earlier, later), max(earlier, later), zone)


def period_before(start: datetime, end: datetime, zone: ZoneInfo) -> datetime:
    """When the period of the same length begins that ends at `start`.

    A range of whole days, from one time of the day to the same, follows as many whole days, be one of them longer or
    shorter; any other range follows one that lasted as long. Where the zone left out all of these days, it is the day
    before them.
    """
    since, until = _clock_time(start, zone), _clock_time(end, zone)
    if until - since >= _DAY and until.time() == since.time():
        begin = first_instant(since - (until - since), zone)
        return begin if begin < start else first_instant(since - (until - since) - _DAY, zone)
    return start - (end - start)


def months_before(start: datetime, end: datetime, zone: ZoneInfo, months: int) -> tuple[datetime, datetime]:
    """The beginning and the end of a range so many months earlier on the calendar.

    Whole months, from the beginning of one to that of another, are as many whole months, however long they are. Any
    other range begins on the same day of its month, or on the last where the month has no such day, at the same time
    of the day, and lasts as many whole days, or as long where it is none of whole days. Where the zone left out all of
    these days, it begins on the day before them.
    """
    since, until = _clock_time(start, zone), _clock_time(end, zone)
    earlier = _months_earlier(since, months)
    begin = first_instant(earlier, zone)
    if since == _floor(since, "month") and until == _floor(until, "month"):
        return begin, first_instant(_months_earlier(until, months), zone)
    if until - since >= _DAY and until.time() == since.time():
        last = first_instant(earlier + (until - since), zone)
        return (begin if begin < last else first_instant(earlier - _DAY, zone)), last
    return begin, begin + (end - start)


def _months_earlier(local: datetime, months: int) -> datetime:
    """The same day and time so many months earlier; the last day of a month that has no such day."""
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    return local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))


def _clock_time(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks show; midnight also where a day has none and `instant` is its beginning."""
    local = _local(instant, zone)
    midnight = _floor(local, "day")
    return midnight if first_instant(midnight, zone) == instant else local


@lru_cache(maxsize=64)
def buckets(
    start: datetime, end: datetime, interval: Interval, zone: ZoneInfo, week_start: WeekStart = "monday"
) -> Buckets:
    """The buckets that `[start, end)` touches; the first begins where its own interval does, be it before `start`.

    A day, week (from `week_start`) or month is what the zone's calendar calls so, however long it lasts. Hours
    follow the clock too, and one that strikes twice is two.
    """
    if start >= end:
        return Buckets([], [], [])
    begin = (
        _begin_of_hour(start, zone)
        if interval == "hour"
        else first_instant(_floor(_local(start, zone), interval, week_start), zone)
    )
    starts: list[datetime] = []
    edges: list[datetime] = []
    places: list[int] = []
    known: dict[tuple[datetime, timedelta | None], int] = {}
    for since, until in _spans(begin, end, zone):
        offset = _offset(since, zone)
        local = _floor(since.replace(tzinfo=None) + offset, interval, week_start)
        while (natural := (local - offset).replace(tzinfo=UTC)) < until:
            edge = max(since, natural)
            key = (local, offset if interval == "hour" else None)
            if key not in known:
                known[key] = len(starts)
                starts.append(edge.astimezone(zone))
            if not places or places[-1] != known[key]:
                edges.append(edge)
                places.append(known[key])
            local = _next(local, interval)
    return _touched(Buckets(starts, edges, places), start)


def _touched(all_since_begin: Buckets, start: datetime) -> Buckets:
    """Without what is over at `start`: clocks set back over midnight may return to a day after a few minutes of the
    next one, and a range that begins then has no part of those."""
    starts, edges, places = all_since_begin.starts, all_since_begin.edges, all_since_begin.places
    first = max((at for at, edge in enumerate(edges) if edge <= start), default=0)
    kept = sorted(set(places[first:]))
    renumbered = {place: at for at, place in enumerate(kept)}
    return Buckets(
        tuple(starts[place] for place in kept),
        tuple(edges[first:]),
        tuple(renumbered[place] for place in places[first:]),
    )


def _begin_of_hour(instant: datetime, zone: ZoneInfo) -> datetime:
    """The first instant of the hour on the clock; of one that strikes twice the one that `instant` is in."""
    offset = _offset(instant, zone)
    natural = (_floor(_local(instant, zone), "hour") - offset).replace(tzinfo=UTC)
    return natural if _offset(natural, zone) == offset else _change_between(natural, instant, zone)


def _spans(begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """`[begin, end)` cut at every change of the zone's offset."""
    since = at = begin.astimezone(UTC)
    while at < end:
        ahead = min(at + _STEP, end.astimezone(UTC))
        if _offset(at, zone) != _offset(ahead, zone):
            change = _change_between(at, ahead, zone)
            yield since, change
            since = change
        at = ahead
    if since < end:
        yield since, end.astimezone(UTC)


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first instant after `low` with the offset that holds at `high`; there is one change between them."""
    after = _offset(high, zone)
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if middle <= low:
            middle = low + _SECOND
        if _offset(middle, zone) == after:
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0)


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _floor(local: datetime, interval: Interval, week_start: WeekStart = "monday") -> datetime:
    hour = local.replace(minute=0, second=0, microsecond=0)
    if interval == "hour":
        return hour
    day = hour.replace(hour=0)
    if interval == "day":
        return day
    if interval == "month":
        return day.replace(day=1)
    return day - _DAY * ((day.weekday() + (week_start == "sunday")) % 7)


def _next(local: datetime, interval: Interval) -> datetime:
    if interval == "month":
        return (local.replace(day=28) + 4 * _DAY).replace(day=1)
    return local + {"hour": _HOUR, "day": _DAY, "week": _WEEK}[interval]
