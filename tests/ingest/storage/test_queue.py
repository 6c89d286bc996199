"""A batch that cannot reach the database waits in the queue, and its tracker hears that all is well."""

import json
import random
import string
from datetime import UTC, datetime

import pytest

from ingest.app import handler
from ingest.events.event import TrackedEvent
from ingest.limits import MAX_EVENT
from ingest.storage import message, outage
from ingest.storage.message import UnreadableMessage, Waiting
from spoor.errors import TooLarge
from tests.doubles.sqs import WAITING, Sqs
from tests.gateway import call
from tests.ingest.conftest import KEY, Away, Send
from tests.ingest.draining import run
from tests.people import Direct, stored

NOW = datetime.now(UTC)


def noise(characters: int, seed: int = 1) -> str:
    """Text that no compression makes smaller than its bytes allow."""
    return "".join(chr(code) for code in random.Random(seed).choices(range(0x4E00, 0x9FFF), k=characters))


def test_a_batch_waits_and_is_answered_as_accepted(queues: Sqs, shop: str, send: Send, away: Away) -> None:
    with away():
        reply = send([{"id": "e1", "name": "open"}, {"name": "close"}])
    assert (reply.status, reply.json) == (200, {"accepted": 2, "duplicates": 0, "rejected": [], "queued": 2})
    assert queues.count(WAITING) == 1


def test_an_app_that_is_known_is_queued_for_as_well(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    assert "queued" not in send({"name": "open"}).json
    with away():
        assert send({"name": "close"}).json["queued"] == 1
    assert [row["name"] for row in stored(database)] == ["open"]


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/batch/", {"api_key": KEY, "batch": [{"event": "open", "distinct_id": "ann"}]}, 200, {"status": "Ok"}),
        ("/v1/track", {"writeKey": KEY, "type": "track", "event": "open", "userId": "ann"}, 200, {"success": True}),
        ("/track", [{"event": "open", "properties": {"token": KEY, "distinct_id": "ann"}}], 200, 1),
    ],
    ids=["posthog", "segment", "mixpanel"],
)
def test_every_tracker_hears_its_own_word_for_success(
    queues: Sqs, shop: str, away: Away, path: str, body: object, status: int, said: object
) -> None:
    with away():
        reply = call(handler, "POST", path, body)
    assert (reply.status, reply.json) == (status, said)
    assert queues.count(WAITING) == 1


def test_what_can_never_be_stored_is_refused_at_once_and_does_not_wait(
    queues: Sqs, shop: str, send: Send, away: Away
) -> None:
    with away():
        reply = send([{"name": "open"}, {"name": ""}, {"name": "open", "properties": 7}])
        nothing = send({"name": ""})
    assert (reply.json["accepted"], reply.json["queued"]) == (1, 1)
    assert [(one["index"], one["code"]) for one in reply.json["rejected"]] == [
        (1, "INVALID_NAME"),
        (2, "INVALID_PROPERTIES"),
    ]
    assert (nothing.status, nothing.json["code"]) == (400, "NOTHING_STORED")
    assert queues.count(WAITING) == 1


def test_a_key_that_is_known_to_be_nobodys_does_not_wait(queues: Sqs, shop: str, send: Send, away: Away) -> None:
    assert send({"name": "open"}, key="spk_nobody").status == 401
    with away():
        assert send({"name": "open"}, key="spk_nobody").status == 401
        assert send({"name": "open"}, key="x" * 1001).status == 401
        assert send({"name": "open"}, key=None).status == 401
    assert queues.count(WAITING) == 0


def test_without_a_queue_it_is_503(database: Direct, shop: str, send: Send, away: Away) -> None:
    with away():
        reply = send({"name": "open"})
    assert (reply.status, reply.json["code"]) == (503, "DATABASE_UNAVAILABLE")
    assert int(reply.headers["retry-after"]) >= 1


def test_a_queue_that_is_away_as_well_is_503(
    queues: Sqs, shop: str, send: Send, away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with away():
        reply = send({"name": "open"})
    assert (reply.status, reply.json["code"]) == (503, "DATABASE_UNAVAILABLE")
    assert queues.count(WAITING) == 0


def test_an_instance_that_met_the_outage_rests_and_tries_again(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    with away():
        send({"name": "away"})
        resting_until = outage._rests_until
    outage._rests_until = resting_until
    assert send({"name": "resting"}).json["queued"] == 1
    outage._rests_until = 0.0
    assert "queued" not in send({"name": "back"}).json
    assert [row["name"] for row in stored(database)] == ["back"]


def test_a_large_batch_is_split_over_messages_that_the_queue_takes(
    queues: Sqs, shop: str, send: Send, away: Away
) -> None:
    events = [{"id": str(at), "name": "write", "properties": {"text": noise(6000, at)}} for at in range(60)]
    with away():
        assert send(events).json["queued"] == 60
    bodies = [record["body"] for record in queues.receive()]
    assert 3 < len(bodies) <= 10
    assert max(map(len, bodies)) <= message.PACKED
    waiting = [event for body in bodies for event in message.read(body).events]
    assert sorted(int(event.client_id) for event in waiting) == list(range(60))


@pytest.mark.parametrize("letters", ["abcdefghij \n", "0123456789abcdef", "A..z", "CJK"])
def test_an_event_of_a_mebibyte_waits_and_is_stored(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away, letters: str
) -> None:
    alphabet = {"A..z": f"{string.ascii_letters}{string.digits}+/", "CJK": "".join(map(chr, range(0x4E00, 0x5E00)))}
    width = 3 if letters == "CJK" else 1
    text = "".join(random.Random(1).choices(alphabet.get(letters, letters), k=(MAX_EVENT - 4) // width))
    with away():
        assert send({"id": "large", "name": "write", "properties": {"text": text}}).json["queued"] == 1
    [record] = queues.receive()
    assert len(record["body"]) <= message.ALONE
    assert run([record]) == []
    [row] = stored(database)
    assert row["properties"] == {"text": text}


def test_an_event_that_is_cut_waits_as_it_was_cut(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    with away():
        reply = send({"id": "larger", "name": "write", "properties": {"text": "x" * 5_000_000}})
    assert reply.json["warnings"] == [{"index": 0, "code": "TEXT_CUT"}]
    [record] = queues.receive()
    assert run([record]) == []
    [row] = stored(database)
    assert MAX_EVENT - 8 < len(row["properties"]["text"].encode()) <= MAX_EVENT


@pytest.mark.parametrize("time", [True, [1], {"a": 1}, float("nan"), "yesterday", 0, "1" * 5000])
def test_an_event_whose_time_cannot_be_is_stored_after_the_outage_as_of_its_arrival(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away, time: object
) -> None:
    before = datetime.now(UTC)
    with away():
        send({"id": "e1", "name": "open", "occurredAt": time})
        after = datetime.now(UTC)
    assert run(queues.receive()) == []
    assert send({"id": "e1", "name": "open", "occurredAt": time}).json["duplicates"] == 1
    [row] = stored(database)
    assert before <= row["occurred_at"] <= after


def test_an_event_that_is_larger_than_the_queue_takes_is_503(queues: Sqs, shop: str, send: Send, away: Away) -> None:
    digits = random.Random(1)  # numbers of 390 digits are no text, which has a limit of its own
    with away():
        reply = send({"name": "write", "properties": {"numbers": [digits.getrandbits(1295) for _ in range(7000)]}})
    assert (reply.status, reply.json["code"]) == (503, "DATABASE_UNAVAILABLE")
    assert queues.count(WAITING) == 0


def test_neither_addresses_nor_user_agents_of_visitors_without_ids_wait(queues: Sqs, shop: str, away: Away) -> None:
    headers = {"user-agent": "A browser/7", "x-forwarded-for": "203.0.113.77"}
    with away():
        reply = call(handler, "POST", "/api/event", {"name": "seen", "url": "", "domain": KEY}, headers=headers)
    assert reply.status == 202
    [record] = queues.receive()
    waiting = message.read(record["body"])
    assert len(waiting.events[0].anonymous_id) == 32
    assert "203.0.113.77" not in repr(waiting)
    assert "A browser/7" not in repr(waiting)


def test_a_message_holds_the_events_as_they_were() -> None:
    events = [
        TrackedEvent("a", "id", "device", "user", NOW.isoformat(), None, {"n": 10**300, "f": 0.1, "s": "\ud800\0"}),
        TrackedEvent("b", 7, None, None, 1_767_225_600_123, {"not": "checked"}, {}, (("left", "right"),)),
        TrackedEvent("c", None, None, None, None, 1500, None, context={"$browser": "Firefox"}),
    ]
    sent = Waiting("key", NOW, "2026-01-01T00:00:00Z", False, events, [None, None, "0f" * 16], "app")
    [body] = message.write(sent)
    events[1].age_ms = False  # no age either
    assert message.read(body) == sent


def test_an_event_that_no_message_can_hold_is_told() -> None:
    event = TrackedEvent("a", "id", properties={str(at): noise(26_000, at) for at in range(20)})
    with pytest.raises(TooLarge):
        message.write(Waiting("key", NOW, None, True, [TrackedEvent("small"), event], [None, None]))


@pytest.mark.parametrize("body", ["", "x", "{}", "e30=", json.dumps({"v": 1}), "H4sIAAAAAAAAAw=="])
def test_what_is_no_message_is_unreadable(body: str) -> None:
    with pytest.raises(UnreadableMessage):
        message.read(body)


def test_a_message_of_another_version_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    [body] = message.write(Waiting("key", NOW, None, True, [TrackedEvent("a")], [None]))
    monkeypatch.setattr(message, "_VERSION", 2)
    with pytest.raises(UnreadableMessage, match="version 1"):
        message.read(body)
