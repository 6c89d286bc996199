"""Where vendors share an address, the shape of the request decides, and the answer is in that vendor's words."""

import pytest

from ingest import wire
from ingest.app import handler
from ingest.http.request import Request
from ingest.wire.vendor import Vendor
from tests.gateway import call
from tests.ingest.conftest import KEY
from tests.people import Direct, stored


def test_batch_is_posthogs_with_a_batch_and_amplitudes_with_events(database: Direct, shop: str) -> None:
    posthog = call(handler, "POST", "/batch/", {"api_key": KEY, "batch": [{"event": "p", "distinct_id": "u"}]})
    assert posthog.json == {"status": "Ok"}
    amplitude = call(handler, "POST", "/batch", {"api_key": KEY, "events": [{"event_type": "a", "user_id": "u"}]})
    assert amplitude.json["events_ingested"] == 1
    assert [row["name"] for row in stored(database)] == ["p", "a"]


def test_batch_refuses_a_wrong_key_in_the_words_of_either(database: Direct, shop: str) -> None:
    posthog = call(handler, "POST", "/batch", {"api_key": "wrong", "batch": [{"event": "a"}]})
    assert (posthog.status, posthog.json["code"]) == (401, "UNKNOWN_KEY")
    amplitude = call(handler, "POST", "/batch", {"api_key": "wrong", "events": [{"event_type": "a"}]})
    assert (amplitude.status, amplitude.json["code"]) == (400, 400)


@pytest.mark.parametrize(
    ("event", "vendor"),
    [
        ({"type": "track", "event": "a", "userId": "u", "channel": "server"}, "rudderstack"),
        ({"type": "track", "event": "a", "userId": "u"}, "segment"),
        ("nothing", "segment"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/batch", "/v1/track"])
def test_rudderstack_and_segment_are_told_apart_by_the_channel(event: object, vendor: str, path: str) -> None:
    value = {"batch": [event]} if path == "/v1/batch" else event
    assert choose("POST", path, value) == vendor


def test_every_shared_address_has_an_answer_to_what_cannot_be_read() -> None:
    shared = {path for vendor in wire.VENDORS for path in vendor.paths if len(candidates("POST", path)) > 1}
    assert {"/batch", "/v1/batch"} <= shared
    for path in shared:
        assert call(handler, "POST", path, "{").status == 400


@pytest.mark.parametrize("path", ["/v1/events", "/v1/batch", "/2/httpapi", "/", "/api/s/track"])
def test_events_do_not_come_by_get_where_the_vendor_sends_none_so(path: str) -> None:
    assert call(handler, "GET", path, query="data=e30").status == 405


def test_one_or_two_segments_in_front_of_an_address_are_a_proxys(database: Direct, shop: str) -> None:
    assert call(handler, "POST", "/in/v1/events", {"apiKey": KEY, "name": "a"}).status == 200
    assert call(handler, "POST", "/in/side/v1/events", {"apiKey": KEY, "name": "b"}).status == 200
    assert call(handler, "POST", "/mp/engage/", "data=e30").text == "1"
    assert call(handler, "GET", "/in/v1/events").status == 405
    assert call(handler, "POST", "/far/in/side/v1/events", {"apiKey": KEY, "name": "c"}).status == 404
    for path in ("/in", "/in/", "/in//", "/in/nothing", "/in/side/nothing"):
        assert call(handler, "GET", path).status == 404
    assert {row["name"] for row in stored(database)} == {"a", "b"}


@pytest.mark.parametrize("prefix", ["debug", "test", "dry-run", "DRYRUN", "validate", "in/debug", "debug/in"])
@pytest.mark.parametrize("path", ["/v1/events", "/batch", "/v1/batch"])
def test_what_is_only_tried_out_is_not_stored(database: Direct, shop: str, prefix: str, path: str) -> None:
    body = {"apiKey": KEY, "api_key": KEY, "writeKey": KEY, "name": "a", "batch": [{"type": "track", "event": "a"}]}
    reply = call(handler, "POST", f"/{prefix}{path}", body)
    assert (reply.status, reply.json["code"]) == (404, "NOT_FOUND")
    assert stored(database) == []


def candidates(method: str, path: str) -> tuple[Vendor, ...]:
    """The vendors at an address."""
    return wire.find_candidates(Request(method, path, {}, {}, b"", False))


def choose(method: str, path: str, value: object) -> str:
    """The name of the vendor that gets a body."""
    return wire.choose(candidates(method, path), Request(method, path, {}, {}, b"", False), value).name
