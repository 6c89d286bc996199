"""A time without an offset is read in the question's time zone, also where clocks show it twice or never."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from query.questions.words import instant
from tests.people import Direct, happen
from tests.query.conftest import Ask
from tests.query.reports.drawn import BUSY, ZONES

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("2026-07-05T10:00", "2026-07-05T08:00:00+00:00"),
        ("2026-07-05T10:00:00.5", "2026-07-05T08:00:00.500000+00:00"),
        ("2026-07-05 10:00", "2026-07-05T08:00:00+00:00"),
        ("20260705T100000", "2026-07-05T08:00:00+00:00"),
        ("2026-07-05T10:00Z", "2026-07-05T10:00:00+00:00"),
        ("2026-07-05T10:00+05:30", "2026-07-05T04:30:00+00:00"),
        ("2026-07-05", "2026-07-04T22:00:00+00:00"),
    ],
)
def test_an_offset_counts_before_the_zone_and_the_zone_before_utc(said: str, means: str) -> None:
    assert instant(said, BERLIN).isoformat() == means


def test_a_time_that_clocks_jump_over_is_the_moment_of_the_jump() -> None:
    for minute in ("00", "30", "59"):
        assert instant(f"2026-03-29T02:{minute}", BERLIN) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_time_that_strikes_twice_is_the_first_of_both() -> None:
    assert instant("2026-10-25T02:30", BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@settings(max_examples=150, deadline=None)
@given(zone=st.sampled_from(ZONES), middle=st.sampled_from(BUSY), minutes=st.integers(-2000, 2000))
@example("Pacific/Apia", datetime(2011, 12, 30, tzinfo=UTC), 600)
@example("Australia/Lord_Howe", datetime(2026, 4, 5, tzinfo=UTC), 105)
def test_a_local_time_is_the_first_minute_at_which_the_wall_clock_shows_it_or_a_later_one(
    zone: str, middle: datetime, minutes: int
) -> None:
    place = ZoneInfo(zone)
    local = (middle + timedelta(minutes=minutes)).replace(tzinfo=None)
    looked = middle + timedelta(minutes=minutes - 16 * 60)
    while looked.astimezone(place).replace(tzinfo=None) < local:
        looked += timedelta(minutes=1)
    assert instant(local.isoformat(), place) == looked


@pytest.mark.parametrize("said", ["20260705", "2026-W27-7", "2026W277", "10:00", "2026-07-05T25:00", "now", ""])
def test_what_is_neither_a_date_nor_a_time_is_refused_with_an_example_of_both(said: str) -> None:
    with pytest.raises(ValueError, match=r"2026-01-31, or a time such as 2026-01-31T10:00"):
        instant(said, BERLIN)


def test_the_times_of_a_question_are_read_in_its_zone(database: Direct, shop: str, ask: Ask) -> None:
    ten = datetime(2026, 7, 5, 10, tzinfo=BERLIN)
    happen(database, shop, [("early", "d1", ten - timedelta(minutes=1)), ("there", "d1", ten)])
    local = {"from": "2026-07-05T10:00", "to": "2026-07-05T11:00", "timezone": "Europe/Berlin"}
    asked = {**local, "interval": "hour", "series": [{"event": None}]}
    answer = ask("POST", f"/api/apps/{shop}/reports/trends", asked).json
    assert (answer["buckets"], answer["series"][0]["values"]) == (["2026-07-05T10:00:00+02:00"], [1])
    said = "&".join(f"{name}={value}" for name, value in local.items())
    looks = [f"events?{said}", f"visitors/d1?{said}"]
    assert [[e["name"] for e in ask("GET", f"/api/apps/{shop}/{look}").json["events"]] for look in looks] == [
        ["there"],
        ["there"],
    ]
    assert [e["name"] for e in ask("GET", f"/api/apps/{shop}/catalog?{said}").json["events"]] == ["there"]


def test_a_cohort_keeps_its_local_times_and_reads_them_in_its_zone(database: Direct, shop: str, ask: Ask) -> None:
    ten = datetime(2026, 7, 5, 10, tzinfo=BERLIN)
    happen(database, shop, [("open", "early", ten - timedelta(minutes=1)), ("open", "there", ten)])
    definition = {
        "kind": "did",
        "event": "open",
        "from": "2026-07-05T10:00",
        "to": "2026-07-05T11:00",
        "timezone": "Europe/Berlin",
    }
    made = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "Ten", "definition": definition}).json
    assert made["definition"] == definition
    listed = ask("GET", f"/api/apps/{shop}/cohorts/{made['id']}/visitors").json
    assert [one["visitor"] if isinstance(one, dict) else one for one in listed["visitors"]] == ["there"]


def test_a_range_may_not_run_backwards_in_the_zone_it_is_read_in(shop: str, ask: Ask) -> None:
    """Ten in Berlin is before ten in UTC, and not before eight in UTC."""
    asked = {"timezone": "Europe/Berlin", "to": "2026-07-05T10:00", "interval": "hour", "series": [{"event": None}]}
    assert ask("POST", f"/api/apps/{shop}/reports/trends", {**asked, "from": "2026-07-05T08:00Z"}).status == 200
    assert ask("POST", f"/api/apps/{shop}/reports/trends", {**asked, "from": "2026-07-05T08:01Z"}).status == 422
