"""An app says from which pages it takes events, and which."""

from datetime import UTC, datetime

import pytest

from ingest import drain
from ingest.app import handler
from ingest.apps import keys
from ingest.events.event import TrackedEvent
from ingest.gate import turns
from ingest.storage import message
from spoor import database as layer
from tests.app_settings import say
from tests.gateway import call
from tests.ingest.conftest import KEY, Send
from tests.people import Direct, sign_up, stored, track

ORIGINS = ["https://shop.example", "https://*.shop.example", "http://localhost:3000"]


def allow(database: Direct, column: str, values: list[str]) -> None:
    """Set a list of the app's, as its owner would, some time ago."""
    say(database, KEY, **{column: values})
    keys._remembered.clear()


@pytest.mark.parametrize("origin", [*ORIGINS[::2], "https://www.shop.example", "https://a.b.shop.example", None])
def test_an_allowed_page_and_a_server_may_send(database: Direct, shop: str, send: Send, origin: str | None) -> None:
    allow(database, "allowed_origins", ORIGINS)
    assert send({"name": "open"}, headers={"origin": origin} if origin else {}).status == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://other.example",
        "http://shop.example",
        "https://shop.example:8443",
        "https://shop.example.evil.example",
        "https://evilshop.example",
        "https://.shop.example",
        "https://evil.example/.shop.example",
        "https://shop.exampl",
        "null",
        "",
    ],
)
def test_a_page_of_another_origin_is_refused_and_may_read_why(
    database: Direct, shop: str, send: Send, origin: str
) -> None:
    allow(database, "allowed_origins", ORIGINS)
    reply = send({"name": "open"}, headers={"origin": origin})
    assert (reply.status, reply.json["code"]) == (403, "ORIGIN_NOT_ALLOWED")
    assert reply.headers.get("access-control-allow-origin", "") == origin
    assert stored(database) == []


def test_a_large_batch_from_another_page_is_refused_before_anything_is_asked_for_it(
    database: Direct, shop: str, send: Send
) -> None:
    allow(database, "allowed_origins", ORIGINS)
    large, elsewhere = (
        [{"name": "open", "properties": {"text": "x" * turns.LARGE}}],
        {"origin": "https://other.example"},
    )
    send({"name": "open"}, headers=elsewhere)
    layer.close()
    assert send(large, headers=elsewhere).status == 403
    assert layer._connection is None
    assert database.execute("SELECT FROM spoor.ingest_turns").fetchall() == []


def test_an_app_without_a_list_takes_every_page(shop: str, send: Send) -> None:
    assert send({"name": "open"}, headers={"origin": "https://anywhere.example"}).status == 200


def test_one_apps_origins_are_not_anothers(database: Direct, shop: str, send: Send) -> None:
    allow(database, "allowed_origins", ORIGINS)
    track(database, sign_up(database, "bob"), "spk_bob")
    assert send({"name": "open"}, key="spk_bob", headers={"origin": "https://other.example"}).status == 200


def test_a_vendors_tracker_on_another_page_is_refused_in_its_words(database: Direct, shop: str) -> None:
    allow(database, "allowed_origins", ORIGINS)
    body = {"api_key": KEY, "batch": [{"event": "open", "distinct_id": "a"}]}
    reply = call(handler, "POST", "/e", body, headers={"origin": "https://other.example"})
    assert (reply.status, reply.json["code"]) == (403, "ORIGIN_NOT_ALLOWED")


def test_an_event_that_is_not_on_the_list_is_itemised(database: Direct, shop: str, send: Send) -> None:
    allow(database, "allowed_event_names", ["open", "paid"])
    reply = send([{"name": "open"}, {"name": "Open"}, {"name": "paid"}, {"name": 5}])
    assert reply.json["accepted"] == 2
    assert [(one["index"], one["code"]) for one in reply.json["rejected"]] == [
        (1, "EVENT_NOT_ALLOWED"),
        (3, "INVALID_NAME"),
    ]
    assert {row["name"] for row in stored(database)} == {"open", "paid"}


def test_a_list_without_a_name_refuses_every_event(database: Direct, shop: str, send: Send) -> None:
    allow(database, "allowed_event_names", [])
    assert [one["code"] for one in send({"name": "open"}).json["rejected"]] == ["EVENT_NOT_ALLOWED"]


def test_to_a_vendors_sdk_an_event_that_is_not_wanted_is_a_success(database: Direct, shop: str) -> None:
    allow(database, "allowed_event_names", ["open"])
    events = [{"event_type": name, "device_id": "device-7"} for name in ("open", "click")]
    reply = call(handler, "POST", "/2/httpapi", {"api_key": KEY, "events": events})
    assert (reply.status, reply.json["code"]) == (200, 200)
    assert [row["name"] for row in stored(database)] == ["open"]


def test_what_waited_in_the_queue_is_asked_for_when_it_is_stored(database: Direct, shop: str) -> None:
    """An instance that could not ask for the app's rules has queued everything."""
    allow(database, "allowed_event_names", ["open"])
    events = [TrackedEvent("open", context={"$bot": True}), TrackedEvent("click"), TrackedEvent("open")]
    waiting = message.Waiting(KEY, datetime.now(UTC), None, True, events, [None] * 3)
    [body] = message.write(waiting)
    receipt = drain.save(body)
    assert (receipt.accepted, receipt.rejected) == (1, []), "nothing that would end in the dead-letter queue"
    assert [(at, refused.code) for at, refused in receipt.unwanted] == [(0, "BOT"), (1, "EVENT_NOT_ALLOWED")]
