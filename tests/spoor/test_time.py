"""Buckets follow a zone's own calendar, whatever its clocks do."""

import zlib
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spoor.time import UnknownZone, buckets, first_instant, zone_called
from tests.oracles import wall as oracle

MINUTE = timedelta(minutes=1)
ZONES = sorted(available_timezones() - {"localtime", "posixrules", "Factory"})
ODD = [
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "America/Havana",
    "Asia/Beirut",
    "Antarctica/Troll",
    "Pacific/Chatham",
    "Europe/Dublin",
]


def test_a_spring_day_has_23_hours_and_an_autumn_day_25() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert len(hours_of("2026-03-29", berlin)) == 23
    assert len(hours_of("2026-10-25", berlin)) == 25


def test_a_day_that_has_no_midnight_begins_when_its_clocks_do() -> None:
    beirut = ZoneInfo("Asia/Beirut")  # clocks jump from midnight to one o'clock
    [day] = buckets(at("2026-03-29T10:00+00:00"), at("2026-03-29T11:00+00:00"), "day", beirut).starts
    assert day.isoformat() == "2026-03-29T01:00:00+03:00"


def test_a_day_that_a_country_skipped_is_no_bucket() -> None:
    apia = ZoneInfo("Pacific/Apia")  # went from 29 to 31 December 2011 to be on the other side of the date line
    found = buckets(at("2011-12-29T00:00-10:00"), at("2012-01-01T00:00+14:00"), "day", apia).starts
    assert [day.date().isoformat() for day in found] == ["2011-12-29", "2011-12-31"]


def test_a_clock_set_back_over_midnight_returns_to_the_day_it_had_left() -> None:
    st_johns = ZoneInfo("America/St_Johns")  # until 2011 its clocks went back at one minute past midnight
    found = buckets(at("2006-10-28T12:00-02:30"), at("2006-10-29T12:00-03:30"), "day", st_johns)
    assert len(found.starts) == 2
    assert list(found.places) == [0, 1, 0, 1]


def test_a_range_that_begins_when_clocks_have_returned_has_no_part_of_the_day_they_left() -> None:
    newfoundland = ZoneInfo("America/St_Johns")  # two minutes past midnight it was 23:02 again
    start = datetime(2006, 10, 29, 2, 32, tzinfo=UTC)
    [day] = buckets(start, start + MINUTE, "day", newfoundland).starts
    assert day == datetime(2006, 10, 28, tzinfo=newfoundland)


def test_weeks_begin_on_monday_and_the_first_one_begins_before_the_range() -> None:
    [week] = buckets(at("2026-11-19T00:00+00:00"), at("2026-11-20T00:00+00:00"), "week", ZoneInfo("UTC")).starts
    assert week.isoformat() == "2026-11-16T00:00:00+00:00"


def test_weeks_from_sunday_begin_a_day_before_monday_also_where_clocks_change_that_night() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found = buckets(at("2026-03-28T23:00+01:00"), at("2026-04-05T00:00+02:00"), "week", berlin, "sunday").starts
    assert [week.isoformat() for week in found] == ["2026-03-22T00:00:00+01:00", "2026-03-29T00:00:00+01:00"]


@pytest.mark.parametrize(
    "name",
    [
        *("Mars/Olympus", "../etc/passwd", "/etc/localtime", "", "America", "UTC\0", "x" * 9999),
        *("localtime", "posixrules", "posix/Europe/Berlin", "right/Europe/Berlin"),
    ],
)
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone_called(name)


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ODD) | st.sampled_from(ZONES),
    since=st.datetimes(datetime(2000, 1, 2), datetime(2037, 1, 1)),
    length=st.integers(1, 3 * 24 * 60),
    interval=st.sampled_from(["hour", "day", "week"]),
    week_start=st.sampled_from(["monday", "sunday"]),
)
@example("America/St_Johns", datetime(2006, 10, 28, 20, 0), 900, "day", "monday")
@example("America/St_Johns", datetime(2006, 10, 28, 20, 0), 900, "hour", "monday")
@example("America/St_Johns", datetime(2006, 10, 29, 2, 31), 1, "day", "monday")
@example("Australia/Lord_Howe", datetime(2026, 4, 4, 10, 0), 900, "hour", "monday")
@example("Pacific/Apia", datetime(2011, 12, 29, 0, 0), 4000, "day", "monday")
@example("Asia/Tehran", datetime(2022, 3, 21, 12, 0), 2000, "hour", "monday")
@example("Asia/Beirut", datetime(2026, 10, 24, 21, 59), 122, "hour", "monday")
@example("Australia/Lord_Howe", datetime(2026, 4, 4, 15, 10), 122, "hour", "monday")
@example("Africa/Casablanca", datetime(2026, 2, 14, 12, 0), 2000, "hour", "monday")
@example("America/Havana", datetime(2026, 11, 1, 0, 0), 2000, "day", "monday")
def test_buckets_are_what_the_wall_clock_says(
    zone: str, since: datetime, length: int, interval: str, week_start: str
) -> None:
    place = ZoneInfo(zone)
    start = since.replace(second=0, microsecond=0, tzinfo=UTC)
    end = start + length * MINUTE
    found = buckets(start, end, interval, place, week_start)  # type: ignore[arg-type]  # sampled from its words
    expected = oracle.buckets(start, end, interval, place, MINUTE, week_start)
    assert [one.astimezone(UTC) for one in found.starts] == list(expected.values())
    assert all(one < other for one, other in pairwise(found.edges))
    for moment in oracle.ticks(start, end, 7 * MINUTE):
        edge = max(at for at, edge in enumerate(found.edges) if edge <= moment)
        assert list(expected)[found.places[edge]] == oracle.wall_clock(moment, interval, place, week_start)


@settings(max_examples=200, deadline=None)
@given(zone=st.sampled_from(ZONES), local=st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)))
def test_the_first_instant_of_a_local_time_is_not_before_it_and_nothing_earlier_is(zone: str, local: datetime) -> None:
    place = ZoneInfo(zone)
    local = local.replace(microsecond=0)
    found = first_instant(local, place)
    assert found.astimezone(place).replace(tzinfo=None) >= local
    assert (found - timedelta(seconds=1)).astimezone(place).replace(tzinfo=None) < local


def changes(zone: ZoneInfo) -> list[datetime]:
    """The days, from 2000 to 2037, on which the clocks of a zone change, found by looking at noon every day."""
    noons = [datetime(2000, 1, 1, 12, tzinfo=UTC) + timedelta(days=day) for day in range(0, 37 * 365, 10)]
    found = []
    for early, late in pairwise(noons):
        while (
            late - early > timedelta(days=1) and early.astimezone(zone).utcoffset() != late.astimezone(zone).utcoffset()
        ):
            middle = early + timedelta(days=(late - early).days // 2)
            if early.astimezone(zone).utcoffset() == middle.astimezone(zone).utcoffset():
                early = middle
            else:
                late = middle
        if early.astimezone(zone).utcoffset() != late.astimezone(zone).utcoffset():
            found.append(early)
    return found


@pytest.mark.parametrize("part", range(8))
def test_every_zone_has_the_hours_and_days_of_its_wall_clock_where_that_changes(part: int) -> None:
    for zone in map(ZoneInfo, ZONES[part::8]):
        found = changes(zone)
        for noon in sorted(found, key=lambda day: zlib.crc32(f"{zone.key} {day}".encode()))[:2]:
            start, end = noon - timedelta(hours=1), noon + timedelta(hours=25)
            for interval in ("hour", "day"):
                starts = buckets(start, end, interval, zone).starts  # type: ignore[arg-type]  # two of its words
                expected = list(oracle.buckets(start, end, interval, zone, MINUTE).values())
                assert [one.astimezone(UTC) for one in starts] == expected, (zone.key, noon, interval)


def hours_of(day: str, zone: ZoneInfo) -> list[datetime]:
    """The hours of a local day."""
    start = datetime.fromisoformat(day)
    until = start + timedelta(days=1)
    return buckets(first_instant(start, zone), first_instant(until, zone), "hour", zone).starts


def at(text: str) -> datetime:
    """A moment."""
    return datetime.fromisoformat(text)
