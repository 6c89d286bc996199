"""Weeks begin on Monday, or on Sunday where a question says so, in every report and whatever clocks do that night."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.oracles.wall import buckets, wall_clock
from tests.people import Direct, forget, happen
from tests.query.conftest import Ask
from tests.query.reports.drawn import BUSY, ZONES

SUNDAYS = {"from": "2026-03-22", "to": "2026-04-05", "timezone": "Europe/Berlin", "weekStart": "sunday"}
"""Two weeks, the second of which begins in the night in which clocks go forward."""
WEEKS = ["2026-03-22T00:00:00+01:00", "2026-03-29T00:00:00+01:00"]
SATURDAY, SUNDAY, MONDAY = (datetime(2026, 3, day, 12, tzinfo=UTC) for day in (28, 29, 30))


def test_every_report_that_counts_weeks_counts_them_from_sunday_where_asked_to(
    database: Direct, shop: str, ask: Ask
) -> None:
    happen(database, shop, [("open", "d1", SATURDAY), ("open", "d2", SUNDAY), ("open", "d1", MONDAY)])

    def answer(report: str, **words: object) -> dict[str, Any]:
        return ask("POST", f"/api/apps/{shop}/reports/{report}", {**SUNDAYS, "interval": "week", **words}).json

    trends = answer("trends", series=[{"event": "open"}])
    assert (trends["buckets"], trends["series"][0]["values"]) == (WEEKS, [1, 2])
    sessions = answer("sessions")
    assert (sessions["buckets"], sessions["sessions"]) == (WEEKS, [1, 2])
    assert answer("overview")["buckets"] == WEEKS
    lifecycle = answer("lifecycle")
    assert (lifecycle["buckets"], lifecycle["new"], lifecycle["returning"]) == (WEEKS, [1, 1], [0, 1])
    retention = answer("retention", periods=1)
    assert [(one["start"], one["values"]) for one in retention["cohorts"]] == [(WEEKS[0], [1, 1]), (WEEKS[1], [1, 0])]
    funnel = answer("funnel", steps=[{"event": "open"}])
    assert [(one["start"], one["entered"]) for one in funnel["overTime"]] == list(zip(WEEKS, [1, 1], strict=True))


def test_the_weeks_before_that_are_compared_with_begin_on_the_same_day(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "d1", SATURDAY - timedelta(days=14)), ("open", "d1", SUNDAY - timedelta(days=14))])
    asked = {**SUNDAYS, "interval": "week", "series": [{"event": "open"}], "compare": "previous"}
    previous = ask("POST", f"/api/apps/{shop}/reports/trends", asked).json["previous"]
    assert previous["buckets"] == ["2026-03-08T00:00:00+01:00", "2026-03-15T00:00:00+01:00"]
    assert previous["series"][0]["values"] == [1, 1]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(ZONES),
    middle=st.sampled_from(BUSY),
    reach=st.tuples(st.integers(0, 1440), st.integers(1, 1440)),
    week_start=st.sampled_from(["monday", "sunday"]),
    after=st.lists(st.integers(-1440, 1439), max_size=15),
)
@example("Asia/Beirut", datetime(2026, 3, 29, tzinfo=UTC), (300, 1440), "sunday", [-121, -120, -60, 0])
@example("America/St_Johns", datetime(2006, 10, 29, tzinfo=UTC), (300, 1440), "sunday", [149, 150, 151, 152, 210])
def test_weeks_are_what_the_wall_calendar_says(
    database: Direct,
    shop: str,
    ask: Ask,
    zone: str,
    middle: datetime,
    reach: tuple[int, int],
    week_start: str,
    after: list[int],
) -> None:
    start, end = middle - timedelta(minutes=10 * reach[0]), middle + timedelta(minutes=10 * reach[1])
    moments = [middle + timedelta(minutes=minutes) for minutes in after]
    forget(database)
    happen(database, shop, [("open", f"d{at}", moment) for at, moment in enumerate(moments)])
    asked = {"from": start.isoformat(), "to": end.isoformat(), "timezone": zone, "interval": "week"}
    asked["weekStart"] = week_start
    place = ZoneInfo(zone)
    found = Counter(wall_clock(one, "week", place, week_start) for one in moments if start <= one < end)
    expected = [found[week] for week in buckets(start, end, "week", place, timedelta(minutes=15), week_start)]
    trends = ask("POST", f"/api/apps/{shop}/reports/trends", {**asked, "series": [{"event": "open"}]}).json
    assert trends["series"][0]["values"] == expected
    assert ask("POST", f"/api/apps/{shop}/reports/sessions", asked).json["sessions"] == expected
    funnel = ask("POST", f"/api/apps/{shop}/reports/funnel", {**asked, "steps": [{"event": "open"}]}).json
    assert [one["entered"] for one in funnel["overTime"]] == expected


@pytest.mark.parametrize(
    ("report", "words", "says"),
    [
        ("trends", {"weekStart": "friday", "series": [{"event": None}]}, "'monday' or 'sunday'"),
        ("paths", {"weekStart": "sunday"}, "not known"),
        ("stickiness", {"weekStart": "sunday"}, "not known"),
    ],
)
def test_a_week_that_begins_otherwise_or_where_none_is_counted_is_refused(
    shop: str, ask: Ask, report: str, words: dict[str, Any], says: str
) -> None:
    interval = {} if report == "paths" else {"interval": "day"}
    asked = {"from": "2026-03-22", "to": "2026-04-05", **interval, **words}
    reply = ask("POST", f"/api/apps/{shop}/reports/{report}", asked)
    assert reply.status == 422
    [error] = reply.json["errors"]
    assert error["path"] == "weekStart"
    assert says in error["message"]


def test_a_saved_report_keeps_the_day_on_which_its_weeks_begin(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "d1", SATURDAY), ("open", "d2", SUNDAY)])
    question = {**SUNDAYS, "interval": "week", "series": [{"event": "open"}]}
    saved = {"name": "Weeks", "report": "trends", "question": question}
    made = ask("POST", f"/api/apps/{shop}/saved-reports", saved).json
    assert made["question"] == question
    answer = ask("GET", f"/api/apps/{shop}/saved-reports/{made['id']}/answer").json
    assert (answer["buckets"], answer["series"][0]["values"]) == (WEEKS, [1, 1])
