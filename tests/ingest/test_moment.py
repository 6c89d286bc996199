"""Times are read strictly, in one way only, and give the same event the same place on every retry."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.event import Refused
from ingest.moment import Moment, of_request, parse, place
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


@given(st.text(max_size=40) | st.floats() | st.integers() | st.booleans() | st.none() | st.lists(st.integers()))
def test_anything_else_is_refused_and_nothing_crashes(anything: object) -> None:
    with suppress(Refused):
        assert parse(anything).tzinfo is not None


@pytest.mark.parametrize(
    "text",
    [
        "now",
        "infinity",
        "epoch",
        "J2451187",
        "2026-W01-1",
        "20260101T000000Z",
        "2026-01-01",
        "10000-01-01T00:00:00Z",
        "2016-12-31T23:59:60Z",
        "2026-01-01T00:00:00+16:00",
        "2026-01-01 00:00 Africa/Cairo",
        "-1",
        "2" * 200_000,
        "\u0662\u0660\u0662\u0666-01-01T00:00:00Z",
        "2026-01-01T24:00:00Z",
    ],
)
def test_what_postgres_would_have_guessed_at_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse(text)


def test_a_time_without_an_offset_is_utc_and_fractions_below_a_microsecond_are_cut() -> None:
    assert parse("2026-01-01T00:00:00.123456789") == datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)


@given(st.integers(-50, 50), st.integers(0, 10**6))
def test_the_time_in_an_id_is_as_sent_whatever_the_clock_was_corrected_by(days: int, seconds: int) -> None:
    sent = NOW - timedelta(days=300, seconds=seconds)
    moment = of_request(NOW, (NOW + timedelta(days=days)).isoformat())
    sent_ms, occurred_at, _ = place(sent.isoformat(), None, moment)
    assert sent_ms == int(sent.timestamp()) * 1000
    assert occurred_at == sent - timedelta(days=days)


def test_small_differences_are_the_networks_and_change_nothing() -> None:
    assert of_request(NOW, (NOW - timedelta(seconds=59)).isoformat()).skew is None


@pytest.mark.parametrize(
    ("sent_at", "time", "code"),
    [
        ("2099-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "TIME_TOO_EARLY"),
        (0, "9999-12-31T23:59:59Z", "TIME_IN_FUTURE"),
    ],
)
def test_times_that_leave_the_calendar_together_are_refused(sent_at: object, time: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        place(time, None, of_request(NOW, sent_at))
    assert refused.value.code == code


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
    happened = parse(clock) - timedelta(seconds=5)
    assert place(happened.isoformat(), None, of_request(NOW, clock))[1:] == (NOW - timedelta(seconds=5), True)


@given(st.uuids().map(str), st.text(), st.integers(0, 2**48 - 1))
def test_an_id_is_a_version_8_uuid_that_begins_with_its_time(app_id: str, client_id: str, time_ms: int) -> None:
    made = event_id(app_id, client_id, time_ms)
    assert made == event_id(app_id, client_id, time_ms)
    assert int(made[:12], 16) == time_ms
    assert (len(made), made[12]) == (32, "8")
    assert made[16] in "89ab"
