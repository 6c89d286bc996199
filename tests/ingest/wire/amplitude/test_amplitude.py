"""What Amplitude's SDKs put on the wire ends in the rows they meant, and failures in words that they act upon."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ingest.app import handler
from spoor import settings
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.ingest.wire.captured import Meant, at, check_rows, people_of, replay, requests_of
from tests.people import Direct, sign_up, stored, track

CAPTURED_KEY = "amp_key"
CAPTURES = {
    "amplitude-node": {"user-1"},
    "amplitude-browser": {
        "user-1",
        "e4814091-11f5-4d28-b02a-81c99cbbf7ae",
        "09f6e2a5-3116-4603-b491-a5047f294f1a",
    },
}

OF_THE_SDK = frozenset({"$lib", "$lib_version", "$event_id"})


@pytest.mark.parametrize("capture", CAPTURES)
def test_a_capture_replays_into_exactly_the_rows_it_means_however_often(database: Direct, capture: str) -> None:
    app = track(database, sign_up(database, "ann"), CAPTURED_KEY)
    requests = [one for one in requests_of(capture) if one["method"] == "POST"]
    first = datetime.now(UTC)
    replies = [replay(request) for request in requests]
    last = datetime.now(UTC)
    replies += [replay(request) for request in requests]
    for reply, request in zip(replies, [*requests, *requests], strict=True):
        answered = json.loads(request["answered"]["body"])
        assert (reply.status, reply.json["code"]) == (200, 200)
        assert reply.json["events_ingested"] == answered["events_ingested"]
        assert reply.json["server_upload_time"] > 1_700_000_000_000
        assert set(reply.json) == set(answered)
    meant = [one for request in requests for one in meant_by(request["decoded"])]
    check_rows(database, app, meant, first, last)
    assert people_of(database, app) == CAPTURES[capture]


def meant_by(body: dict[str, Any]) -> list[Meant]:
    """What a body of Amplitude's says, read by hand."""
    return [
        Meant(
            one["event_type"],
            one.get("user_id") or one["device_id"],
            {
                **one.get("event_properties", {}),
                "$session_id": one.get("session_id"),
                "$user_properties": one.get("user_properties"),
                "$groups": one.get("groups"),
                "$group_properties": one.get("group_properties"),
                "$user_agent": one.get("user_agent"),
                "$browser_language": one.get("language"),
                "$platform": one.get("platform"),
            },
            at(one["time"] / 1000),
            at(body["client_upload_time"]),
            OF_THE_SDK,
        )
        for one in body["events"]
    ]


def test_the_browsers_remote_configuration_is_empty() -> None:
    for request in requests_of("amplitude-browser"):
        if request["method"] == "GET":
            assert replay(request).text == request["answered"]["body"]


def test_an_event_without_a_session_or_a_time_happened_now_in_none(database: Direct, shop: str) -> None:
    send([{"event_type": "a", "device_id": "d", "session_id": -1}])
    [row] = stored(database)
    assert row["properties"] == {}
    assert abs((row["occurred_at"] - datetime.now(UTC)).total_seconds()) < 30


def test_a_number_beyond_64_bits_beside_a_time_in_milliseconds_is_kept(database: Direct, shop: str) -> None:
    event = {"event_type": "a", "time": 1767323045678, "event_properties": {"n": 2**70}}
    send([event, event])
    assert {row["properties"]["n"] for row in stored(database)} == {2**70}
    assert {row["occurred_at"] for row in stored(database)} == {at(1767323045.678)}


def test_a_time_may_be_a_text_of_digits(database: Direct, shop: str) -> None:
    send([{"event_type": "a", "time": time, "insert_id": "1"} for time in (1767323045678, "1767323045678")])
    [row] = stored(database)
    assert row["occurred_at"] == at(1767323045.678)


def test_a_wrong_key_is_said_so_that_the_sdks_stop(database: Direct, shop: str) -> None:
    for key in ("wrong", None, 7, KEY + "\n"):
        reply = call(handler, "POST", "/2/httpapi", {"api_key": key, "events": [{"event_type": "a"}]})
        assert (reply.status, reply.json["code"]) == (400, 400)
        assert reply.json["error"].startswith("Invalid API key:")
    assert stored(database) == []


def test_refused_events_are_named_by_index_and_the_others_stored_once(database: Direct, shop: str) -> None:
    events: list[Any] = [
        {"event_type": "good", "insert_id": "1", "user_id": "u"},
        {"event_type": ""},
        {"event_type": "odd", "event_properties": 5},
        {"event_type": "odd", "user_id": "\0"},
        7,
    ]
    reply = send(events)
    assert (reply.status, reply.json["code"]) == (400, 400)
    assert not reply.json["error"].startswith("Invalid API key")
    named = {"event_type": [1], "event_properties": [2, 4], "user_id": [3]}
    assert reply.json["events_with_invalid_fields"] == named
    assert "missing_field" not in reply.json, "or the SDKs would drop the good ones as well"
    again = send(events[:1])
    assert again.json["events_ingested"] == 1
    assert [row["name"] for row in stored(database)] == ["good"]


@pytest.mark.parametrize("body", ["{", "[1]", '{"events": {}}', '{"api_key": "spk_shop", "events": []}', ""])
def test_a_request_that_cannot_be_read_is_dropped_and_not_repeated(database: Direct, shop: str, body: str) -> None:
    reply = call(handler, "POST", "/2/httpapi", body)
    assert (reply.status, reply.json["code"], reply.json["missing_field"]) == (400, 400, "events")


def test_too_many_events_are_413_so_that_the_sdk_halves_them(database: Direct, shop: str) -> None:
    reply = send([{"event_type": "a"}] * 5001)
    assert (reply.status, reply.json["code"]) == (413, 413)


def test_a_database_that_is_away_is_503_so_that_the_sdk_sends_again(
    database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/spoor")
    settings.secret.cache_clear()
    try:
        reply = send([{"event_type": "a"}])
    finally:
        settings.secret.cache_clear()
    assert (reply.status, reply.json["code"], reply.headers["retry-after"]) == (503, 503, "2")


def send(events: list[Any]) -> Reply:
    """Send to the shop."""
    return call(handler, "POST", "/2/httpapi", {"api_key": KEY, "events": events})
