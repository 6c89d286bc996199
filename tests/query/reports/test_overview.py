"""An overview is what sessions and trends answer one by one, and what counting by hand gives."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from query.app import handler
from tests.app_settings import say
from tests.gateway import call
from tests.oracles import overview as oracle
from tests.oracles.wall import buckets, wall_clock
from tests.people import Direct, forget, happen
from tests.query.conftest import Ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LINKS = {"d1": "ann", "d2": "ann"}
RANGE = {"from": "2026-11-20", "to": "2026-11-22"}
QUESTION = {**RANGE, "interval": "day"}
ONLY_PAGES = [{"property": "$name", "operator": "is", "value": "$pageview"}]

Event = tuple[str, str | None, datetime, dict[str, Any]]


def test_a_first_look_has_totals_a_line_of_each_and_lists(database: Direct, shop: str, ask: Ask) -> None:
    visit(database, shop, "d1", ["/", "/pricing"], "Ads")
    visit(database, shop, "d2", ["/"], "Direct")
    visit(database, shop, "d3", ["/pricing"], None, 24 * 60)
    lists = [{"property": "$pathname"}, {"property": "$channel", "of": "session"}]
    assert report(ask, shop, {"lists": lists}) == {
        "buckets": ["2026-11-20T00:00:00+00:00", "2026-11-21T00:00:00+00:00"],
        "totals": {
            "visitors": 3,
            "sessions": 3,
            "events": 5,
            "pageviews": 4,
            "bounceRate": 2 / 3,
            "medianDurationSeconds": 0.0,
            "viewsPerSession": 4 / 3,
        },
        "series": [
            {"measure": "visitors", "values": [2, 1]},
            {"measure": "sessions", "values": [2, 1]},
            {"measure": "events", "values": [4, 1]},
            {"measure": "pageviews", "values": [3, 1]},
            {"measure": "bounceRate", "values": [0.5, 1.0]},
            {"measure": "medianDurationSeconds", "values": [60.0, 0.0]},
            {"measure": "viewsPerSession", "values": [1.5, 1.0]},
        ],
        "lists": [
            {
                "property": "$pathname",
                "of": "event",
                "measure": "visitors",
                "rows": [
                    {"value": "/", "visitors": 2, "events": 2},
                    {"value": "/pricing", "visitors": 2, "events": 2},
                    {"value": None, "visitors": 1, "events": 1},
                ],
            },
            {
                "property": "$channel",
                "of": "session",
                "measure": "visitors",
                "rows": [
                    {"value": "Ads", "visitors": 1, "events": 3},
                    {"value": "Direct", "visitors": 1, "events": 1},
                    {"value": None, "visitors": 1, "events": 1},
                ],
            },
        ],
    }


def test_the_pages_that_sessions_begin_and_end_at_are_those_of_their_first_and_last_events(
    database: Direct, shop: str, ask: Ask
) -> None:
    visit(database, shop, "d1", ["/a", "/b", "/c"], None)
    visit(database, shop, "d1", ["/b", "/c"], None, 5 * 60)
    lists = [{"property": "$pathname", "of": of} for of in ("session", "sessionEnd", "visitor")]
    answer = report(ask, shop, {"lists": lists})
    assert [[(row["value"], row["events"]) for row in each["rows"]] for each in answer["lists"]] == [
        [("/a", 4), ("/b", 3)],
        [(None, 7)],  # the last event of each is no view of a page
        [("/a", 7)],
    ]


def test_a_session_is_told_by_its_first_event_also_where_that_lies_before_the_range(
    database: Direct, shop: str, ask: Ask
) -> None:
    visit(database, shop, "d1", ["/a", "/b", "/c"], None)
    lists = [{"property": "$pathname", "of": "session"}]
    answer = report(ask, shop, {"from": (NOON + 90 * timedelta(seconds=1)).isoformat(), "lists": lists})
    assert answer["lists"][0]["rows"] == [{"value": "/a", "visitors": 1, "events": 2}]
    assert (answer["totals"]["visitors"], answer["totals"]["sessions"]) == (1, 0)


def test_what_a_filter_leaves_out_still_tells_where_a_session_came_from(database: Direct, shop: str, ask: Ask) -> None:
    visit(database, shop, "d1", ["/"], "Ads")
    happen(database, shop, [("buy", "d1", NOON + 3 * MINUTE, {})])
    bought = [{"property": "$name", "operator": "is", "value": "buy"}]
    answer = report(ask, shop, {"filters": bought, "lists": [{"property": "$channel", "of": "session"}]})
    assert answer["lists"][0]["rows"] == [{"value": "Ads", "visitors": 1, "events": 1}]
    assert (answer["totals"]["events"], answer["totals"]["sessions"]) == (1, 1)


def test_a_list_is_ranked_by_what_it_says_and_folds_the_rest(database: Direct, shop: str, ask: Ask) -> None:
    for at in range(5):
        happen(database, shop, [("read", "d1", NOON + at * MINUTE, {"page": "often"})])
    happen(database, shop, [("read", f"d{at}", NOON, {"page": "by many"}) for at in range(3)])
    happen(database, shop, [("read", "d1", NOON, {"page": "$other"}), ("read", "d2", NOON, {"page": "rare"})])
    for measure, first in (("visitors", "by many"), ("events", "often")):
        asked = {"property": "page", "limit": 1, "measure": measure}
        rows = report(ask, shop, {"lists": [asked]})["lists"][0]["rows"]
        assert [row["value"] for row in rows] == [first, "$other"]
        assert rows[1]["visitors"] == (2 if first == "by many" else 3)


def test_what_a_range_is_compared_with_has_the_same_figures_without_lists(
    database: Direct, shop: str, ask: Ask
) -> None:
    visit(database, shop, "d1", ["/"], None)
    visit(database, shop, "d2", ["/", "/a"], None, -2 * 24 * 60)
    answer = report(ask, shop, {"compare": "previous", "lists": [{"property": "$pathname"}]})
    before = report(ask, shop, {"from": "2026-11-18", "to": "2026-11-20"})
    assert answer["previous"] == {name: before[name] for name in ("buckets", "totals", "series")}
    assert answer["previous"]["totals"]["pageviews"] == 2


def test_every_name_that_trackers_give_a_page_view_is_one(database: Direct, shop: str, ask: Ask) -> None:
    names = ["$pageview", "$page", "$screen", "pageview", "page_view", "screen_view", "$mp_web_page_view"]
    names += ["[Amplitude] Page Viewed", "[Amplitude] Screen Viewed"]
    happen(database, shop, [(name, "d1", NOON) for name in [*names, "page viewed", "view"]])
    assert report(ask, shop)["totals"]["pageviews"] == len(names)


def test_a_cohort_chooses_whose_overview_it_is(database: Direct, shop: str, ask: Ask) -> None:
    visit(database, shop, "d1", ["/"], "Ads")
    visit(database, shop, "d2", ["/"], "Direct")
    happen(database, shop, [("buy", "d1", NOON + 3 * MINUTE, {})])
    buyers = {"kind": "did", "event": "buy", "from": "2026-11-20", "to": "2026-11-21"}
    cohort = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "Buyers", "definition": buyers}).json["id"]
    filters = [{"property": "$cohort", "operator": "is", "value": cohort}]
    for lists in ([], [{"property": "$channel", "of": "session"}]):
        answer = report(ask, shop, {"filters": filters, "lists": lists})
        assert (answer["totals"]["visitors"], answer["totals"]["sessions"]) == (1, 1)
        assert [row["value"] for each in answer["lists"] for row in each["rows"]] == ["Ads"] * len(lists)


def test_the_table_has_buckets_totals_and_lists_below_each_other(database: Direct, shop: str, ask: Ask) -> None:
    visit(database, shop, "d1", ["/"], None)
    question = {**QUESTION, "compare": "previous", "lists": [{"property": "$pathname"}]}
    address = f"/api/apps/{shop}/reports/overview"
    reply = call(handler, "POST", address, question, user_id="ann", headers={"accept": "text/csv"})
    assert reply.text.splitlines() == [
        "part,value,visitors,sessions,events,page views,bounce rate,median seconds,views per session",
        "bucket,2026-11-20T00:00:00+00:00,1,1,1,1,1.0,0.0,1.0",
        "bucket,2026-11-21T00:00:00+00:00,0,0,0,0,0.0,,",
        "whole range,,1,1,1,1,1.0,0.0,1.0",
        "previous,,0,0,0,0,0.0,,",
        "$pathname of event,/,1,,1,,,,",
    ]


@pytest.mark.parametrize(
    ("change", "path", "named"),
    [
        ({"interval": "fortnight"}, "interval", "fortnight"),
        ({"lists": [{"property": "a", "of": "week"}]}, "lists[0].of", "week"),
        ({"lists": [{"property": "a", "measure": "sessions"}]}, "lists[0].measure", "sessions"),
        ({"lists": [{"property": "a", "limit": 51}]}, "lists[0].limit", "50"),
        ({"lists": [{"property": "a"}] * 13}, "lists", "12"),
        ({"compare": {"from": "1970-01-01", "to": "2026-01-01"}, "interval": "hour"}, "", "2000 buckets"),
    ],
)
def test_an_overview_that_makes_no_sense_is_refused_by_name(
    shop: str, ask: Ask, change: dict[str, object], path: str, named: str
) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/overview", {**QUESTION, **change})
    assert reply.status == 422
    assert reply.json["errors"][0]["path"] == path
    assert named in reply.json["errors"][0]["message"]


moments = st.integers(-1700, 3200) | st.integers(-4, 12).map(lambda tens: 10 * tens) | st.integers(0, 90)
drawn_events = st.lists(
    st.tuples(
        st.sampled_from(["$pageview", "buy"]),
        st.sampled_from(["d1", "d2", "d3", "ann", None]),
        moments,
        st.fixed_dictionaries({}, optional={"p": st.sampled_from(["/a", "/b", 1, 1.0, None, "$other", ["x"]])}),
    ),
    max_size=25,
)
drawn_lists = st.lists(
    st.fixed_dictionaries(
        {"property": st.sampled_from(["p", "$name", "$anonymousId"]), "limit": st.sampled_from([1, 2, 10])},
        optional={
            "of": st.sampled_from(["event", "session", "sessionEnd", "visitor"]),
            "measure": st.sampled_from(["visitors", "events"]),
        },
    ).filter(lambda each: each["property"] != "$anonymousId" or each.get("of", "event") == "event"),
    max_size=4,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=drawn_events,
    gap=st.sampled_from([10, 30, 61]),
    begin=st.integers(-300, 100),
    length=st.integers(1, 3000),
    zone=st.sampled_from(["UTC", "America/St_Johns", "Asia/Kathmandu"]),
    interval=st.sampled_from(["hour", "day", "week"]),
    filters=st.sampled_from([[], ONLY_PAGES]),
    lists=drawn_lists,
)
def test_an_overview_is_what_counting_by_hand_gives(
    database: Direct,
    shop: str,
    ask: Ask,
    drawn: list[tuple[str, str | None, int, dict[str, Any]]],
    gap: int,
    begin: int,
    length: int,
    zone: str,
    interval: str,
    filters: list[Any],
    lists: list[dict[str, Any]],
) -> None:
    start, end = NOON + begin * MINUTE, NOON + (begin + length) * MINUTE
    arrange(database, shop, gap, [(name, device, NOON + at * MINUTE, more) for name, device, at, more in drawn])
    asked = {"from": start.isoformat(), "to": end.isoformat(), "timezone": zone, "interval": interval}
    reply = report(ask, shop, {**asked, "filters": filters, "lists": lists})
    seen = [
        oracle.Happened(name, LINKS.get(device or "", device), NOON + at * MINUTE, more)
        for name, device, at, more in drawn
    ]
    told = oracle.Told(seen, filters, start, end, gap * MINUTE)
    assert reply["totals"] == pytest.approx(oracle.totals(told, lambda _: True))
    places = buckets(start, end, interval, ZoneInfo(zone), MINUTE)
    points = [
        oracle.totals(told, lambda at: wall_clock(at, interval, ZoneInfo(zone)) == place)  # noqa: B023 - called at once
        for place in places
    ]
    for each in reply["series"]:
        assert each["values"] == pytest.approx([point[each["measure"]] for point in points]), each["measure"]
    for each, of in zip(reply["lists"], lists, strict=True):
        if of["property"] != "$anonymousId":  # of the event, not of its visitor, and so not known to the oracle
            assert each["rows"] == oracle.rows(told, of)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=drawn_events,
    begin=st.integers(-300, 100),
    length=st.integers(1, 3000),
    filters=st.sampled_from([[], ONLY_PAGES]),
    of=st.sampled_from(["event", "session", "sessionEnd", "visitor"]),
)
def test_an_overview_says_what_sessions_and_trends_say_to_the_digit(
    database: Direct,
    shop: str,
    ask: Ask,
    drawn: list[tuple[str, str | None, int, dict[str, Any]]],
    begin: int,
    length: int,
    filters: list[Any],
    of: str,
) -> None:
    arrange(database, shop, 30, [(name, device, NOON + at * MINUTE, more) for name, device, at, more in drawn])
    asked = {"from": (NOON + begin * MINUTE).isoformat(), "to": (NOON + (begin + length) * MINUTE).isoformat()}
    asked |= {"interval": "day", "filters": filters}
    by = {"property": "p", "limit": 2, "of": of}
    found = report(ask, shop, {**asked, "lists": [by, {**by, "measure": "events"}]})
    sessions = report(ask, shop, asked, "sessions")
    shared = ("sessions", "bounceRate", "medianDurationSeconds")
    assert [found["totals"][name] for name in shared] == [sessions["totals"][name] for name in shared]
    lines = {each["measure"]: each["values"] for each in found["series"]}
    assert lines["sessions"] == sessions["sessions"]
    for at, (measure, name) in enumerate((("visitors", "visitors"), ("total", "events"))):
        series = [{"event": None, "measure": measure}]
        [line] = report(ask, shop, {**asked, "series": series}, "trends")["series"]
        assert (found["totals"][name], lines[name]) == (line["total"], line["values"])
        apart = report(ask, shop, {**asked, "series": series, "breakdown": by}, "trends")
        rows = [(row["value"], row[name]) for row in found["lists"][at]["rows"] if row[name]]
        assert rows == [(each["breakdown"], each["total"]) for each in apart["series"]]


def arrange(database: Direct, shop: str, gap: int, events: list[Event]) -> None:
    """Nothing but these events, and who the devices belong to."""
    forget(database)
    say(database, session_gap_seconds=gap * 60)
    happen(database, shop, events)
    for device, person in LINKS.items():
        database.execute("INSERT INTO spoor.identities VALUES (%s, %s, %s)", [shop, device, person])


def visit(database: Direct, shop: str, device: str, pages: list[str], channel: str | None, minutes: int = 0) -> None:
    """A session: a page each minute; where there is more than one of them, something else at the end."""
    at, more = NOON + minutes * MINUTE, {"$channel": channel} if channel else {}
    views = [("$pageview", device, at + n * MINUTE, {"$pathname": page, **more}) for n, page in enumerate(pages)]
    last = [("leave", device, at + len(pages) * MINUTE, more)] if len(pages) > 1 else []
    happen(database, shop, [*views, *last])


def report(ask: Ask, shop: str, change: dict[str, Any] | None = None, name: str = "overview") -> dict[str, Any]:
    """The answer for two days, or for what is asked instead."""
    reply = ask("POST", f"/api/apps/{shop}/reports/{name}", {**QUESTION, **(change or {})})
    assert reply.status == 200, reply.text
    return dict(reply.json)
