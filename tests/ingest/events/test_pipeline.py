"""Every event of a batch is accounted for: a bad one is itemised, and one that was mended is told."""

import gc
import weakref
from datetime import UTC, datetime, timedelta

import pytest

from ingest.events import moment, pipeline
from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.wire.shared.single import attempt
from tests.ingest.conftest import Send
from tests.people import Direct, stored

NOW = datetime.now(UTC)


BAD = {
    "no event": 5,
    "no name": {},
    "blank name": {"name": "   "},
    "name of another type": {"name": 5},
    "NUL in name": {"name": "a\0"},
    "half a character in name": {"name": "\ud800a"},
    "NUL in id": {"name": "a", "id": "a\0"},
    "half a character in userId": {"name": "a", "userId": "\ud800"},
    "properties of another type": {"name": "a", "properties": [1]},
    "NUL in a property's key": {"name": "a", "properties": {"k\0": 1}},
    "a number that is none": {"name": "a", "properties": {"a": float("nan")}},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_event_is_itemised_and_its_neighbours_are_stored(
    database: Direct, shop: str, send: Send, bad: object
) -> None:
    reply = send([{"name": "before"}, bad, {"name": "after"}])
    assert reply.status == 200
    assert reply.json["accepted"] == 2
    [rejected] = reply.json["rejected"]
    assert rejected["index"] == 1
    assert rejected["code"].isupper()
    assert rejected["message"]
    assert {row["name"] for row in stored(database)} == {"before", "after"}


def test_a_batch_of_which_nothing_can_be_stored_is_a_400_with_the_reasons(shop: str, send: Send) -> None:
    reply = send([{"name": ""}, 7])
    assert reply.status == 400
    assert reply.json["accepted"] == 0
    assert [one["code"] for one in reply.json["rejected"]] == ["INVALID_NAME", "INVALID_EVENT"]


def test_unstorable_characters_in_a_value_are_replaced_and_told(database: Direct, shop: str, send: Send) -> None:
    reply = send('{"name":"open","properties":{"a":"x\\u0000y","b":["\\ud800"],"c":"\\udbff\\udfff","d":"\\\\u0000"}}')
    assert reply.json["warnings"] == [{"index": 0, "code": "CHARACTERS_REPLACED"}]
    [row] = stored(database)
    assert row["properties"] == {"a": "x\ufffdy", "b": ["\ufffd"], "c": "\U0010ffff", "d": "\\u0000"}


@pytest.mark.parametrize(
    "time",
    ["now", "2026-02-30T00:00:00Z", 0, (NOW + timedelta(days=9)).isoformat(), True, {"a": 1}, float("nan")],
    ids=["a word", "no such day", "the epoch", "next week", "a truth", "an object", "no number"],
)
def test_an_event_whose_time_cannot_be_is_stored_once_at_its_arrival(
    database: Direct, shop: str, send: Send, time: object
) -> None:
    event = {"id": "e1", "name": "open", "occurredAt": time}
    reply = send(event)
    assert reply.json["warnings"] == [{"index": 0, "code": "TIME_REPLACED"}]
    assert send(event).json["duplicates"] == 1
    [row] = stored(database)
    assert abs(row["occurred_at"] - datetime.now(UTC)) < timedelta(seconds=30)
    if isinstance(time, str):
        assert row["properties"] == {"$sent_occurred_at": time}


@pytest.mark.parametrize("time", ["", "  ", None])
def test_an_empty_text_is_no_time(database: Direct, shop: str, send: Send, time: object) -> None:
    assert "warnings" not in send({"name": "open", "occurredAt": time}).json
    [row] = stored(database)
    assert row["properties"] == {}


def test_a_long_name_is_cut(database: Direct, shop: str, send: Send) -> None:
    assert send({"name": "a" * 199 + "bc"}).json["warnings"] == [{"index": 0, "code": "NAME_CUT"}]
    assert [row["name"] for row in stored(database)] == ["a" * 199 + "b"]


def test_a_clock_that_is_wrong_is_corrected_and_the_correction_is_kept(database: Direct, shop: str, send: Send) -> None:
    ahead = datetime.now(UTC) + timedelta(days=40)
    reply = send(
        {
            "sentAt": ahead.isoformat(),
            "events": [{"name": "open", "occurredAt": (ahead - timedelta(minutes=5)).isoformat()}],
        }
    )
    assert reply.json["warnings"] == [{"index": 0, "code": "TIME_CORRECTED"}]
    [row] = stored(database)
    assert abs(row["occurred_at"] - (datetime.now(UTC) - timedelta(minutes=5))) < timedelta(seconds=30)
    assert row["properties"]["$sent_occurred_at"] == (ahead - timedelta(minutes=5)).isoformat()


class Value:
    """What no event may hold, and what tells when it is gone."""


def test_an_event_that_was_refused_is_let_go_at_once() -> None:
    """An exception knows where it was raised, and so all that was at hand there: a batch of megabytes."""

    def read(value: Value) -> TrackedEvent:
        raise RefusedEvent("INVALID_VALUE", f"{type(value).__name__} is none.") from KeyError(value)

    gc.disable()
    try:
        value, other = Value(), Value()
        gone = [weakref.ref(value), weakref.ref(other)]
        kept = [
            *pipeline.prepare(
                [TrackedEvent("a", properties={"v": value})], "", moment.of_request(NOW, None), True
            ).refusals,
            attempt(read, other),
        ]
        del value, other
        assert len(kept) == 2
        assert [ref() for ref in gone] == [None, None]
    finally:
        gc.enable()
