"""Whatever tracker sends it: what its vendor's product keeps is kept, with a warning where it had to be changed."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ingest.app import handler
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.people import Direct, stored

GA4 = f"api_secret={KEY}&measurement_id=G-1"


def track(vendor: str, properties: Any, **more: Any) -> Reply:
    """An event `php` of a vendor's with these properties; `more` stands beside them, or where this format has it."""
    match vendor:
        case "native":
            return call(handler, "POST", "/v1/events", {"apiKey": KEY, "name": "php", "properties": properties, **more})
        case "segment":
            event = {"type": "track", "event": "php", "userId": "u", "properties": properties, **more}
            return call(handler, "POST", "/v1/batch", {"writeKey": KEY, "batch": [event]})
        case "posthog":
            event = {"event": "php", "distinct_id": "u", "properties": properties, **more}
            return call(handler, "POST", "/batch", {"api_key": KEY, "batch": [event]})
        case "amplitude":
            event = {"event_type": "php", "user_id": "u", "event_properties": properties, **more}
            return call(handler, "POST", "/2/httpapi", {"api_key": KEY, "events": [event]})
        case "mixpanel":
            basic = base64.b64encode(f"{KEY}:".encode()).decode()
            event = {"event": "php", "properties": {"$insert_id": "1", **more} if more else properties}
            return call(handler, "POST", "/import", [event], headers={"authorization": f"Basic {basic}"})
        case "ga4":
            body = {"client_id": "c", "events": [{"name": "php", "params": properties}], **more}
            return call(handler, "POST", "/mp/collect", body, query=GA4)
        case "umami":
            payload = {"website": KEY, "name": "php", "data": properties, **more}
            return call(handler, "POST", "/api/send", {"type": "event", "payload": payload})
        case "openpanel":
            payload = {"name": "php", "properties": {"__timestamp": more["__timestamp"]} if more else properties}
            headers = {"openpanel-client-id": KEY}
            return call(handler, "POST", "/track", {"type": "track", "payload": payload}, headers=headers)
        case "plausible":
            return call(handler, "POST", "/api/event", {"n": "php", "u": "", "d": KEY, "p": properties, **more})
        case "rybbit":
            body = {"site_id": KEY, "type": "custom_event", "event_name": "php", "properties": properties, **more}
            return call(handler, "POST", "/api/track", body)
        case "snowplow":
            data = {"schema": "iglu:com.example/php/jsonschema/1-0-0", "data": properties}
            event = {"e": "ue", "aid": KEY, "ue_pr": json.dumps({"schema": "iglu:x", "data": data}), **more}
            return call(handler, "POST", "/com.snowplowanalytics.snowplow/tp2", {"schema": "iglu:x", "data": [event]})
    raise KeyError(vendor)


VENDORS = [
    "native",
    "segment",
    "posthog",
    "amplitude",
    "mixpanel",
    "ga4",
    "umami",
    "openpanel",
    "plausible",
    "rybbit",
    "snowplow",
]
"""All but those whose events Segment's reader reads as well."""

TIMED = {
    "native": "occurredAt",
    "segment": "timestamp",
    "posthog": "timestamp",
    "amplitude": "time",
    "mixpanel": "time",
    "ga4": "timestamp_micros",
    "umami": "timestamp",
    "openpanel": "__timestamp",
    "snowplow": "dtm",
}


@pytest.mark.parametrize(
    ("vendor", "empty"),
    [(vendor, empty) for vendor in VENDORS for empty in ([], {})] + [(vendor, None) for vendor in VENDORS[:-1]],
)
def test_an_empty_list_where_an_object_is_expected_is_an_empty_object(
    database: Direct, shop: str, vendor: str, empty: object
) -> None:
    assert track(vendor, empty).status < 300
    [row] = stored(database)
    assert row["name"] == "php"
    assert [name for name in row["properties"] if not name.startswith("$")] == []


@pytest.mark.parametrize(
    ("vendor", "more"),
    [
        ("amplitude", {"user_properties": [], "groups": [], "group_properties": []}),
        ("posthog", {"$set": [], "$set_once": []}),
        ("ga4", {"user_properties": []}),
        ("segment", {"context": []}),
        ("segment", {"context": {"traits": [], "page": [], "campaign": []}}),
    ],
)
def test_an_empty_list_beside_the_properties_is_an_empty_object_too(
    database: Direct, shop: str, vendor: str, more: dict[str, Any]
) -> None:
    assert track(vendor, {"plan": "pro"}, **more).status < 300
    [row] = stored(database)
    assert row["properties"]["plan"] == "pro"
    assert [value for value in row["properties"].values() if value == []] == []


@pytest.mark.parametrize("traits", ["properties", "traits"])
@pytest.mark.parametrize("kind", ["identify", "group", "page"])
def test_segments_calls_take_an_empty_list_as_well(database: Direct, shop: str, kind: str, traits: str) -> None:
    event = {"type": kind, "userId": "u", "groupId": "g", traits: []}
    assert call(handler, "POST", "/v1/batch", {"writeKey": KEY, "batch": [event]}).json == {"success": True}
    assert [row["name"] for row in stored(database)] == [f"${kind}"]


@pytest.mark.parametrize("vendor", TIMED)
@pytest.mark.parametrize(
    ("time", "read"),
    [
        ("2026-11-29T10:00Z", datetime(2026, 11, 29, 10, tzinfo=UTC)),
        ("Sun, 29 Nov 2026 10:00:00 GMT", datetime(2026, 11, 29, 10, tzinfo=UTC)),
        ("", None),
        ("yesterday", None),
        ("2099-01-01T00:00:00Z", None),
    ],
)
def test_a_time_is_read_in_any_spelling_and_else_is_the_arrival(
    database: Direct, shop: str, vendor: str, time: str, read: datetime | None
) -> None:
    assert track(vendor, {}, **{TIMED[vendor]: time}).status < 300
    [row] = stored(database)
    if read:
        assert row["occurred_at"] == read
    else:
        assert abs(row["occurred_at"] - datetime.now(UTC)) < timedelta(seconds=60)


@pytest.mark.parametrize("id_", ["u" * 250, True, ["u1"], {"$oid": "507f1f77"}, 76561198000000001])
@pytest.mark.parametrize("vendor", ["posthog", "segment", "amplitude"])
def test_an_id_of_any_type_and_length_keeps_its_event(database: Direct, shop: str, vendor: str, id_: object) -> None:
    where = {"posthog": "distinct_id", "segment": "userId", "amplitude": "user_id"}[vendor]
    assert track(vendor, {}, **{where: id_}).status == 200
    assert [row["name"] for row in stored(database)] == ["php"]


def test_segments_answer_and_posthogs_protocol_v1_tell_what_was_changed(database: Direct, shop: str) -> None:
    assert track("segment", {}, timestamp="yesterday").json == {
        "success": True,
        "warnings": [{"index": 0, "code": "TIME_REPLACED"}],
    }
    batch = [
        {"event": "a", "uuid": "1", "distinct_id": "u", "timestamp": "yesterday", "properties": {}},
        {"event": "b", "uuid": "2", "distinct_id": "u", "properties": {}},
    ]
    headers = {"authorization": f"Bearer {KEY}"}
    reply = call(handler, "POST", "/i/v1/analytics/events", {"batch": batch}, headers=headers)
    assert reply.json == {"results": {"1": {"result": "warning", "details": "TIME_REPLACED"}, "2": {"result": "ok"}}}
