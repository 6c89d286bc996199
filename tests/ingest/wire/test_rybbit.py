"""What Rybbit's browser SDK puts on the wire ends in the rows it meant."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ingest.app import handler
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.ingest.wire.captured import Meant, check_rows, replay, requests_of
from tests.ingest.wire.strangers import OF_DAY, stranger
from tests.people import Direct, sign_up, stored, track

PAGE = "https://127.0.0.1/_page/rybbit-js.html?utm_source=news&utm_medium=email&utm_campaign=spring&gclid=G1"
ABOUT = {
    "$current_url": PAGE,
    "$title": "Pricing page",
    "$browser_language": "en-GB",
    "$screen_width": 1280,
    "$screen_height": 720,
}
MEANT: list[tuple[str, str | None, dict[str, Any]]] = [
    ("pageview", None, ABOUT),
    (
        "order completed",
        None,
        {
            **ABOUT,
            "plan": "pro",
            "amount": 12.5,
            "items": [{"sku": "A1", "qty": 2}, {"sku": "B2", "qty": 1}],
            "nested": {"a": {"b": [1, 2, {"c": None}]}},
            "unicode": "Grüße ☕",
            "flag": True,
        },
    ),
    ("$identify", "user-1", {"email": "a@example.com"}),
    ("pageview", "user-1", {**ABOUT, "$current_url": "https://127.0.0.1/virtual?x=1"}),
    ("outbound", "user-1", {**ABOUT, "url": "https://e.example", "text": "t", "target": "_blank"}),
]


def test_the_capture_replays_into_exactly_the_rows_it_means(database: Direct) -> None:
    app = track(database, sign_up(database, "ann"), "123")
    configuration, *requests = requests_of("rybbit-js")
    assert replay(configuration).json == json.loads(configuration["answered"]["body"])
    first = datetime.now(UTC)
    for request in requests:
        reply = replay(request)
        assert (reply.status, reply.json) == (200, {"success": True})
    last = datetime.now(UTC)
    browser = stranger(database, app, requests[0]["headers"]["User-Agent"])
    meant = [Meant(name, user or browser, properties) for name, user, properties in MEANT]
    check_rows(database, app, meant, first, last)


def test_a_site_id_may_be_a_number_in_calls_by_hand_but_no_key_is_one(database: Direct, shop: str) -> None:
    assert send({"site_id": 123, "type": "pageview"}).status == 401


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"type": "custom_event", "event_name": "a", "properties": "{"}, "INVALID_PROPERTIES"),
        ({"type": "custom_event", "event_name": "a", "properties": [1]}, "INVALID_PROPERTIES"),
        ({"type": "custom_event", "event_name": "a", "properties": '"x"'}, "INVALID_PROPERTIES"),
        ({"type": 7}, "INVALID_NAME"),
        ({"type": "pageview", "user_id": "\0"}, "INVALID_ID"),
    ],
)
def test_an_event_that_cannot_be_stored_is_refused_with_its_reason(
    database: Direct, shop: str, event: dict[str, Any], code: str
) -> None:
    reply = send({"site_id": KEY, **event})
    assert (reply.status, reply.json["code"]) == (400, code)
    assert stored(database) == []


def test_timings_of_a_page_are_its_properties(database: Direct, shop: str) -> None:
    send({"site_id": KEY, "type": "performance", "event_name": "web-vitals", "lcp": 120.5, "cls": 0, "inp": None})
    [row] = stored(database)
    assert (row["name"], row["properties"]) == ("web-vitals", {"lcp": 120.5, "cls": 0, **OF_DAY})


def test_a_server_may_name_the_visitor_it_speaks_for_and_no_address_is_kept(database: Direct, shop: str) -> None:
    send({"site_id": KEY, "type": "pageview", "ip_address": "198.51.100.7", "user_agent": "Safari"})
    [row] = stored(database)
    assert row["anonymous_id"] == stranger(database, shop, "Safari", "198.51.100.7")
    assert row["properties"] == {"$user_agent": "Safari", **OF_DAY}


@pytest.mark.parametrize("properties", ["", None, {}, "{}"])
def test_no_properties_come_in_many_ways(database: Direct, shop: str, properties: object) -> None:
    assert send({"site_id": KEY, "type": "copy", "properties": properties}).status == 200
    [row] = stored(database)
    assert (row["name"], row["properties"]) == ("copy", OF_DAY)


def test_an_unknown_site_is_401_and_what_is_no_event_400(database: Direct, shop: str) -> None:
    assert send({"site_id": "nobody", "type": "pageview"}).status == 401
    assert call(handler, "POST", "/api/identify", {"site_id": "nobody", "user_id": "u"}).status == 401
    assert (send([]).status, send("{").status) == (400, 400)


def test_configuration_is_for_get_alone() -> None:
    assert call(handler, "GET", "/api/site/tracking-config/x").json["trackOutbound"] is True
    assert call(handler, "POST", "/api/site/tracking-config/x", {}).status == 404
    assert call(handler, "GET", "/api/site/tracking-config/x/y").status == 404


def send(body: object) -> Reply:
    """Send as the SDK does."""
    return call(handler, "POST", "/api/track", body)
