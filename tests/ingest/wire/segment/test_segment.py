"""What Segment's SDKs, and RudderStack's after them, put on the wire ends in the rows they meant."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ingest.app import handler
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.ingest.wire.captured import Meant, at, check_rows, people_of, replay, requests_of
from tests.people import Direct, sign_up, stored, track

CAPTURED_KEY = "wk_test"
CAPTURES = {
    "segment-analytics-node": {"user-1", "u3"},
    "segment-analytics-python": {"user-1", "u"},
    "segment-analytics-next": {"user-1", "f7cb6b37-18a6-4f0b-85db-fee10397e8a8"},
    "rudder-sdk-node": {"user-1", "u"},
    "rudder-analytics-js": {"user-1"},
}
BASIC = {"authorization": "Basic c3BrX3Nob3A6"}  # spk_shop:
OF_CONTEXT = frozenset(
    {
        "$user_agent",
        "$browser_language",
        "$timezone",
        "$session_id",
        "$current_url",
        "$referrer",
        "$title",
        "$screen_width",
        "$screen_height",
        "$screen_density",
        "$session_start",
        "$initial_referrer",
        "$user_properties",
        "$app_name",
        "$app_namespace",
        "$app_version",
        "$lib",
        "$lib_version",
    }
)


@pytest.mark.parametrize("capture", CAPTURES)
def test_a_capture_replays_into_exactly_the_rows_it_means_however_often(database: Direct, capture: str) -> None:
    app = track(database, sign_up(database, "ann"), CAPTURED_KEY)
    requests = [one for one in requests_of(capture) if one["method"] == "POST"]
    first = datetime.now(UTC)
    replies = [replay(request) for request in requests]
    last = datetime.now(UTC)
    replies += [replay(request) for request in requests]
    assert {(reply.status, reply.text) for reply in replies} == {(200, '{"success":true}')}
    meant = [one for request in requests for one in meant_by(request["decoded"])]
    check_rows(database, app, meant, first, last)
    assert people_of(database, app) == CAPTURES[capture]


def meant_by(body: dict[str, Any]) -> list[Meant]:
    """What a body of Segment's says, read by hand."""
    return [
        Meant(
            one["event"] if one["type"] == "track" else f"${one['type']}",
            one.get("userId") or one["anonymousId"],
            {
                "name": one.get("name"),
                "category": one.get("category"),
                "$group_id": one.get("groupId"),
                "$groups": {"group": one["groupId"]} if "groupId" in one else None,
                "$previous_id": one.get("previousId"),
                **(one.get("properties") or one.get("traits") or traits_beside(one)),
            },
            at(one.get("timestamp") or one["originalTimestamp"]),
            at(body["sentAt"]),
            OF_CONTEXT,
        )
        for one in body.get("batch", [body])
    ]


def traits_beside(one: dict[str, Any]) -> dict[str, Any]:
    """The traits of a call about a person, where RudderStack's browser SDK has them."""
    return {} if one["type"] == "track" else one.get("context", {}).get("traits", {})


def test_what_the_context_tells_of_page_campaign_and_session_can_be_asked_about(database: Direct) -> None:
    app = track(database, sign_up(database, "ann"), CAPTURED_KEY)
    for capture in ("segment-analytics-next", "rudder-analytics-js"):
        replay(next(one for one in requests_of(capture) if one["step"] == "track" and one["method"] == "POST"))
    for row in stored(database, app):
        told = row["properties"]
        assert told["$current_url"].startswith("http://127.0.0.1:8110/_page/")
        assert (told["utm_source"], told["utm_medium"], told["utm_campaign"]) == ("news", "email", "spring")
        assert (told["$title"], told["$browser_language"]) == ("Pricing page", "en-GB")
        assert "Chrome/156" in told["$user_agent"]
    assert {row["properties"].get("$session_id") for row in stored(database, app)} == {None, 1795424370341}


def test_an_own_property_wins_over_the_context(database: Direct, shop: str) -> None:
    context = {"page": {"url": "https://ex.com/context", "title": ""}, "campaign": "spring", "library": {"name": "x"}}
    send("/v1/track", {"event": "a", "userId": "u", "properties": {"$current_url": "own"}, "context": context})
    [row] = stored(database)
    assert row["properties"]["$current_url"] == "own"
    assert {"$title", "utm_campaign"}.isdisjoint(row["properties"])


@pytest.mark.parametrize(
    ("path", "event", "name", "properties"),
    [
        ("/v1/track", {"event": "order"}, "order", {}),
        ("/v1/t", {"event": "order"}, "order", {}),
        ("/v1/identify", {"traits": {"plan": "pro"}}, "$identify", {"plan": "pro"}),
        ("/v1/page", {"name": "Home", "properties": {"a": 1}}, "$page", {"a": 1, "name": "Home"}),
        ("/v1/screen", {"name": "Main", "category": "Docs"}, "$screen", {"name": "Main", "category": "Docs"}),
        (
            "/v1/group",
            {"groupId": "acme", "traits": {"t": 1}},
            "$group",
            {"$group_id": "acme", "$groups": {"group": "acme"}, "t": 1},
        ),
        ("/v1/alias", {"previousId": "p"}, "$alias", {"$previous_id": "p"}),
    ],
)
def test_an_event_without_a_type_is_what_the_address_says(
    database: Direct, shop: str, path: str, event: dict[str, Any], name: str, properties: dict[str, Any]
) -> None:
    assert send(path, {"userId": "u", **event}).json == {"success": True}
    [row] = stored(database)
    assert (row["name"], row["anonymous_id"], row["properties"]) == (name, "u", properties)


@pytest.mark.parametrize("empty", [{}, {"timestamp": None}, {"timestamp": ""}])
def test_an_empty_timestamp_is_none(database: Direct, shop: str, empty: dict[str, Any]) -> None:
    original = "2026-01-02T03:04:05Z"
    send("/v1/track", {"event": "old", "userId": "u", "originalTimestamp": original, **empty})
    send("/v1/track", {"event": "new", "userId": "u", "originalTimestamp": "", **empty})
    told = {row["name"]: row["occurred_at"] for row in stored(database)}
    assert told["old"] == at(original)
    assert abs((told["new"] - datetime.now(UTC)).total_seconds()) < 30


def test_an_alias_and_an_event_with_both_ids_make_one_person(database: Direct, shop: str) -> None:
    send("/v1/track", {"event": "a", "anonymousId": "device"})
    send("/v1/track", {"event": "b", "anonymousId": "old"})
    send("/v1/identify", {"userId": "ann", "anonymousId": "device"})
    send("/v1/alias", {"userId": "ann", "previousId": "old"})
    assert people_of(database, shop) == {"ann"}


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer oauth"}, {"authorization": "Basic %%%"}])
def test_the_body_holds_the_key_where_basic_does_not(database: Direct, shop: str, headers: dict[str, str]) -> None:
    batch = [{"type": "track", "event": "a", "userId": "u"}]
    reply = call(handler, "POST", "/v1/batch", {"writeKey": KEY, "batch": batch}, headers=headers)
    assert (reply.status, len(stored(database))) == (200, 1)


@pytest.mark.parametrize("path", ["/beacon/v1/batch", "/v1/batch", "/v1/import"])
def test_a_beacon_has_its_key_in_the_query(database: Direct, shop: str, path: str) -> None:
    event = {"type": "track", "event": "b", "anonymousId": "a", "channel": "web", "messageId": "1"}
    headers = {"content-type": "text/plain;charset=UTF-8"}
    reply = call(handler, "POST", path, {"batch": [event]}, headers=headers, query=f"writeKey={KEY}")
    assert (reply.status, reply.json) == (200, {"success": True})
    assert [row["name"] for row in stored(database)] == ["b"]


def test_a_wrong_key_is_401_in_words_that_the_python_sdks_read(database: Direct, shop: str) -> None:
    body = {"writeKey": "wrong", "batch": [{"type": "track", "event": "a"}]}
    reply = call(handler, "POST", "/v1/batch", body)
    assert reply.status == 401
    assert set(reply.json) == {"code", "message"}
    assert stored(database) == []


def test_the_good_events_of_a_batch_are_stored_and_the_bad_ones_itemised(database: Direct, shop: str) -> None:
    batch = [{"type": "track", "event": "a"}, {"type": "dance"}, {"type": ["track"]}, 7, {"type": "track"}]
    reply = send("/v1/batch", {"batch": batch})
    assert (reply.status, reply.json["success"]) == (200, True)
    codes = [(one["index"], one["code"]) for one in reply.json["rejected"]]
    assert codes == [(1, "INVALID_EVENT"), (2, "INVALID_EVENT"), (3, "INVALID_EVENT"), (4, "INVALID_NAME")]
    assert len(stored(database)) == 1


def test_a_batch_of_which_nothing_can_be_stored_is_400(database: Direct, shop: str) -> None:
    reply = send("/v1/batch", {"batch": [{"type": "dance"}]})
    assert (reply.status, reply.json["success"], reply.json["code"]) == (400, False, "NOTHING_STORED")


@pytest.mark.parametrize("body", ["{", "[]", '"text"', '{"batch": {}}', '{"batch": []}', ""])
def test_a_body_that_cannot_be_read_is_400_and_never_repeated(database: Direct, shop: str, body: str) -> None:
    reply = call(handler, "POST", "/v1/batch", body, headers=BASIC)
    assert (reply.status, set(reply.json)) == (400, {"code", "message"})


def test_the_settings_lead_the_browser_sdk_here_and_ask_for_no_counters() -> None:
    headers = {"host": "in.example", "x-forwarded-proto": "https"}
    settings = call(handler, "GET", "/v1/projects/wk/settings", headers=headers).json
    assert settings == {
        "integrations": {"Segment.io": {"apiKey": "wk", "apiHost": "in.example/v1", "protocol": "https"}},
        "metrics": {"sampleRate": 0},
    }
    assert call(handler, "POST", "/v1/m", {"series": []}).json == {"success": True}


def test_rudderstack_gets_a_configuration_with_which_its_browser_sdk_sends() -> None:
    [load] = [one for one in requests_of("rudder-analytics-js") if one["method"] == "GET"]
    source = replay(load).json["source"]
    assert (source["writeKey"], source["enabled"], source["destinations"]) == (CAPTURED_KEY, True, [])


def send(path: str, body: object) -> Reply:
    """Send to the shop."""
    return call(handler, "POST", path, body, headers=BASIC)


def test_a_blank_time_is_none_and_the_original_one_counts(database: Direct, shop: str) -> None:
    body = {"writeKey": KEY, "event": "a", "userId": "u", "timestamp": " ", "originalTimestamp": "2026-01-31T12:00:00Z"}
    assert call(handler, "POST", "/v1/track", body).status == 200
    [row] = stored(database)
    assert row["occurred_at"].isoformat() == "2026-01-31T12:00:00+00:00"
