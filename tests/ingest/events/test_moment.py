"""A time is read in every spelling of the standards, never guessed at, and gives an event one place on every retry."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.events.moment import Moment, of_request, parse, place
from spoor.ids import event_id

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=OFFSETS))
def test_every_time_that_python_writes_is_read_back_exactly(written: datetime) -> None:
    assert parse(written.isoformat()) == written


@given(st.integers(946_684_800_000, 4_000_000_000_000))
def test_a_number_is_milliseconds_and_the_same_in_seconds_or_microseconds(milliseconds: int) -> None:
    expected = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    assert abs(parse(milliseconds) - expected) < timedelta(milliseconds=1)
    assert abs(parse(milliseconds * 1000) - expected) < timedelta(milliseconds=1)
    assert abs(parse(milliseconds / 1000) - expected) < timedelta(milliseconds=1)


@given(st.text(max_size=90) | st.floats() | st.integers() | st.booleans() | st.none() | st.lists(st.integers()))
def test_anything_else_is_no_time_and_nothing_crashes(anything: object) -> None:
    read = parse(anything)
    assert read is None or read.tzinfo is not None


TEN = datetime(2026, 11, 29, 10, tzinfo=UTC)
SPELLINGS = {
    "2026-11-29T10:00Z": TEN,
    "2026-11-29T10Z": TEN,
    "2026-11-29t10:00:00z": TEN,
    "2026-11-29T10:00:00.000000000Z": TEN,
    "2026-11-29T10:00:00,000Z": TEN,
    "2026-11-29T15:00:00+05": TEN,
    "2026-11-29T15:30:00+0530": TEN,
    "2026-11-29T05:00:00\u221205:00": TEN,
    "2026-11-29T11:00+01:00[Europe/Berlin]": TEN,
    "2026-11-29 10:00:00": TEN,
    "2026-11-29 10:00": TEN,
    "2026-11-29 10:00:00 UTC": TEN,
    "2026-11-29 11:00:00 +0100": TEN,
    "2026-11-29 10:00:00.5 +0000 UTC m=+0.012": TEN + timedelta(seconds=0.5),
    " 2026-11-29T10:00:00Z\n": TEN,
    "20261129T100000Z": TEN,
    "20261129T1000+0000": TEN,
    "20261129100000": TEN,
    "2026-W48-7T10:00:00Z": TEN,
    "2026W487T10Z": TEN,
    "2026-333T10:00Z": TEN,
    "2026333T1000Z": TEN,
    "+002026-11-29T10:00:00Z": TEN,
    "2026-11-29T09:30.5Z": TEN - timedelta(minutes=29.5),
    "2026-11-29": TEN.replace(hour=0),
    "20261129": TEN.replace(hour=0),
    "2026-W48-7": TEN.replace(hour=0),
    "2026-333": TEN.replace(hour=0),
    "2026-11-28T24:00:00Z": TEN.replace(hour=0),
    "2016-12-31T23:59:60Z": datetime(2017, 1, 1, tzinfo=UTC),
    "2026-11-30T02:00:00+16:00": TEN,
    "Sun, 29 Nov 2026 10:00:00 GMT": TEN,
    "Sun,29 Nov 2026 10:00:00 GMT": TEN,
    '"2026-11-29T10:00:00.000Z"': TEN,
    "Sun, 29 Nov 2026 11:00:00 +0100 (CET)": TEN,
    "29 Nov 26 05:00 EST": TEN,
    "Sunday, 29-Nov-26 10:00:00 GMT": TEN,
    "Sun Nov 29 10:00:00 2026": TEN,
    "Sun Nov 29 10:00:00 UTC 2026": TEN,
    "Sun Nov 29 2026 11:00:00 GMT+0100 (Mitteleurop\u00e4ische Normalzeit)": TEN,
    "1795946400": TEN,
    "1795946400000": TEN,
    "1795946400000000": TEN,
    "1795946400000000000": TEN,
    "1795946400.25": TEN + timedelta(seconds=0.25),
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_time_is_read_in_every_spelling_of_the_standards(text: str) -> None:
    assert parse(text) == SPELLINGS[text]


@given(
    st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=OFFSETS),
    st.sampled_from(
        ["%Y%m%dT%H%M%S.%f%z", "%G-W%V-%uT%H:%M:%S.%f%z", "%Y-%jT%H:%M:%S.%f%z", "%Y-%m-%d %H:%M:%S.%f %z"]
    ),
)
def test_every_spelling_of_iso_8601_names_the_same_moment(written: datetime, form: str) -> None:
    assert parse(written.strftime(form)) == written


@given(st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=OFFSETS))
def test_a_time_of_a_mail_is_read_to_the_second(written: datetime) -> None:
    assert parse(format_datetime(written)) == written.replace(microsecond=0)


@pytest.mark.parametrize(
    "text",
    [
        "now",
        "infinity",
        "epoch",
        "J2451187",
        "0000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "294277-01-01",
        "2026-02-30T10:00Z",
        "2026-366",
        "2026-W54-1",
        "2026-01-01T00:00:00+24:00",
        "2026-01-01T24:01:00Z",
        "2026-01-01T10:61Z",
        "2026-01-01 00:00 Africa/Cairo",
        "01/02/2026",
        "-1",
        "2" * 200_000,
        "\u0662\u0660\u0662\u0666-01-01T00:00:00Z",
    ],
)
def test_what_only_postgres_would_have_guessed_at_is_no_time(text: str) -> None:
    assert parse(text) is None


def test_a_time_without_an_offset_is_utc_and_fractions_below_a_microsecond_are_cut() -> None:
    assert parse("2026-01-01T00:00:00.123456789") == datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)


@given(st.integers(-50, 50), st.integers(0, 10**6))
def test_the_time_in_an_id_is_as_sent_whatever_the_clock_was_corrected_by(days: int, seconds: int) -> None:
    sent = NOW - timedelta(days=300, seconds=seconds)
    moment = of_request(NOW, (NOW + timedelta(days=days)).isoformat())
    sent_ms, occurred_at, _, _ = place(sent.isoformat(), None, moment)
    assert sent_ms == int(sent.timestamp()) * 1000
    assert occurred_at == sent - timedelta(days=days)


def test_small_differences_are_the_networks_and_change_nothing() -> None:
    assert of_request(NOW, (NOW - timedelta(seconds=59)).isoformat()).skew is None


IMPOSSIBLE = {
    "no time": "yesterday",
    "the year 0": "0000-01-01T00:00:00Z",
    "the year 99999": "99999-01-01T00:00:00Z",
    "long ago": "1999-12-31T23:59:59Z",
    "zero": 0,
    "below zero": -5,
    "far ahead": (NOW + timedelta(days=3)).isoformat(),
    "not a number": float("nan"),
    "for ever": float("inf"),
    "true": True,
    "a list": ["2026-01-01"],
    "an object": {"$date": 1},
}


@pytest.mark.parametrize("time", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_a_time_that_cannot_be_is_replaced_by_the_arrival(time: object) -> None:
    assert place(time, None, of_request(NOW, None))[1:] == (NOW, NOW, "TIME_REPLACED")


@pytest.mark.parametrize("time", [None, "", "  "])
def test_no_time_is_the_arrival_and_nothing_is_said_about_it(time: object) -> None:
    assert place(time, None, of_request(NOW, None)) == (None, NOW, NOW, None)


def test_a_sent_at_corrects_a_time_before_that_is_judged() -> None:
    ahead = NOW + timedelta(days=300)
    assert place(ahead.isoformat(), None, of_request(NOW, ahead.isoformat()))[1:] == (NOW, NOW, "TIME_CORRECTED")


@pytest.mark.parametrize(
    ("sent_at", "time"), [("2099-12-31T23:59:59Z", "0001-01-01T00:00:00Z"), (0, "9999-12-31T23:59:59Z")]
)
def test_times_that_leave_the_calendar_together_are_replaced(sent_at: object, time: object) -> None:
    assert place(time, None, of_request(NOW, sent_at))[1:] == (NOW, NOW, "TIME_REPLACED")


@given(
    st.sampled_from([*IMPOSSIBLE.values(), "2026-11-29T10:00Z", "Sun, 22 Nov 2026 10:00:00 GMT"]), st.integers(1, 10**7)
)
def test_the_time_in_an_id_is_the_same_on_every_retry_whatever_the_time_was(time: object, seconds: int) -> None:
    later = NOW + timedelta(seconds=seconds)
    assert place(time, None, of_request(NOW, None))[0] == place(time, None, of_request(later, None))[0]


@pytest.mark.parametrize(
    "sent_at",
    [
        "yesterday",
        "0001-01-01T00:00:00Z",  # Go's zero time
        "0001-01-01T00:00:00+14:00",
        "1969-12-31T23:59:59Z",
        "2100-01-01T00:00:01Z",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-14:00",
        1e14,
    ],
)
def test_a_sent_at_that_cannot_be_read_or_that_no_clock_shows_counts_as_none(sent_at: object) -> None:
    assert of_request(NOW, sent_at) == Moment(NOW, NOW + timedelta(hours=24), None)


@pytest.mark.parametrize("clock", ["1970-01-01T00:00:07Z", 7, "2099-12-31T00:00:07Z"])
def test_a_clock_that_was_never_set_is_corrected(clock: object) -> None:
    clocked = parse(clock)
    assert clocked is not None
    happened = clocked - timedelta(seconds=5)
    assert place(happened.isoformat(), None, of_request(NOW, clock))[1::2] == (
        NOW - timedelta(seconds=5),
        "TIME_CORRECTED",
    )


@given(st.uuids().map(str), st.text(), st.integers(0, 2**48 - 1))
def test_an_id_is_a_version_8_uuid_that_begins_with_its_time(app_id: str, client_id: str, time_ms: int) -> None:
    made = event_id(app_id, client_id, time_ms)
    assert made == event_id(app_id, client_id, time_ms)
    assert int(made[:12], 16) == time_ms
    assert (len(made), made[12]) == (32, "8")
    assert made[16] in "89ab"
