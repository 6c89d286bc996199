"""When an alert is due, and which period it is then about: pure, in the calendar of the reader's zone."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from query.alerts.rules import Rule, Schedule, Weekday, When
from query.questions.comparison import Span
from spoor.time import Interval, buckets, first_instant, months_before, period_before

GRACE = timedelta(minutes=5)
"""After the end of a period: what happened in it may still be on its way."""

_LOOK_BACK = {"hour": timedelta(hours=4), "day": timedelta(days=3), "week": timedelta(weeks=3), "month": timedelta(93)}
_SOONEST, _LATEST = timedelta(minutes=5), timedelta(hours=1)
_DAY = timedelta(days=1)
_WEEKDAYS = get_args(Weekday)


def next_due(rule: Rule, zone: ZoneInfo, now: datetime) -> datetime:
    """The first instant after `now` at which the rule is looked at."""
    if isinstance(rule, Schedule):
        return _next_of_schedule(rule, zone, now)
    if rule.silent_for is not None:
        return now + min(max(timedelta(minutes=rule.silent_for) / 6, _SOONEST), _LATEST)
    # The end of the last whole period may be so short a time ago that its grace is not over.
    return next(end for end in _edges(rule.interval, zone, now) if end + GRACE > now) + GRACE


def period_of(rule: Rule, zone: ZoneInfo, now: datetime, last_days: int | None = None) -> Span:
    """What a check at `now` asks about: the last whole period; or so many days that end with it."""
    if isinstance(rule, When) and rule.silent_for is not None:
        return Span(now - timedelta(minutes=rule.silent_for), now)
    grace = timedelta() if isinstance(rule, Schedule) else GRACE
    ends = [end for end in _edges(rule.interval, zone, now) if end + grace <= now]
    if last_days is None:
        return Span(ends[-2], ends[-1])
    until = ends[-1].astimezone(zone)
    return Span(first_instant(until.replace(tzinfo=None) - last_days * _DAY, zone), ends[-1])


def before(rule: Rule, zone: ZoneInfo, span: Span) -> Span:
    """What a period is compared with: the one before it, or the same one a week before."""
    if isinstance(rule, When) and rule.against == "weekBefore":
        return Span(*(_a_week_before(each, zone) for each in span))
    if rule.interval == "month":
        return Span(*months_before(span.start, span.end, zone, 1))
    return Span(period_before(span.start, span.end, zone), span.start)


def line_of(interval: Interval, zone: ZoneInfo, end: datetime, most: int) -> Span:
    """The last so many periods up to the end of one."""
    size = {"hour": timedelta(hours=1), "day": _DAY, "week": timedelta(weeks=1), "month": timedelta(31)}[interval]
    found = buckets(end - size * most, end, interval, zone)
    return Span(found.starts[0].astimezone(UTC), end)


def _edges(interval: Interval, zone: ZoneInfo, now: datetime) -> list[datetime]:
    """Ends of periods around `now`, ascending: some that are over, and the next."""
    back = _LOOK_BACK[interval]
    return [edge.astimezone(UTC) for edge in buckets(now - back, now + back, interval, zone).edges]


def _next_of_schedule(rule: Schedule, zone: ZoneInfo, now: datetime) -> datetime:
    hour, minute = map(int, rule.at.split(":"))
    day = now.astimezone(zone).date() - _DAY
    for _ in range(66):  # two months and a little
        if _is_day(rule, day):
            at = first_instant(datetime(day.year, day.month, day.day, hour, minute), zone)
            if at > now:
                return at
        day += _DAY
    raise AssertionError("every schedule has a day in two months")


def _is_day(rule: Schedule, day: date) -> bool:
    if rule.every == "month":
        return day.day == 1
    return rule.every == "day" or day.weekday() == _WEEKDAYS.index(rule.on or "monday")


def _a_week_before(instant: datetime, zone: ZoneInfo) -> datetime:
    return first_instant(instant.astimezone(zone).replace(tzinfo=None) - 7 * _DAY, zone)
