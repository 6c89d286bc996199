"""Spoor's own format: an event is stored as it was sent, in whatever shape it came."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.ingest.conftest import Send
from tests.people import Direct, stored

NOW = datetime.now(UTC)


def test_an_event_is_stored_as_it_was_sent(database: Direct, shop: str, send: Send) -> None:
    happened = NOW - timedelta(hours=1)
    reply = send(
        {
            "id": "e1",
            "name": "order completed",
            "anonymousId": "device",
            "occurredAt": happened.isoformat(),
            "properties": {"plan": "pro", "amount": 12.5, "items": [{"sku": "A"}], "note": "Grüße ☕", "none": None},
        }
    )
    assert (reply.status, reply.json) == (200, {"accepted": 1, "duplicates": 0, "rejected": []})
    [row] = stored(database, shop)
    assert row["name"] == "order completed"
    assert row["anonymous_id"] == "device"
    assert row["occurred_at"] == happened
    assert row["properties"] == {
        "plan": "pro",
        "amount": 12.5,
        "items": [{"sku": "A"}],
        "note": "Grüße ☕",
        "none": None,
    }


def test_an_event_without_a_time_happened_now(database: Direct, shop: str, send: Send) -> None:
    send({"name": "open"})
    [row] = stored(database, shop)
    assert abs(row["occurred_at"] - datetime.now(UTC)) < timedelta(seconds=30)
    assert row["properties"] == {}
    assert row["anonymous_id"] is None


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: [one], lambda one: {"events": [one]}])
@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain;charset=UTF-8", "APPLICATION/JSON; Charset=UTF-8"]
)
def test_an_event_alone_a_list_and_an_object_are_all_understood(
    database: Direct, shop: str, send: Send, wrap: object, content_type: str
) -> None:
    assert callable(wrap)
    body = json.dumps(wrap({"name": "open"}))
    assert send(body, headers={"content-type": content_type}).status == 200
    assert len(stored(database)) == 1


def test_whole_numbers_are_kept_to_the_last_digit(database: Direct, shop: str, send: Send) -> None:
    send('{"name":"open","properties":{"a":9007199254740993,"b":123456789012345678901234567890}}')
    row = database.execute("SELECT properties->>'a' AS a, properties->>'b' AS b FROM public.events").fetchone()
    assert row == {"a": "9007199254740993", "b": "123456789012345678901234567890"}


def test_identify_links_a_device_to_its_user(database: Direct, shop: str, send: Send) -> None:
    send({"name": "signed in", "anonymousId": "device", "userId": "ann"})
    links = database.execute("SELECT visitor_id FROM spoor.identities WHERE anonymous_id = 'device'").fetchall()
    assert links == [{"visitor_id": "ann"}]
    [row] = stored(database)
    assert (row["anonymous_id"], row["properties"]) == ("ann", {"$anonymous_id": "device"})


def test_the_accounts_that_an_event_names_are_kept_with_it(database: Direct, shop: str, send: Send) -> None:
    groups = {"company": "acme"}
    send([{"name": "a", "groups": groups}, {"name": "b", "groups": [], "properties": {"n": 1}}])
    assert {row["name"]: row["properties"] for row in stored(database)} == {"a": {"$groups": groups}, "b": {"n": 1}}
