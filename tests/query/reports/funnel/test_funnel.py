"""The funnel report: windows, ranges, orders, exclusions and merged visitors, as docs/funnels.md has them."""

from datetime import UTC, datetime, timedelta

import pytest

from query.app import handler
from tests.gateway import Reply, call
from tests.people import Direct, happen
from tests.query.conftest import Ask

START = datetime(2026, 11, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)

IN_POSTGRES = pytest.mark.parametrize("engine", ["postgres"], indirect=True)
"""Where rows are handed over and kept in memory; the lake counts as it reads."""


def test_visitors_drop_off_step_by_step(database: Direct, shop: str, ask: Ask) -> None:
    happen(
        database,
        shop,
        [
            ("open", "d3", after(0)),
            ("cart", "d3", after(60)),
            ("buy", "d3", after(100)),
            ("open", "d4", after(0)),
            ("cart", "d4", after(30)),
            ("open", "d5", after(0)),
            ("buy", "d5", after(10)),
            ("open", None, after(0)),
        ],
    )
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", question(["open", "cart", "buy"]))
    assert reply.json == {
        "steps": [
            {
                "event": "open",
                "label": "open",
                "visitors": 3,
                "conversionFromStart": 1.0,
                "conversionFromPrevious": 1.0,
                "medianSecondsFromPrevious": None,
            },
            {
                "event": "cart",
                "label": "cart",
                "visitors": 2,
                "conversionFromStart": 2 / 3,
                "conversionFromPrevious": 2 / 3,
                "medianSecondsFromPrevious": 45.0,
            },
            {
                "event": "buy",
                "label": "buy",
                "visitors": 1,
                "conversionFromStart": 1 / 3,
                "conversionFromPrevious": 0.5,
                "medianSecondsFromPrevious": 40.0,
            },
        ],
        "entered": 3,
        "converted": 1,
    }


def test_the_window_is_inclusive_and_counts_from_the_first_step(database: Direct, shop: str, ask: Ask) -> None:
    happen(
        database,
        shop,
        [
            ("open", "in", after(0)),
            ("cart", "in", after(60)),
            ("buy", "in", after(100)),
            ("open", "out", after(0)),
            ("cart", "out", after(60)),
            ("buy", "out", after(101)),
        ],
    )
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", question(["open", "cart", "buy"], window=100))
    assert [step["visitors"] for step in reply.json["steps"]] == [2, 2, 1]


def test_a_later_step_may_fall_after_the_range_and_the_first_may_not(database: Direct, shop: str, ask: Ask) -> None:
    end = START + timedelta(days=1)
    happen(
        database,
        shop,
        [
            ("open", "late", end - SECOND),
            ("buy", "late", end + 50 * SECOND),
            ("open", "too late", end),
            ("buy", "too late", end + SECOND),
        ],
    )
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", question(["open", "buy"], window=100))
    assert [step["visitors"] for step in reply.json["steps"]] == [1, 1]


def test_a_repeated_step_needs_a_second_event(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "once", after(0)), ("open", "twice", after(0)), ("open", "twice", after(0))])
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", question(["open", "open"]))
    assert [step["visitors"] for step in reply.json["steps"]] == [2, 1]


def test_steps_taken_on_two_devices_of_one_visitor_make_one_conversion(database: Direct, shop: str, ask: Ask) -> None:
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'phone', 'ann')", [shop])
    happen(database, shop, [("open", "phone", after(0)), ("buy", "ann", after(5))])
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", question(["open", "buy"]))
    assert (reply.json["entered"], reply.json["converted"]) == (1, 1)


def test_no_other_event_lies_between_the_steps_of_a_strict_funnel(database: Direct, shop: str, ask: Ask) -> None:
    happen(
        database,
        shop,
        [
            *(("open", "straight", after(0)), ("buy", "straight", after(9)), ("look", "straight", after(9))),
            *(("open", "around", after(0)), ("look", "around", after(5)), ("buy", "around", after(9))),
        ],
    )
    asked = {**question(["open", "buy"]), "order": "strict"}
    assert visitors(ask("POST", f"/api/apps/{shop}/reports/funnel", asked)) == [2, 1]
    only_ours = {"property": "$name", "operator": "isNot", "value": "look"}
    filtered = ask("POST", f"/api/apps/{shop}/reports/funnel", {**asked, "filters": [only_ours]})
    assert visitors(filtered) == [2, 2], "what the question filters out did not happen"


def test_steps_in_any_order_need_not_begin_with_the_first(database: Direct, shop: str, ask: Ask) -> None:
    happen(
        database,
        shop,
        [
            *(("buy", "early", after(0)), ("open", "early", after(50))),
            *(("buy", "never opened", after(0)), ("cart", "never opened", after(1))),
            *(("cart", "too far apart", after(0)), ("open", "too far apart", after(101))),
        ],
    )
    asked = {**question(["open", "buy", "cart"], window=100), "order": "unordered"}
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", asked)
    assert visitors(reply) == [2, 1, 0]
    assert reply.json["steps"][1]["medianSecondsFromPrevious"] == 50


def test_only_the_first_entry_counts_where_that_is_asked(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "d3", after(0)), ("open", "d3", after(500)), ("buy", "d3", after(510))])
    asked = question(["open", "buy"], window=100)
    assert visitors(ask("POST", f"/api/apps/{shop}/reports/funnel", asked)) == [1, 1]
    assert visitors(ask("POST", f"/api/apps/{shop}/reports/funnel", {**asked, "order": "firstEntry"})) == [1, 0]


def test_an_excluded_event_between_two_steps_ends_an_attempt_and_not_the_next_one(
    database: Direct, shop: str, ask: Ask
) -> None:
    happen(
        database,
        shop,
        [
            *(("open", "lost", after(0)), ("error", "lost", after(5)), ("buy", "lost", after(9))),
            *(("open", "again", after(0)), ("error", "again", after(5)), ("open", "again", after(6))),
            *(("buy", "again", after(9)), ("error", "again", after(10))),
        ],
    )
    exclusion = {"event": "error", "fromStep": 1, "toStep": 2}
    asked = {**question(["open", "buy"]), "exclusions": [exclusion]}
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", asked)
    assert visitors(reply) == [2, 1]
    assert reply.json["steps"][1]["medianSecondsFromPrevious"] == 3
    harmless = {**exclusion, "filters": [{"property": "code", "operator": "is", "value": 500}]}
    assert visitors(ask("POST", f"/api/apps/{shop}/reports/funnel", {**asked, "exclusions": [harmless]})) == [2, 2]


def test_twenty_steps_and_ten_exclusions_are_not_too_many(database: Direct, shop: str, ask: Ask) -> None:
    names = [f"step {place}" for place in range(20)]
    happen(database, shop, [(name, "d3", after(place)) for place, name in enumerate(names)])
    happen(database, shop, [(name, "d4", after(place)) for place, name in enumerate(names)])
    happen(database, shop, [("x9", "d4", after(18) + SECOND / 2)])
    exclusions = [{"event": f"x{place}", "fromStep": 10 + place, "toStep": 20} for place in range(10)]
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", {**question(names), "exclusions": exclusions})
    assert visitors(reply) == [2] * 19 + [1]


def test_a_table_has_the_whole_funnel_first_and_then_a_row_for_each_value_and_step(database: Direct, shop: str) -> None:
    happen(database, shop, [("open", "d3", after(0)), ("buy", "d3", after(3)), ("open", "d4", after(0))])
    asked = {**question(["open", "buy"]), "breakdown": {"property": "$anonymousId", "limit": 1}}
    address, csv = f"/api/apps/{shop}/reports/funnel", {"accept": "text/csv"}
    reply = call(handler, "POST", address, asked, user_id="ann", headers=csv)
    assert reply.text.splitlines() == [
        "$anonymousId,step,event,visitors,conversion from start,conversion from previous,median seconds",
        "$all,open,open,2,1.0,1.0,",
        "$all,buy,buy,1,0.5,0.5,3.0",
        "d3,open,open,1,1.0,1.0,",
        "d3,buy,buy,1,1.0,1.0,3.0",
        "$other,open,open,1,1.0,1.0,",
        "$other,buy,buy,0,0.0,0.0,",
    ]


def test_a_value_of_the_breakdown_keeps_its_type(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "d3", after(0), {"member": True}), ("open", "d4", after(0), {"member": "true"})])
    asked = {**question(["open"]), "breakdown": {"property": "member"}}
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", asked)
    assert [(each["value"], each["steps"][0]["visitors"]) for each in reply.json["breakdown"]] == [
        ("true", 1),
        (True, 1),
    ]


@IN_POSTGRES
def test_more_events_than_can_be_judged_at_once_are_refused_by_number(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("query.engines.postgres.funnel.MOST_EVENTS", 2)
    happen(database, shop, [("open", "d3", after(0)), ("buy", "d3", after(1))])
    address = f"/api/apps/{shop}/reports/funnel"
    assert visitors(ask("POST", address, question(["open", "buy"]))) == [1, 1]
    happen(database, shop, [("open", "d4", after(0))])
    reply = ask("POST", address, question(["open", "buy"]))
    assert reply.status == 413
    assert "More than 2 events" in reply.json["message"]


@IN_POSTGRES
def test_the_events_of_two_ranges_have_to_fit_together(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(database, shop, [("open", "d3", after(0)), ("open", "d4", after(1))])
    asked = {**question(["open"]), "compare": {"from": "2026-01-01", "to": "2027-01-01"}}
    address = f"/api/apps/{shop}/reports/funnel"
    monkeypatch.setattr("query.engines.postgres.funnel.MOST_EVENTS", 4)
    assert ask("POST", address, asked).json["previous"]["entered"] == 2
    monkeypatch.setattr("query.engines.postgres.funnel.MOST_EVENTS", 3)
    assert ask("POST", address, asked).status == 413


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"steps": []}, "at least 1"),
        ({"steps": [{"event": "a"}] * 21}, "at most 20"),
        ({"steps": None}, "either `steps` or `funnelId`"),
        ({"conversionWindowSeconds": 0}, "greater than or equal to 1"),
        ({"conversionWindowSeconds": "60"}, "valid integer"),
        ({"order": "sideways"}, "sideways"),
        ({"steps": [{"event": "a", "count": 2}]}, "not known"),
        ({"exclusions": [{"event": "x", "fromStep": 2, "toStep": 2}]}, "less than `toStep`"),
        ({"exclusions": [{"event": "x", "fromStep": 1, "toStep": 3}]}, "beyond the last step"),
        ({"exclusions": [{"event": "x", "fromStep": 1, "toStep": 2}] * 11}, "at most 10"),
        ({"exclusions": [{"event": "x", "fromStep": 1, "toStep": 2}], "order": "unordered"}, "in any order"),
        ({"conversionWindowSeconds": 366 * 86_400 + 1}, "less than or equal to 31622400"),
        ({"breakdown": {"property": "plan", "limit": 51}}, "less than or equal to 50"),
        ({"interval": "hour", "from": "2020-01-01"}, "2000 buckets"),
    ],
)
def test_a_funnel_that_makes_no_sense_is_refused_with_the_reason(
    shop: str, ask: Ask, change: dict[str, object], named: str
) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", {**question(["a", "b"]), **change})
    assert reply.status == 422
    assert named in reply.json["errors"][0]["message"]


def visitors(reply: Reply) -> list[int]:
    """How many reached each step."""
    return [step["visitors"] for step in reply.json["steps"]]


def after(seconds: int) -> datetime:
    """A moment of the tests' day."""
    return START + seconds * SECOND


def question(steps: list[str], window: int = 3600) -> dict[str, object]:
    """A funnel over the tests' day."""
    return {
        "from": "2026-11-01",
        "to": "2026-11-02",
        "steps": [{"event": name} for name in steps],
        "conversionWindowSeconds": window,
    }
