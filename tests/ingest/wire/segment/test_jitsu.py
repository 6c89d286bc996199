"""Jitsu's SDK sends Segment's events one by one, with key and secret in a header."""

from base64 import b64encode

import pytest

from ingest.app import handler
from tests.gateway import call
from tests.ingest.conftest import KEY
from tests.people import Direct, stored

EVENT = {
    "type": "track",
    "event": "order",
    "messageId": "1x2y3z",
    "anonymousId": "device",
    "userId": "ann",
    "timestamp": "2026-01-02T03:04:05.678Z",
    "properties": {"plan": "pro"},
    "writeKey": "jk:***",
}


@pytest.mark.parametrize("key", [f"{KEY}:secret", KEY])
@pytest.mark.parametrize("place", ["/api/s/track", "/api/s/s2s/track"])
def test_an_event_is_stored_once_by_the_key_of_the_header(database: Direct, shop: str, key: str, place: str) -> None:
    for _ in range(2):
        reply = call(handler, "POST", place, EVENT, headers={"x-write-key": key})
        assert (reply.status, reply.json) == (200, {"success": True})
    [row] = stored(database, shop)
    assert (row["name"], row["anonymous_id"], row["properties"]["plan"]) == ("order", "ann", "pro")
    assert row["occurred_at"].isoformat() == "2026-01-02T03:04:05.678000+00:00"


@pytest.mark.parametrize("kind", ["page", "identify", "group", "screen", "alias"])
def test_the_address_tells_the_kind(database: Direct, shop: str, kind: str) -> None:
    call(handler, "POST", f"/api/s/{kind}", {"userId": "ann"}, headers={"x-write-key": f"{KEY}:s"})
    assert [row["name"] for row in stored(database)] == [f"${kind}"]


@pytest.mark.parametrize("short", ["t", "e", "event"])
@pytest.mark.parametrize("place", ["/api/s", "/api/s/s2s"])
def test_the_kind_may_be_a_letter_or_the_events_own(database: Direct, shop: str, place: str, short: str) -> None:
    assert call(handler, "POST", f"{place}/{short}", EVENT, headers={"x-write-key": f"{KEY}:s"}).status == 200
    assert [row["name"] for row in stored(database)] == ["order"]


def test_the_masked_key_of_the_body_is_no_key(database: Direct, shop: str) -> None:
    assert call(handler, "POST", "/api/s/track", {**EVENT, "writeKey": KEY}).status == 401
    assert stored(database) == []


@pytest.mark.parametrize("path", ["/api/s/batch", "/api/s/s2s/batch", "/v1/batch"])
@pytest.mark.parametrize(
    "headers",
    [
        {"x-write-key": f"{KEY}:secret"},
        {"authorization": "Basic " + b64encode(f"{KEY}:secret".encode()).decode()},
    ],
)
def test_a_batch_comes_by_the_key_of_either_header(
    database: Direct, shop: str, path: str, headers: dict[str, str]
) -> None:
    reply = call(handler, "POST", path, {"batch": [EVENT, {**EVENT, "messageId": "2"}]}, headers=headers)
    assert (reply.status, reply.json) == (200, {"success": True})
    assert [row["name"] for row in stored(database, shop)] == ["order", "order"]
