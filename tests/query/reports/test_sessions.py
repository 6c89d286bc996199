"""Sessions are what cutting each visitor's line of events by hand gives, wherever the range is cut."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import mean, median
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from query.app import handler
from tests.app_settings import say
from tests.gateway import call
from tests.oracles.filters import passes
from tests.oracles.visits import Seen, Visit, visits
from tests.oracles.wall import buckets, previous, wall_clock
from tests.people import Direct, forget, happen
from tests.query.conftest import Ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GAP = 30 * MINUTE
SET_BACK = datetime(2006, 10, 29, 2, 30, tzinfo=UTC)
"""Midnight in St. John's, a minute before clocks went back to 23:01 of the day before."""
LINKS = {"d1": "ann", "d2": "ann"}


def test_sessions_are_counted_where_they_begin(database: Direct, shop: str, ask: Ask) -> None:
    happen(
        database,
        shop,
        [
            ("open", "d1", at(0)),
            ("buy", "d1", at(20)),
            ("open", "d1", at(60)),  # 40 minutes later: another session
            ("open", "d2", at(0)),
            ("leave", "d2", at(10)),
            ("open", "d3", at(24 * 60)),
            ("ping", None, at(0)),  # of nobody
        ],
    )
    assert report(ask, shop) == {
        "buckets": ["2026-11-20T00:00:00+00:00", "2026-11-21T00:00:00+00:00"],
        "sessions": [3, 1],
        "visitors": [2, 1],
        "totals": {
            "sessions": 4,
            "visitors": 3,
            "bounceRate": 0.5,
            "medianDurationSeconds": 300.0,
            "avgDurationSeconds": 450.0,
            "eventsPerSession": 1.5,
        },
    }


def test_a_pause_of_exactly_the_gap_is_within_a_session(database: Direct, shop: str, ask: Ask) -> None:
    late = timedelta(microseconds=1)
    happen(database, shop, [("open", "in", at(0)), ("buy", "in", at(30))])
    happen(database, shop, [("open", "out", at(0)), ("buy", "out", at(30) + late)])
    assert report(ask, shop)["totals"]["sessions"] == 3


def test_an_app_may_have_a_gap_of_its_own(database: Direct, shop: str, ask: Ask) -> None:
    assert ask("PATCH", f"/api/apps/{shop}/settings", {"sessionGapSeconds": 60}).status == 200
    happen(database, shop, [("open", "d1", at(0)), ("buy", "d1", at(1)), ("leave", "d1", at(3))])
    assert report(ask, shop)["totals"]["sessions"] == 2


def test_a_session_that_began_before_the_range_is_not_of_it_however_long_it_goes_on(
    database: Direct, shop: str, ask: Ask
) -> None:
    happen(database, shop, [("ping", "d1", at(20 * minutes)) for minutes in range(-200, 3)])
    cut = report(ask, shop, {"from": NOON.isoformat(), "to": at(60).isoformat()})
    assert cut["totals"]["sessions"] == 0
    assert cut["totals"]["medianDurationSeconds"] is None


def test_a_session_that_goes_on_behind_the_range_is_followed_for_a_day(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("ping", "d1", at(20 * minutes)) for minutes in range(200)])
    cut = report(ask, shop, {"from": NOON.isoformat(), "to": at(1).isoformat()})
    assert cut["totals"]["eventsPerSession"] == 73  # one every 20 minutes until 12:01 of the day after, without it


def test_what_is_done_on_two_devices_of_one_visitor_is_one_session(database: Direct, shop: str, ask: Ask) -> None:
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'phone', 'ann')", [shop])
    happen(database, shop, [("open", "phone", at(0)), ("buy", "ann", at(20)), ("leave", "phone", at(40))])
    totals = report(ask, shop)["totals"]
    assert (totals["sessions"], totals["visitors"], totals["medianDurationSeconds"]) == (1, 1, 2400.0)


def test_a_session_lasts_while_any_device_of_its_visitor_is_used(database: Direct, shop: str, ask: Ask) -> None:
    for device in ("phone", "tablet", "watch"):
        database.execute("INSERT INTO spoor.identities VALUES (%s, %s, 'ann')", [shop, device])
    happen(database, shop, [("open", "phone", at(0)), ("open", "phone", at(25))])
    happen(database, shop, [("open", "tablet", at(0)), ("open", "watch", at(0)), ("open", "watch", at(5))])
    happen(database, shop, [("buy", "tablet", at(55)), ("open", "tablet", at(86)), ("open", "phone", at(86))])
    answer = report(ask, shop)
    assert (answer["sessions"], answer["visitors"]) == ([2, 0], [1, 0])
    totals = answer["totals"]
    assert (totals["avgDurationSeconds"], totals["eventsPerSession"], totals["bounceRate"]) == (27.5 * 60, 4.0, 0.0)


def test_a_visitor_is_counted_once_in_a_day_that_clocks_return_to(database: Direct, shop: str, ask: Ask) -> None:
    say(database, session_gap_seconds=60)
    minutes = (-5, 0, 20, 80)  # at 00:01 it became 23:01 once more: the 28th, the 29th, the 28th, the 29th
    happen(database, shop, [("open", "d1", SET_BACK + minute * MINUTE) for minute in minutes])
    zone = {"timezone": "America/St_Johns"}
    other = report(ask, shop, zone)
    assert (other["sessions"], other["visitors"]) == ([0, 0], [0, 0])
    answer = report(ask, shop, {**zone, "from": "2006-10-28", "to": "2006-10-30"})
    assert (answer["sessions"], answer["visitors"]) == ([2, 2], [1, 1])
    assert (answer["totals"]["sessions"], answer["totals"]["visitors"]) == (4, 1)


def test_filters_choose_the_events_that_sessions_are_made_of(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "d1", at(0)), ("ping", "d1", at(20)), ("open", "d1", at(40))])
    named = {"filters": [{"property": "$name", "operator": "is", "value": "open"}]}
    assert report(ask, shop)["totals"]["sessions"] == 1
    assert report(ask, shop, named)["totals"]["sessions"] == 2


@pytest.mark.parametrize("name", ["sessions", "paths"])
def test_a_cohort_chooses_whose_sessions_are_looked_at(database: Direct, shop: str, ask: Ask, name: str) -> None:
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'phone', 'ann')", [shop])
    happen(database, shop, [("buy", "ann", at(0)), ("open", "phone", at(10)), ("open", "ben", at(0))])
    buyers = {"kind": "did", "event": "buy", "from": "2026-11-20", "to": "2026-11-21"}
    cohort = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "Buyers", "definition": buyers}).json["id"]
    filters = [{"property": "$cohort", "operator": "is", "value": cohort}]
    question = {**QUESTION, "filters": filters} if name == "sessions" else {**RANGE, "filters": filters}
    answer = ask("POST", f"/api/apps/{shop}/reports/{name}", question).json
    if name == "sessions":
        assert (answer["sessions"], answer["totals"]["eventsPerSession"]) == ([1, 0], 2)
    else:
        assert [(node["name"], node["visitors"]) for node in answer["nodes"]] == [("buy", 1), ("open", 1)]


def test_an_app_without_events_has_no_sessions(shop: str, ask: Ask) -> None:
    empty = report(ask, shop)
    assert (empty["sessions"], empty["totals"]["bounceRate"]) == ([0, 0], 0)


def test_the_table_has_a_row_a_bucket_and_one_for_the_whole(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "d1", at(0)), ("open", "d1", at(24 * 60))])
    address = f"/api/apps/{shop}/reports/sessions"
    reply = call(handler, "POST", address, QUESTION, user_id="ann", headers={"accept": "text/csv"})
    assert reply.text.splitlines() == [
        "bucket,sessions,visitors,bounce rate,median seconds,average seconds,events per session",
        "2026-11-20T00:00:00+00:00,1,1,,,,",
        "2026-11-21T00:00:00+00:00,1,1,,,,",
        "whole range,2,1,1.0,0.0,0.0,1.0",
    ]


drawn = st.lists(
    st.tuples(
        st.sampled_from(["open", "buy"]),
        st.sampled_from(["d1", "d2", "d3", None]),
        st.integers(-400, 2000) | st.integers(-4, 12).map(lambda tens: 10 * tens) | st.integers(0, 90),
        st.sampled_from([None, None, "x", "y", "$other", 1, [2]]),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=drawn,
    gap=st.sampled_from([10, 30, 61]),
    begin=st.integers(-300, 100),
    length=st.integers(1, 3000),
    zone=st.sampled_from(["UTC", "America/St_Johns", "Asia/Kathmandu"]),
    interval=st.sampled_from(["hour", "day", "week"]),
    filters=st.sampled_from([[], [{"property": "$name", "operator": "isNot", "value": "buy"}]]),
    breakdown=st.sampled_from([{}, {"of": "session"}, {"of": "sessionEnd"}, {"of": "sessionEnd", "limit": 2}]),
    compare=st.sampled_from([None, "previous", (-60, 60), (0, 0), (-400, 2000)]),
)
@example(
    [("open", "d3", 0, None), ("buy", "d3", 10, None), ("open", "d3", 20, None)],
    10,
    10,
    30,
    "UTC",
    "hour",
    [],
    {},
    None,
)
@example(
    [("open", "d1", 0, None), ("open", "d1", 25, None), ("open", "d2", 5, None), ("buy", "d2", 50, None)],
    *(30, 0, 60, "UTC", "day", [], {}, None),
)
def test_sessions_are_what_cutting_by_hand_gives(
    database: Direct,
    shop: str,
    ask: Ask,
    drawn: list[tuple[str, str | None, int, Any]],
    gap: int,
    begin: int,
    length: int,
    zone: str,
    interval: str,
    filters: list[Any],
    breakdown: dict[str, Any],
    compare: Any,
) -> None:
    start, end = at(begin), at(begin + length)
    forget(database)
    say(database, session_gap_seconds=gap * 60)
    happen(database, shop, [(name, device, at(minutes), {"k": says}) for name, device, minutes, says in drawn])
    for device, person in LINKS.items():
        database.execute("INSERT INTO spoor.identities VALUES (%s, %s, %s)", [shop, device, person])
    asked = {"from": start.isoformat(), "to": end.isoformat(), "timezone": zone, "interval": interval}
    more: dict[str, Any] = {"breakdown": {"property": "k", "limit": 3, **breakdown}} if breakdown else {}
    periods = [(start, end)]
    if isinstance(compare, tuple):
        periods.append((at(compare[0]), at(compare[1])))
        more["compare"] = {"from": periods[1][0].isoformat(), "to": periods[1][1].isoformat()}
    elif compare:
        periods.append((previous(start, end, ZoneInfo(zone)), start))
        more["compare"] = compare
    reply = report(ask, shop, {**asked, "filters": filters, **more})
    seen = [
        Seen(name, LINKS.get(device or "", device), at(minutes), says)
        for name, device, minutes, says in drawn
        if passes({"name": name, "anonymousId": device, "properties": None}, filters)
    ]
    found = [visits(seen, gap * MINUTE, *period) for period in periods]
    answers = [reply, reply["previous"]] if compare else [reply]
    for answer, (since, until), some in zip(answers, periods, found, strict=True):
        expect(answer, some, since, until, interval, ZoneInfo(zone))
    if not breakdown:
        assert "breakdown" not in reply
        return
    told = told_apart(found[0], breakdown["of"], more["breakdown"]["limit"])
    for answer, (since, until), some in zip(answers, periods, found, strict=True):
        values = [each["value"] for each in answer["breakdown"]]
        others = any(key(visit, breakdown["of"]) not in told for each in found for visit in each)
        assert [as_json(value) for value in values] == [*told, *(['"$other"'] if others else [])]
        for each in answer["breakdown"]:
            if each["value"] == "$other":
                own = [visit for visit in some if key(visit, breakdown["of"]) not in told]
            else:
                own = [visit for visit in some if key(visit, breakdown["of"]) == as_json(each["value"])]
            expect(each, own, since, until, interval, ZoneInfo(zone))


def key(visit: Visit, of: str) -> str:
    """What a session is told apart by, as JSON."""
    return as_json(visit.says(of))


def as_json(value: Any) -> str:
    """The same text for the same value."""
    return json.dumps(value)


def told_apart(found: list[Visit], of: str, limit: int) -> list[str]:
    """The values with the most sessions; of equal ones numbers first, then all else by its text, nothing last."""
    counts = Counter(key(visit, of) for visit in found)
    counts.pop('"$other"', None)

    def rank(text: str) -> tuple[Any, ...]:
        value = json.loads(text)
        return -counts[text], value is None, not isinstance(value, int), value if isinstance(value, str) else text

    return sorted(counts, key=rank)[:limit]


def expect(
    reply: dict[str, Any], found: list[Visit], start: datetime, end: datetime, interval: str, zone: ZoneInfo
) -> None:
    """Compare an answer with the sessions that there are."""
    places = buckets(start, end, interval, zone, MINUTE) if start < end else {}
    inside = [[visit for visit in found if wall_clock(visit.start, interval, zone) == place] for place in places]
    assert reply["sessions"] == [len(some) for some in inside]
    assert reply["visitors"] == [len({visit.visitor for visit in some}) for some in inside]
    totals, lengths = reply["totals"], [(visit.events[-1].at - visit.start).total_seconds() for visit in found]
    assert totals["sessions"] == len(found)
    assert totals["visitors"] == len({visit.visitor for visit in found})
    assert totals["bounceRate"] == (mean(len(visit.events) == 1 for visit in found) if found else 0)
    assert totals["medianDurationSeconds"] == (median(lengths) if found else None)
    assert totals["avgDurationSeconds"] == (pytest.approx(mean(lengths)) if found else None)
    counts = [len(visit.events) for visit in found]
    assert totals["eventsPerSession"] == (pytest.approx(mean(counts)) if found else None)


@pytest.mark.parametrize(
    ("change", "path", "named"),
    [
        ({"interval": "fortnight"}, "interval", "fortnight"),
        ({"interval": None}, "interval", "'hour'"),
        ({"from": "1970-01-01", "interval": "hour"}, "", "2000 buckets"),
        ({"gap": 5}, "gap", "not known"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_name(
    shop: str, ask: Ask, change: dict[str, object], path: str, named: str
) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/sessions", {**QUESTION, **change})
    assert reply.status == 422
    assert reply.json["errors"][0]["path"] == path
    assert named in reply.json["errors"][0]["message"]


RANGE = {"from": "2026-11-20", "to": "2026-11-22"}
QUESTION = {**RANGE, "interval": "day"}


def at(minutes: int) -> datetime:
    """A moment of the tests' day."""
    return NOON + minutes * MINUTE


def report(ask: Ask, shop: str, change: dict[str, Any] | None = None) -> dict[str, Any]:
    """The answer for two days, or for what is asked instead."""
    reply = ask("POST", f"/api/apps/{shop}/reports/sessions", {**QUESTION, **(change or {})})
    assert reply.status == 200, reply.text
    return dict(reply.json)
