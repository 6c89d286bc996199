"""Alerts are due and look at whole periods by the clock on the reader's wall, also on days of change."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from query.alerts.periods import before, next_due, period_of
from query.alerts.rules import Schedule, When
from query.questions.comparison import Span


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


DUE = [
    # 02:30 is not on the clock in Berlin on 29 March: it is told at the first instant after it, 03:00
    ({"every": "day", "at": "02:30"}, "Europe/Berlin", "2026-03-28T12:00", "2026-03-29T01:00"),
    ({"every": "day", "at": "02:30"}, "Europe/Berlin", "2026-03-29T01:00", "2026-03-30T00:30"),
    # and twice there on 25 October: it is told once
    ({"every": "day", "at": "02:30"}, "Europe/Berlin", "2026-10-24T12:00", "2026-10-25T00:30"),
    ({"every": "day", "at": "02:30"}, "Europe/Berlin", "2026-10-25T00:30", "2026-10-26T01:30"),
    # Kiritimati is a day ahead
    ({"every": "week", "on": "monday", "at": "08:00"}, "Pacific/Kiritimati", "2026-11-29T00:00", "2026-11-29T18:00"),
    ({"every": "month", "at": "00:00"}, "Asia/Kathmandu", "2026-01-31T18:15", "2026-02-28T18:15"),
]


@pytest.mark.parametrize(("rule", "zone", "now", "due"), DUE)
def test_a_schedule_goes_by_the_clock_on_the_wall(rule: dict[str, Any], zone: str, now: str, due: str) -> None:
    assert next_due(Schedule(**rule), ZoneInfo(zone), utc(now)) == utc(due)


PERIODS = [
    # a day of 23 hours, of 25, and one that begins at 01:00, since midnight was skipped
    ("day", "Europe/Berlin", "2026-03-30T06:00", "2026-03-28T23:00", "2026-03-29T22:00"),
    ("day", "Europe/Berlin", "2026-10-26T06:00", "2026-10-24T22:00", "2026-10-25T23:00"),
    ("day", "Asia/Beirut", "2026-03-30T06:00", "2026-03-28T22:00", "2026-03-29T21:00"),
    ("hour", "Asia/Kathmandu", "2026-11-02T10:21", "2026-11-02T09:15", "2026-11-02T10:15"),
    ("hour", "Asia/Kathmandu", "2026-11-02T10:19", "2026-11-02T08:15", "2026-11-02T09:15"),
    ("week", "America/New_York", "2026-11-03T12:00", "2026-10-26T04:00", "2026-11-02T05:00"),
    ("month", "Europe/Berlin", "2026-11-03T12:00", "2026-09-30T22:00", "2026-10-31T23:00"),
    ("month", "UTC", "2026-03-01T00:06", "2026-02-01T00:00", "2026-03-01T00:00"),
]


@pytest.mark.parametrize(("every", "zone", "now", "start", "end"), PERIODS)
def test_a_bound_looks_at_the_last_whole_period_of_the_readers_zone(
    every: str, zone: str, now: str, start: str, end: str
) -> None:
    rule = When.model_validate({"above": 1, "every": every})
    assert tuple(period_of(rule, ZoneInfo(zone), utc(now))) == (utc(start), utc(end))


def test_what_is_looked_at_is_over_and_is_looked_at_once() -> None:
    for every in ("hour", "day", "week", "month"):
        rule, zone = When.model_validate({"above": 1, "every": every}), ZoneInfo("Europe/Berlin")
        at = utc("2026-03-20T00:00")
        seen: list[Span] = []
        while at < utc("2026-11-10T00:00") and len(seen) < 400:
            at = next_due(rule, zone, at)
            span = period_of(rule, zone, at)
            assert span.end < at
            seen.append(span)
        for one, other in pairwise(seen):
            assert one.end == other.start, "no period is left out, none looked at twice"
            assert before(rule, zone, other).end == one.end
