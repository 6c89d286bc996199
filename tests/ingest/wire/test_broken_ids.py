"""An id of nobody counts as none wherever it stands: what stands beside it is used, as if it were not there."""

import json

import pytest

from ingest.app import handler
from tests.gateway import call
from tests.ingest.conftest import KEY
from tests.people import Direct, stored

NOBODYS = ("undefined", "", " ", "NULL", "[object Object]", '"undefined"', 0, [], True)
SERVER = {"user-agent": "python-requests/2.32"}
PAGE = {"origin": "https://shop.example"}


def _mixpanel(name: str = "a", **said: object) -> object:
    return [{"event": name, "properties": {"token": KEY, "distinct_id": "ann", **said}}]


@pytest.mark.parametrize("broken", NOBODYS)
def test_the_next_place_for_an_id_is_asked_where_the_first_is_broken(
    database: Direct, shop: str, broken: object
) -> None:
    sent: list[tuple[str, object, str]] = [
        ("/track", _mixpanel(**{"$user_id": broken}), ""),
        ("/track", _mixpanel(**{"$device_id": broken}), ""),
        ("/track", _mixpanel("$identify", **{"$identified_id": broken, "$anon_id": "device"}), ""),
        ("/track", _mixpanel(distinct_id="$device:ann", **{"$device_id": broken}), ""),
        ("/e", {"token": KEY, "event": "a", "distinct_id": broken, "properties": {"distinct_id": "ann"}}, ""),
        ("/e", {"$token": KEY, "event": "a", "distinct_id": broken, "$distinct_id": "ann"}, ""),
        ("/2/httpapi", {"api_key": KEY, "events": [{"event_type": "a", "user_id": broken, "device_id": "ann"}]}, ""),
        ("/v1/track", {"writeKey": KEY, "event": "a", "userId": broken, "anonymousId": "ann"}, ""),
        (
            "/mp/collect",
            {"client_id": broken, "app_instance_id": "ann", "events": [{"name": "a"}]},
            f"api_secret={KEY}",
        ),
    ]
    for path, body, query in sent:
        assert call(handler, "POST", path, body, query=query).status < 300, path
    assert [row["anonymous_id"] for row in stored(database)] == ["ann"] * len(sent)


@pytest.mark.parametrize("broken", NOBODYS)
def test_a_tracker_without_ids_gets_one_for_the_day_also_beside_a_broken_user(
    database: Direct, shop: str, broken: object
) -> None:
    place = {"ip_address": "203.0.113.9", "user_agent": "Mozilla/5.0"}
    cookieless = {"$anon_distinct_id": "$posthog_cookieless"}
    sent: list[tuple[str, object, dict[str, str]]] = [
        ("/api/send", {"type": "event", "payload": {"website": KEY, "id": broken, "ip": "203.0.113.9"}}, SERVER),
        ("/api/track", {"type": "pageview", "site_id": KEY, "user_id": broken, **place}, SERVER),
        (
            "/track",
            {"type": "track", "payload": {"name": "a", "profileId": broken, "properties": {"__ip": "203.0.113.9"}}},
            {**SERVER, "openpanel-client-id": KEY},
        ),
        (
            "/track",
            {"type": "track", "payload": {"name": "a", "properties": {"__deviceId": broken}}},
            {"openpanel-client-id": KEY},
        ),
        ("/e", {"token": KEY, "event": "$identify", "distinct_id": broken, "properties": cookieless}, PAGE),
    ]
    for path, body, headers in sent:
        assert call(handler, "POST", path, body, headers=headers).status == 200, path
    rows = stored(database)
    assert [row["name"] for row in rows if len(row["anonymous_id"] or "") != 32] == []
    assert len(rows) == len(sent)


@pytest.mark.parametrize("broken", ["", "undefined"])
def test_an_app_of_snowplows_is_told_by_its_session_where_it_has_no_domain_user(
    database: Direct, shop: str, broken: str
) -> None:
    session = {"userId": "device-1", "sessionId": "s1", "sessionIndex": 3}
    contexts = {
        "data": [{"schema": "iglu:com.snowplowanalytics.snowplow/client_session/jsonschema/1-0-2", "data": session}]
    }
    event = {"e": "pv", "aid": KEY, "eid": "1", "duid": broken, "co": json.dumps(contexts)}
    assert call(handler, "POST", "/com.snowplowanalytics.snowplow/tp2", {"data": [event]}).status == 200
    [row] = stored(database)
    assert row["anonymous_id"] == "device-1"
    assert (row["properties"]["$session_id"], row["properties"]["$session_index"]) == ("s1", 3)
    assert row["properties"]["$client_session_user"] == "device-1"
