"""Amplitude's older SDKs and its Identify API send forms, and look for `success` in the answer."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from ingest.app import handler
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.ingest.wire.captured import at, people_of
from tests.people import Direct, stored

OLD = {
    "device_id": "device",
    "user_id": "ann",
    "timestamp": 1767323045678,
    "event_id": 7,
    "session_id": 1767323000000,
    "event_type": "opened",
    "version_name": "7.2",
    "platform": "iOS",
    "os_name": "ios",
    "os_version": "18.1",
    "device_model": "iPhone15,2",
    "language": "en",
    "api_properties": {},
    "event_properties": {"plan": "pro"},
    "user_properties": {},
    "uuid": "2f0a5a4e-0000-4000-8000-000000000001",
    "sequence_number": 9,
    "library": {"name": "amplitude-js", "version": "8.21.9"},
}


def post(path: str, fields: dict[str, Any], content_type: str = "application/x-www-form-urlencoded") -> Reply:
    """A form whose values are JSON unless they are texts."""
    form = urlencode({name: one if type(one) is str else json.dumps(one) for name, one in fields.items()})
    return call(handler, "POST", path, form.encode(), headers={"content-type": content_type})


def test_the_events_of_an_older_sdk_are_stored_once(database: Direct, shop: str) -> None:
    form = {"client": KEY, "e": [OLD, {**OLD, "uuid": "2"}], "v": "2", "upload_time": "1767323045999", "checksum": "x"}
    for _ in range(2):
        reply = post("/", form, "application/x-www-form-urlencoded; charset=UTF-8")
        assert (reply.status, reply.text) == (200, "success")
    first, second = stored(database, shop)
    assert first["name"] == second["name"] == "opened"
    told = first["properties"]
    assert {name: told[name] for name in ("plan", "$os", "$app_version", "$lib", "$lib_version", "$event_id")} == {
        "plan": "pro",
        "$os": "iOS",
        "$app_version": "7.2",
        "$lib": "amplitude-js",
        "$lib_version": "8.21.9",
        "$event_id": 7,
    }
    assert people_of(database, shop) == {"ann"}


@pytest.mark.parametrize("several", [True, False])
def test_the_first_http_api_takes_a_form(database: Direct, shop: str, several: bool) -> None:
    event = {"event_type": "a", "user_id": "u", "insert_id": "1", "time": 1767323045678}
    reply = post("/httpapi", {"api_key": KEY, "event": [event] if several else event})
    assert (reply.status, reply.text) == (200, "success")
    [row] = stored(database)
    assert row["occurred_at"] == at(1767323045.678)


def test_the_second_shares_its_address(database: Direct, shop: str) -> None:
    reply = call(handler, "POST", "/httpapi", {"api_key": KEY, "events": [{"event_type": "a", "user_id": "u"}]})
    assert (reply.status, reply.json["events_ingested"]) == (200, 1)


@pytest.mark.parametrize("said", [{"plan": "pro"}, {"$set": {"plan": "pro"}}])
def test_the_properties_of_a_user_become_an_identify(database: Direct, shop: str, said: dict[str, Any]) -> None:
    identification = {"user_id": "ann", "device_id": "device", "user_properties": said, "country": "Germany"}
    assert post("/identify", {"api_key": KEY, "identification": [identification]}).text == "success"
    [row] = stored(database)
    assert (row["name"], row["properties"]["$country"]) == ("$identify", "Germany")
    assert row["properties"]["$user_properties"] == {"$set": {"plan": "pro"}}


def test_the_properties_of_a_group_become_a_groupidentify(database: Direct, shop: str) -> None:
    one = {"group_type": "org", "group_value": "acme", "group_properties": {"seats": 7}}
    assert post("/groupidentify", {"api_key": KEY, "identification": one}).text == "success"
    [row] = stored(database)
    assert (row["name"], row["anonymous_id"]) == ("$groupidentify", None)
    assert row["properties"] == {"$groups": {"org": "acme"}, "$group_properties": {"$set": {"seats": 7}}}


@pytest.mark.parametrize("path", ["/identify", "/groupidentify"])
def test_an_identification_may_be_json(database: Direct, shop: str, path: str) -> None:
    reply = call(handler, "POST", path, {"api_key": KEY, "identification": [{"user_id": "u"}]})
    assert (reply.status, reply.text, len(stored(database))) == (200, "success", 1)


@pytest.mark.parametrize("path", ["/", "/httpapi", "/identify", "/groupidentify"])
def test_a_wrong_key_is_said_in_its_words(database: Direct, shop: str, path: str) -> None:
    for key in ("wrong", ""):
        reply = post(path, {"api_key": key, "event": [OLD]})
        assert (reply.status, reply.text) == (400, "invalid_api_key")
    assert stored(database) == []


@pytest.mark.parametrize(
    "form",
    [
        {"api_key": KEY},
        {"api_key": KEY, "event": "{"},
        {"api_key": KEY, "event": []},
        {"api_key": KEY, "event": 7},
        {"api_key": KEY, "event": [{"event_type": ""}]},
    ],
)
def test_what_cannot_be_read_is_400(database: Direct, shop: str, form: dict[str, Any]) -> None:
    reply = post("/httpapi", form)
    assert (reply.status, reply.text == "success") == (400, False)
    assert stored(database) == []


def test_a_good_event_is_not_sent_again_for_a_bad_neighbour(database: Direct, shop: str) -> None:
    assert post("/", {"client": KEY, "e": [OLD, {"event_type": ""}]}).text == "success"
    assert len(stored(database)) == 1


def test_a_form_with_too_many_fields_is_refused(shop: str) -> None:
    assert post("/", {str(number): "x" for number in range(500)}).status == 400
