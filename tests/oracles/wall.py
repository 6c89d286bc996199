"""Calendars, read off the clock on the wall: by looking at it again and again until it shows something else.

There are no edges and no arithmetic on offsets in it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def wall_clock(at: datetime, interval: str, zone: ZoneInfo, week_start: str = "monday") -> object:
    """What the wall says about the interval that `at` lies in; equal for two moments of one bucket only."""
    local = at.astimezone(zone)
    if interval == "hour":
        return (local.date(), local.hour, local.utcoffset())
    if interval == "day":
        return local.date()
    if interval == "week":
        day = local.date()
        while day.strftime("%A").lower() != week_start:
            day -= timedelta(days=1)
        return day
    return (local.year, local.month)


def buckets(
    start: datetime, end: datetime, interval: str, zone: ZoneInfo, step: timedelta, week_start: str = "monday"
) -> dict[object, datetime]:
    """Every bucket of the range with the first moment it was seen at, looking every `step` and at the last moment; the
    first from its own beginning, by walking back until the wall has said something else for two hours."""
    first = wall_clock(start, interval, zone, week_start)
    whole_minute = start.astimezone(UTC).replace(second=0, microsecond=0)
    begin = at = whole_minute
    while begin - at < timedelta(hours=2):
        at -= step
        if wall_clock(at, interval, zone, week_start) == first:
            begin = at
    found: dict[object, datetime] = {}
    for moment in [begin, *ticks(whole_minute, end, step), end - timedelta(microseconds=1)]:
        found.setdefault(wall_clock(moment, interval, zone, week_start), moment)
    return found


def ticks(begin: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    """Every moment from `begin` to before `end`."""
    while begin < end:
        yield begin
        begin += step


def previous(start: datetime, end: datetime, zone: ZoneInfo) -> datetime:
    """When the period before begins: the days of the range earlier on the clock, or else as long before as it lasts."""
    since, until = clock(start, zone), clock(end, zone)
    if (until - since) < timedelta(days=1) or (until - since) % timedelta(days=1):
        return start - (end - start)
    return first_shown(since - (until - since), zone)


def clock(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clock shows; midnight where a day begins, also a day whose clocks jumped over it."""
    local = shown(at, zone)
    begins = shown(at - MINUTE, zone).date() < local.date()
    return local.replace(hour=0, minute=0) if begins else local


def shown(at: datetime, zone: ZoneInfo) -> datetime:
    """The time on the wall."""
    return at.astimezone(zone).replace(tzinfo=None)


def months_earlier(start: datetime, end: datetime, zone: ZoneInfo, months: int) -> tuple[datetime, datetime]:
    """The range so many months before: whole months as such, else as many days, or as long."""
    since, until = clock(start, zone), clock(end, zone)
    wanted = same_day(since, months)
    begin = first_shown(wanted, zone)
    if all((local.day, local.hour, local.minute) == (1, 0, 0) for local in (since, until)):
        return begin, first_shown(same_day(until, months), zone)
    if until - since < timedelta(days=1) or (until - since) % timedelta(days=1):
        return begin, begin + (end - start)
    last = first_shown(wanted + (until - since), zone)
    return (begin if begin < last else first_shown(wanted - timedelta(days=1), zone)), last


def same_day(local: datetime, months: int) -> datetime:
    """The day of that number so many months before, or the last that the month has: by going back day by day."""
    at, left = local, months
    while left or at.day > local.day:
        before = at - timedelta(days=1)
        left -= before.month != at.month
        at = before
    return at


def first_shown(wanted: datetime, zone: ZoneInfo) -> datetime:
    """The first minute at which the clock shows so much or more."""
    around = wanted.replace(tzinfo=UTC) - timedelta(days=2)
    return next(at for at in ticks(around, around + timedelta(days=5), MINUTE) if shown(at, zone) >= wanted)
