"""What Mixpanel's SDKs put on the wire ends in the rows they meant, answered by the ones and zeros they read."""

import base64
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from ingest.app import handler
from ingest.storage import message
from tests.doubles.sqs import Sqs
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY, Away
from tests.ingest.wire.captured import Meant, at, check_rows, people_of, replay, requests_of
from tests.people import Direct, sign_up, stored, track

CAPTURED_KEY = "mp_token"
PEOPLE = {"mixpanel-node": 2, "mixpanel-browser": 3}  # who is aliased to another known user stays two
FORM = {"content-type": "application/x-www-form-urlencoded"}
GOOD = '{"status":1,"error":null}'


@pytest.mark.parametrize("capture", PEOPLE)
def test_a_capture_replays_into_exactly_the_rows_it_means(database: Direct, capture: str) -> None:
    app = track(database, sign_up(database, "ann"), CAPTURED_KEY)
    requests = requests_of(capture)
    first = datetime.now(UTC)
    replies = [replay(request) for request in requests]
    last = datetime.now(UTC)
    for reply, request in zip(replies, requests, strict=True):
        verbose = request["query"].get("verbose") == "1"
        assert (reply.status, reply.text) == (200, GOOD if verbose else "1"), request["step"]
    meant = [one for request in requests for one in meant_by(request)]
    check_rows(database, app, meant, first, last)
    assert len(people_of(database, app)) == PEOPLE[capture]


def test_events_with_an_insert_id_are_stored_once_however_often_they_are_sent(database: Direct) -> None:
    track(database, sign_up(database, "ann"), CAPTURED_KEY)
    requests = requests_of("mixpanel-browser")
    for _ in range(2):
        for request in requests:
            replay(request)
    meant = [one for request in requests for one in meant_by(request)]
    assert len(stored(database)) == len(meant)


def meant_by(request: dict[str, Any]) -> list[Meant]:
    """What a request of Mixpanel's says, read by hand: what is no event, is none."""
    said = request["decoded"]
    events = said.get("data", said) if isinstance(said, dict) else said
    clock = request["query"].get("_")
    meant = []
    for one in events if isinstance(events, list) else [events]:
        if "event" not in one:
            continue
        told = dict(one["properties"])
        del told["token"]
        told.pop("$ip", None)  # is never stored
        told.pop("$ip", None)  # an address is never stored
        user = told.pop("distinct_id")
        time = told.get("time")
        meant.append(
            Meant(
                one["event"],
                told.get("$user_id") or told.get("$device_id") or user,
                told,
                at(time / 1000 if time and time > 1e11 else time),
                at(int(clock) / 1000) if clock else None,
            )
        )
    return meant


def test_form_query_and_beacon_mean_the_same(database: Direct, shop: str) -> None:
    raw = json.dumps([event("a", distinct_id="u", **{"$insert_id": "i"})])
    wrapped = base64.b64encode(raw.encode()).decode()
    for data in (raw, wrapped):
        query = urlencode({"data": data, "ip": "1"})
        assert call(handler, "GET", "/track/", query=query).text == "1"
        assert call(handler, "POST", "/track", query.encode(), headers=FORM).text == "1"
        assert call(handler, "POST", "/track", query, headers={"content-type": "text/plain"}).text == "1"
    [row] = stored(database, shop)
    assert (row["name"], row["anonymous_id"], row["properties"]) == ("a", "u", {"$insert_id": "i"})


def test_an_event_without_an_insert_id_counts_each_time(database: Direct, shop: str) -> None:
    for _ in range(2):
        assert send(event("a", distinct_id="u")).text == "1"
    assert len(stored(database)) == 2


@pytest.mark.parametrize(
    ("properties", "stored_id", "people"),
    [
        ({"distinct_id": "$device:d1"}, "d1", {"d1"}),
        ({"distinct_id": "$device:d1", "$device_id": "d1"}, "d1", {"d1"}),
        ({"distinct_id": "d1", "$device_id": "d1"}, "d1", {"d1"}),
        ({"distinct_id": "ann", "$device_id": "d1"}, "ann", {"ann"}),
        ({"distinct_id": "ann", "$device_id": "d1", "$user_id": "bea"}, "bea", {"bea"}),
        ({"distinct_id": 7}, "7", {"7"}),
        ({"distinct_id": ""}, None, set()),
        ({}, None, set()),
    ],
)
def test_a_device_is_no_user(
    database: Direct, shop: str, properties: dict[str, Any], stored_id: str | None, people: set[str]
) -> None:
    send(event("a", **properties))
    [row] = stored(database)
    assert row["anonymous_id"] == stored_id
    assert people_of(database, shop) == people


@pytest.mark.parametrize(
    ("name", "properties"),
    [
        ("$identify", {"distinct_id": "ann", "$anon_distinct_id": "$device:d1"}),
        ("$identify", {"$identified_id": "ann", "$anon_id": "d1"}),
        ("$create_alias", {"distinct_id": "ann", "alias": "d1"}),
        ("$merge", {"$distinct_ids": ["ann", "d1"]}),
        ("$merge", {"$distinct_ids": ["$device:d1", "ann"]}),
    ],
)
def test_identify_alias_and_merge_make_one_person(
    database: Direct, shop: str, name: str, properties: dict[str, Any]
) -> None:
    send([event("a", distinct_id="$device:d1"), event("b", distinct_id="ann"), event(name, **properties)])
    assert people_of(database, shop) == {"ann"}


def test_the_events_of_another_app_are_refused(database: Direct, shop: str) -> None:
    reply = send([event("a"), {"event": "b", "properties": {"token": "other"}}, {"event": "c", "properties": {}}])
    assert (reply.status, reply.text) == (200, "0")
    assert sorted(row["name"] for row in stored(database)) == ["a", "c"]


@pytest.mark.parametrize("address", ["198.51.100.7", 0, True, None, ["198.51.100.7"]])
def test_an_address_that_a_server_names_is_never_stored(database: Direct, shop: str, address: object) -> None:
    send(event("a", ip=address))
    [row] = stored(database)
    assert row["properties"] == {}


def test_an_address_that_a_server_names_is_not_queued_either(queues: Sqs, shop: str, away: Away) -> None:
    with away():
        assert send(event("a", ip="198.51.100.7", plan="pro")).text == "1"
    [record] = queues.receive()
    [told] = message.read(record["body"]).events
    assert told.properties == {"plan": "pro"}


@pytest.mark.parametrize("place", ["query", "form"])
def test_a_failure_is_0_or_with_verbose_a_sentence(database: Direct, shop: str, place: str) -> None:
    wrong = {"event": "a", "properties": {"token": "wrong"}}
    plain = send(wrong)
    assert (plain.status, plain.text) == (401, "0")
    reply = send(wrong, verbose=place)
    assert (reply.status, reply.json["status"]) == (401, 0)
    assert reply.json["error"].startswith("UNKNOWN_KEY: ")


def test_one_refused_event_makes_the_answer_0_though_the_others_are_stored(database: Direct, shop: str) -> None:
    reply = send([event("a"), event(""), 7, event("odd", text=float("nan"))], verbose="query")
    assert (reply.status, reply.json["status"]) == (200, 0)
    assert reply.json["error"].startswith("INVALID_NAME: 3 of 4 events were refused; event 1: ")
    assert [row["name"] for row in stored(database)] == ["a"]
    assert (send([event("")]).status, send([event("")]).text) == (400, "0")


@pytest.mark.parametrize("data", ["", "{", "7", "bm90IGpzb24="])
def test_what_cannot_be_read_is_refused_in_the_same_words(data: str) -> None:
    query = urlencode({"data": data, "verbose": "1"})
    for reply in (
        call(handler, "GET", "/track", query=query),
        call(handler, "POST", "/track/", query.encode(), headers=FORM),
    ):
        assert (reply.status, reply.json["status"]) == (400, 0)
    assert call(handler, "GET", "/track").text == "0"


def test_an_import_of_json_is_answered_as_the_import_api_does(database: Direct, shop: str) -> None:
    basic = {"authorization": "Basic c3BrX3Nob3A6"}
    old = {"distinct_id": "u", "time": 1767323045000, "$insert_id": "1"}
    reply = call(handler, "POST", "/import", [{"event": "old", "properties": old}], query="strict=1", headers=basic)
    assert reply.json == {"code": 200, "num_records_imported": 1, "status": "OK"}
    events = [{"event": "old", "properties": old}, {"event": "", "properties": {}}]
    reply = call(handler, "POST", "/import", events, query="strict=1", headers=basic)
    assert (reply.status, reply.json["num_records_imported"]) == (400, 1)
    assert [one["index"] for one in reply.json["failed_records"]] == [1]
    [row] = stored(database)
    assert row["occurred_at"] == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("path", ["/engage", "/engage/", "/groups"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_profiles_are_acknowledged_and_are_no_events(database: Direct, shop: str, path: str, method: str) -> None:
    data = urlencode({"data": json.dumps({"$token": KEY, "$distinct_id": "u", "$set": {"plan": "pro"}})})
    if method == "GET":
        assert call(handler, "GET", path, query=data).text == "1"
    else:
        assert call(handler, "POST", path, data.encode() + b"&verbose=1", headers=FORM).text == GOOD
    assert stored(database) == []


def event(name: str, **properties: Any) -> dict[str, Any]:
    """An event of the shop's."""
    return {"event": name, "properties": {"token": KEY, **properties}}


def send(events: object, verbose: str = "") -> Reply:
    """Send as a form, verbose by `query` or `form`."""
    form = urlencode({"data": json.dumps(events), **({"verbose": "1"} if verbose == "form" else {})})
    query = "verbose=1" if verbose == "query" else ""
    return call(handler, "POST", "/track", form.encode(), headers=FORM, query=query)
