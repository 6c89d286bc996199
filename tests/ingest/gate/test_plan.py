"""What is not as the app's tracking plan has it is told to its sender in the same request, and costs no event unless
the plan refuses."""

import json
from typing import Any

import pytest

from ingest.app import handler
from ingest.apps import keys
from tests.doubles.sqs import Sqs
from tests.gateway import call
from tests.ingest.conftest import KEY, Away, Send
from tests.ingest.draining import empty
from tests.people import Direct, stored

ORDER = {
    "name": "order completed",
    "properties": [
        {"name": "total", "types": ["number"], "required": True},
        {"name": "plan", "types": ["string", "null"], "required": False},
        {"name": "items", "types": ["array"], "required": False},
        {"name": "anything", "types": [], "required": True},
    ],
}
GOOD = {"total": 9.5, "plan": None, "items": [], "anything": {"deep": 1}, "more": "is free"}


def agree(database: Direct, on_breach: str = "tell", only_planned: bool = True) -> None:
    """Give the app a plan of two events."""
    plan = {"events": [ORDER, {"name": "open", "properties": []}], "on_breach": on_breach, "only_planned": only_planned}
    database.execute(
        "INSERT INTO spoor.tracking_plans (app_id, plan) SELECT id, %s FROM public.tracked_apps", [json.dumps(plan)]
    )


def outcomes(database: Direct) -> dict[str, tuple[int, Any]]:
    """What Data health shows: how many events had each code, and the sample."""
    rows = database.execute(
        "SELECT code, sum(count)::int AS count, max(sample::text) AS sample FROM spoor.outcomes GROUP BY 1"
    )
    return {row["code"]: (row["count"], row["sample"] and json.loads(row["sample"])) for row in rows}


def test_what_keeps_to_the_plan_is_stored_without_a_word(database: Direct, shop: str, send: Send) -> None:
    agree(database)
    reply = send([{"name": "order completed", "properties": GOOD}, {"name": "open"}, {"name": "$pageview"}])
    assert reply.json == {"accepted": 3, "duplicates": 0, "rejected": []}


def test_each_breach_is_told_with_its_property_and_counted_and_costs_nothing(
    database: Direct, shop: str, send: Send
) -> None:
    agree(database)
    events = [
        {"name": "order finished", "properties": GOOD},
        {"name": "order completed", "properties": {**GOOD, "total": "9.50"}},
        {"name": "order completed", "properties": {"total": True, "plan": 4}},
        {"name": "order completed"},
        {"name": "order completed", "properties": GOOD},
    ]
    reply = send(events)
    assert (reply.status, reply.json["accepted"], reply.json["rejected"]) == (200, 5, [])
    assert reply.json["warnings"] == [
        {"index": 0, "code": "EVENT_NOT_PLANNED"},
        {"index": 1, "code": "PROPERTY_TYPE", "property": "total"},
        {"index": 2, "code": "PROPERTY_MISSING", "property": "anything"},
        {"index": 2, "code": "PROPERTY_TYPE", "property": "total"},
        {"index": 2, "code": "PROPERTY_TYPE", "property": "plan"},
        {"index": 3, "code": "PROPERTY_MISSING", "property": "total"},
        {"index": 3, "code": "PROPERTY_MISSING", "property": "anything"},
    ]
    assert len(stored(database)) == 5
    told = outcomes(database)
    assert told["EVENT_NOT_PLANNED"] == (1, {"event": "order finished", "properties": list(GOOD)})
    assert told["PROPERTY_TYPE"] == (2, {"event": "order completed", "properties": ["total"]})
    assert told["PROPERTY_MISSING"] == (2, {"event": "order completed", "properties": ["anything"]})
    assert told["ACCEPTED"][0] == 5


def test_a_plan_that_refuses_keeps_out_what_breaches_it_and_says_why(database: Direct, shop: str, send: Send) -> None:
    agree(database, on_breach="refuse")
    reply = send([{"name": "open"}, {"name": "order completed", "properties": {**GOOD, "total": "9"}}, {"name": "x"}])
    assert (reply.json["accepted"], "warnings" in reply.json) == (1, False)
    assert [(one["index"], one["code"]) for one in reply.json["rejected"]] == [
        (1, "PROPERTY_TYPE"),
        (2, "EVENT_NOT_PLANNED"),
    ]
    assert "`total`" in reply.json["rejected"][0]["message"]
    assert [row["name"] for row in stored(database)] == ["open"]


def test_a_plan_of_some_events_leaves_the_others_alone(database: Direct, shop: str, send: Send) -> None:
    agree(database, on_breach="refuse", only_planned=False)
    assert send({"name": "anything else", "properties": {"total": "9"}}).json["accepted"] == 1


def test_to_a_vendors_sdk_what_the_plan_refuses_is_a_success(database: Direct, shop: str) -> None:
    agree(database, on_breach="refuse")
    events = [{"event_type": name, "device_id": "device-7"} for name in ("open", "click")]
    reply = call(handler, "POST", "/2/httpapi", {"api_key": KEY, "events": events})
    assert (reply.status, reply.json["code"]) == (200, 200)
    assert [row["name"] for row in stored(database)] == ["open"]


def test_a_vendors_receipt_with_room_for_it_names_the_property_too(database: Direct, shop: str) -> None:
    agree(database)
    event = {"type": "track", "event": "order completed", "anonymousId": "d", "properties": {**GOOD, "total": "9"}}
    reply = call(handler, "POST", "/v1/batch", {"writeKey": KEY, "batch": [event]})
    assert {"index": 0, "code": "PROPERTY_TYPE", "property": "total"} in reply.json["warnings"]


@pytest.mark.parametrize("on_breach", ["tell", "refuse"])
def test_what_waited_while_the_database_was_away_is_held_to_the_plan_when_it_is_stored(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away, on_breach: str
) -> None:
    agree(database, on_breach)
    with away():
        assert send([{"name": "open"}, {"name": "click"}]).json["queued"] == 2
    empty(queues)
    names = {row["name"] for row in stored(database)}
    assert names == ({"open", "click"} if on_breach == "tell" else {"open"})
    assert outcomes(database)["EVENT_NOT_PLANNED"][0] == 1


def test_an_event_that_is_refused_for_another_reason_has_no_breach_beside_it(
    database: Direct, shop: str, send: Send
) -> None:
    agree(database)
    reply = send([{"name": "open", "properties": "none"}, {"name": "click", "properties": 7}, {"name": "open"}])
    assert [one["code"] for one in reply.json["rejected"]] == ["INVALID_PROPERTIES", "INVALID_PROPERTIES"]
    assert "warnings" not in reply.json


def test_judged_is_what_is_stored_so_that_what_is_cut_keeps_to_a_plan_that_was_learned_of_it(
    database: Direct, shop: str, send: Send
) -> None:
    deep: Any = "x"
    for _ in range(40):
        deep = {"in": deep}
    event = {"name": "n" * 300, "properties": {"deep": deep, "text": "t" * 40_000}}
    first = send(event)
    [row] = stored(database)
    kinds = {dict: "object", str: "string"}
    properties = [
        {"name": key, "types": [kinds[type(value)]], "required": True} for key, value in row["properties"].items()
    ]
    plan = {
        "events": [{"name": row["name"], "properties": properties}],
        "on_breach": "refuse",
        "only_planned": True,
    }
    database.execute(
        "INSERT INTO spoor.tracking_plans (app_id, plan) SELECT id, %s FROM public.tracked_apps", [json.dumps(plan)]
    )
    keys._remembered.clear()
    again = send(event)
    assert (again.json["accepted"], again.json["warnings"]) == (1, first.json["warnings"])


def test_an_event_that_the_plan_refuses_links_nobody(database: Direct, shop: str, send: Send) -> None:
    agree(database, on_breach="refuse")
    send({"name": "signed in", "anonymousId": "device", "userId": "ann"})
    assert database.execute("SELECT * FROM spoor.claims").fetchall() == []
    assert database.execute("SELECT * FROM spoor.known_ids").fetchall() == []
