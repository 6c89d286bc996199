"""An app says what it expects of its events, and can begin with what came lately."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dev.demo.month import simulate
from dev.demo.scenario import Scenario
from ingest.apps.plan import PlanRules
from ingest.gate.plan import judge
from tests.people import Direct, happen
from tests.query.conftest import Ask

PLAN: dict[str, Any] = {
    "events": [
        {
            "name": "order completed",
            "description": "Paid for.",
            "properties": [
                {"name": "total", "types": ["number"], "required": True, "examples": [9.5], "description": "In euros."}
            ],
        }
    ],
    "onBreach": "refuse",
    "onlyPlanned": False,
}


def test_a_plan_is_kept_as_it_was_said_until_it_is_said_anew_or_removed(database: Direct, shop: str, ask: Ask) -> None:
    path = f"/api/apps/{shop}/plan"
    none = {"events": [], "onBreach": "tell", "onlyPlanned": False}
    assert (ask("GET", path).status, ask("GET", path).json) == (200, none)
    assert (ask("DELETE", path).status, ask("DELETE", path).json["code"]) == (404, "NO_PLAN")
    kept = ask("PUT", path, PLAN)
    assert {word: kept.json[word] for word in PLAN} == PLAN
    assert ask("GET", path).json == kept.json
    assert ask("PUT", path, {"events": []}).json["onBreach"] == "tell"
    assert ask("DELETE", path).status == 204
    assert ask("GET", path).json == none


@pytest.mark.parametrize(
    ("plan", "path"),
    [
        ({}, "events"),
        ({"events": [{"name": ""}]}, "events[0].name"),
        ({"events": [{"name": "a"}, {"name": "a"}]}, "events"),
        (
            {"events": [{"name": "a", "properties": [{"name": "k", "types": ["text"]}]}]},
            "events[0].properties[0].types[0]",
        ),
        ({"events": [{"name": "a", "properties": [{"name": "k"}, {"name": "k"}]}]}, "events[0].properties"),
        ({"events": [{"name": f"e{at}"} for at in range(201)]}, "events"),
        ({"events": [], "onBreach": "drop"}, "onBreach"),
        ({"events": [], "strict": True}, "strict"),
    ],
)
def test_a_plan_that_says_nothing_sensible_is_refused_with_its_place(
    database: Direct, shop: str, ask: Ask, plan: Any, path: str
) -> None:
    reply = ask("PUT", f"/api/apps/{shop}/plan", plan)
    assert (reply.status, reply.json["errors"][0]["path"]) == (422, path)


def test_a_suggestion_requires_what_every_event_of_a_name_has(database: Direct, shop: str, ask: Ask) -> None:
    now = datetime.now(UTC) - timedelta(hours=1)
    happen(database, shop, [("paid", "d1", now, {"total": 9, "plan": "pro", "$browser": "Firefox"})])
    happen(
        database,
        shop,
        [("paid", "d1", now, {"total": "9", "utm_source": "news"}), ("$pageview", "d1", now), ("left", "d1", now)],
    )
    happen(database, shop, [("long ago", "d1", now - timedelta(days=60))])
    suggestion = ask("GET", f"/api/apps/{shop}/plan/suggestion").json
    rest = {"description": ""}
    total = {"name": "total", "types": ["number", "string"], "required": True, "examples": ["9", 9], **rest}
    plan = {"name": "plan", "types": ["string"], "required": False, "examples": ["pro"], **rest}
    assert suggestion == {
        "events": [
            {"name": "paid", "properties": [total, plan], **rest},
            {"name": "left", "properties": [], **rest},
        ],
        "onBreach": "tell",
        "onlyPlanned": True,
    }
    assert ask("PUT", f"/api/apps/{shop}/plan", suggestion).status == 200


def test_the_plan_learned_from_the_demo_accepts_the_demo(database: Direct, shop: str, ask: Ask) -> None:
    month = simulate(Scenario(datetime.now(UTC)))[-3000:]
    happen(database, shop, [(one.name, one.anonymous_id, one.at, one.properties) for one in month])
    suggestion = ask("GET", f"/api/apps/{shop}/plan/suggestion").json
    assert {one["name"] for one in suggestion["events"]} == {one.name for one in month if not one.name.startswith("$")}
    ask("PUT", f"/api/apps/{shop}/plan", suggestion)
    [kept] = database.execute("SELECT plan FROM spoor.tracking_plans").fetchall()
    plan = PlanRules.from_words(kept["plan"])
    assert plan
    rows = [(one.id, one.name, one.anonymous_id, one.properties, one.at) for one in month]
    assert judge(rows, plan) == []
    renamed = [(id_, "order complete", *rest) for id_, _, *rest in rows[:1]]
    assert [breach.code for _, breach in judge(renamed, plan)] == ["EVENT_NOT_PLANNED"]
