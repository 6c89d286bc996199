"""Servers that speak Google's Measurement Protocol may speak it to Spoor."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ingest.app import handler
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.ingest.wire.captured import people_of
from tests.people import Direct, stored


def test_events_are_stored_with_their_device_user_time_and_parameters(database: Direct, shop: str) -> None:
    body = {
        "client_id": "123.456",
        "user_id": "ann",
        "ip_override": "198.51.100.7",
        "timestamp_micros": 1767323045678000,
        "user_properties": {"plan": {"value": "pro"}},
        "events": [
            {"name": "purchase", "params": {"value": 12.5, "session_id": 7, "items": [{"sku": "A"}]}},
            {
                "name": "page_view",
                "params": {"page_location": "https://ex.com/"},
                "timestamp_micros": "1767323046000000",
            },
            {"name": "bare"},
        ],
    }
    reply = send(body)
    assert (reply.status, reply.text) == (204, "")
    purchase, bare, page_view = stored(database, shop)
    assert purchase["occurred_at"] == bare["occurred_at"] == datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    assert page_view["occurred_at"] == datetime(2026, 1, 2, 3, 4, 6, tzinfo=UTC)
    assert {row["name"]: row["properties"] for row in (purchase, bare, page_view)} == {
        "purchase": {
            "value": 12.5,
            "session_id": 7,
            "$session_id": 7,
            "items": [{"sku": "A"}],
            "$user_properties": {"plan": {"value": "pro"}},
            "$anonymous_id": "123.456",
        },
        "page_view": {
            "page_location": "https://ex.com/",
            "$current_url": "https://ex.com/",
            "$host": "ex.com",
            "$pathname": "/",
            "$user_properties": {"plan": {"value": "pro"}},
            "$anonymous_id": "123.456",
        },
        "bare": {"$user_properties": {"plan": {"value": "pro"}}, "$anonymous_id": "123.456"},
    }
    assert {row["anonymous_id"] for row in (purchase, bare, page_view)} == {"ann"}
    assert people_of(database, shop) == {"ann"}


@pytest.mark.parametrize(
    "query",
    [
        f"measurement_id=G-1&api_secret={KEY}",
        f"measurement_id={KEY}&api_secret=any",
        f"measurement_id={KEY}",
        f"api_secret={KEY}",
        f"firebase_app_id=1:2:web:3&api_secret={KEY}",
    ],
)
def test_the_key_may_stand_for_the_id_or_for_the_secret(database: Direct, shop: str, query: str) -> None:
    assert send({"client_id": "c", "events": [{"name": "a"}]}, query).status == 204
    assert len(stored(database)) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"client_id": "c", "events": []},
        {"client_id": "c"},
        {"client_id": "c", "events": [{"name": ""}, 7, {"params": {}}, {"name": "a", "params": [1]}]},
        {"client_id": "\0", "events": [{"name": "a"}]},
        [],
        "{",
        "",
    ],
)
def test_whatever_the_content_the_answer_is_204(database: Direct, shop: str, body: object) -> None:
    assert (send(body).status, send(body).text) == (204, "")
    assert stored(database) == []


@pytest.mark.parametrize("query", ["", "measurement_id=G-1&api_secret=nobody", "measurement_id=G-1"])
def test_but_a_key_that_nobody_has_is_401(database: Direct, shop: str, query: str) -> None:
    assert send({"client_id": "c", "events": [{"name": "a"}]}, query).status == 401


def send(body: Any, query: str = f"measurement_id=G-1&api_secret={KEY}") -> Reply:
    """Send as a server does."""
    return call(handler, "POST", "/mp/collect", body, query=query)


@pytest.mark.parametrize("path", ["/debug/mp/collect", "/in/debug/mp/collect", "/debug/mp/collect/"])
def test_the_validation_server_finds_nothing_wrong_and_stores_nothing(database: Direct, shop: str, path: str) -> None:
    body = {"client_id": "c", "events": [{"name": "dbg", "params": {}}, {"name": "php", "params": []}]}
    reply = call(handler, "POST", path, body, query=f"measurement_id=G-1&api_secret={KEY}")
    assert (reply.status, reply.json) == (200, {"validationMessages": []})
    assert stored(database) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"client_id": "c", "events": [{"name": "a"}, {"name": ""}]}, [("events[1]", "NAME_INVALID")]),
        ({"client_id": "c", "events": [{"name": "a", "params": 7}]}, [("events[0]", "VALUE_INVALID")]),
        ({"client_id": "c", "events": [7]}, [("events[0]", "VALUE_INVALID")]),
        (
            {"client_id": "c", "events": [{"name": "a", "timestamp_micros": "x"}]},
            [("events[0]", "VALUE_OUT_OF_BOUNDS")],
        ),
        ({"client_id": "c", "events": []}, [("events", "VALUE_REQUIRED")]),
        ({"events": [{"name": "a"}]}, [("client_id", "VALUE_REQUIRED")]),
        ({"client_id": "c"}, [("", "VALUE_INVALID")]),
        ("{", [("", "VALUE_INVALID")]),
        ("", [("", "VALUE_INVALID")]),
    ],
)
def test_the_validation_server_says_what_is_wrong(database: Direct, shop: str, body: object, found: list[Any]) -> None:
    reply = call(handler, "POST", "/debug/mp/collect", body, query=f"api_secret={KEY}")
    assert reply.status == 200
    assert [(one["fieldPath"], one["validationCode"]) for one in reply.json["validationMessages"]] == found
    assert all(one["description"] for one in reply.json["validationMessages"])
    assert stored(database) == []
