"""What waited is stored once and as if nothing had happened, however late."""

import base64
import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ingest import drain
from ingest.storage import store
from spoor.errors import DatabaseAway
from tests.doubles.sqs import DEAD, WAITING, Sqs
from tests.ingest.conftest import Away, Send
from tests.ingest.draining import Time, empty, run
from tests.people import Direct, stored

NOW = datetime.now(UTC)


def test_what_waited_is_stored_once_the_database_is_back(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    with away():
        send([{"id": "e1", "name": "open"}, {"name": "close", "properties": {"n": 1, "text": "Grüße ☕"}}])
    assert stored(database) == []
    empty(queues)
    assert sorted((row["name"], str(row["app_id"])) for row in stored(database)) == [("close", shop), ("open", shop)]
    assert (queues.count(WAITING), queues.count(DEAD)) == (0, 0)


def test_ids_and_times_are_those_that_storing_at_once_would_have_given(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    events = {
        "sentAt": (NOW - timedelta(minutes=10)).isoformat(),  # a slow clock
        "events": [
            {"id": "e1", "name": "open", "occurredAt": (NOW - timedelta(hours=1)).isoformat(), "userId": "ann"},
            {"id": "e2", "name": "close", "anonymousId": "device", "properties": {"text": "\0"}},
        ],
    }
    assert send(events).json["accepted"] == 2
    at_once = stored(database)
    with away():
        assert send(events).json["queued"] == 2
    database.execute("TRUNCATE public.events")
    empty(queues)
    late = stored(database)
    for before, after in zip(at_once, late, strict=True):
        assert abs(after.pop("occurred_at") - before.pop("occurred_at")) < timedelta(seconds=20)  # two arrivals
        assert after == before


def test_an_event_without_a_time_happened_when_it_arrived_and_not_when_it_was_drained(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    with away():
        send({"name": "open"})
    [record] = queues.receive()
    said = json.loads(gzip.decompress(base64.b64decode(record["body"])))
    said["received_at"] = "2026-03-01T12:00:00+00:00"
    record["body"] = base64.b64encode(gzip.compress(json.dumps(said).encode())).decode()
    assert run([record]) == []
    [row] = stored(database)
    assert row["occurred_at"] == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_message_that_is_delivered_twice_is_stored_once(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    with away():
        send([{"id": "e1", "name": "open"}, {"name": "without id"}, {"name": "without id"}])
    records = queues.receive()
    assert run(records) == run(records) == run([*records, *records]) == []
    assert sorted(row["name"] for row in stored(database)) == ["open", "without id", "without id"]


def test_a_batch_that_was_stored_before_its_answer_got_lost_is_stored_once(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The statement took effect, its reply never came: the batch waits with the ids that it was stored under."""
    save = store.save

    def lose_the_answer(*arguments: Any) -> None:
        save(*arguments)
        raise DatabaseAway

    with monkeypatch.context() as unlucky:
        unlucky.setattr(store, "save", lose_the_answer)
        assert send([{"id": "e1", "name": "open"}, {"name": "without id"}]).json["queued"] == 2
    empty(queues)
    assert sorted(row["name"] for row in stored(database)) == ["open", "without id"]


def test_a_tracker_that_sends_again_what_waits_has_it_stored_once(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    event = {"id": "e1", "name": "open", "occurredAt": NOW.isoformat()}
    with away():
        send(event)
        send(event)
    assert send(event).json["accepted"] == 1
    empty(queues)
    assert len(stored(database)) == 1


def test_links_between_ids_wait_with_their_events(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    with away():
        send({"name": "sign in", "anonymousId": "device", "userId": "ann"})
    empty(queues)
    [link] = database.execute("SELECT visitor_id FROM spoor.identities WHERE anonymous_id = 'device'").fetchall()
    assert link["visitor_id"] == "ann"


def test_while_the_database_is_away_everything_comes_again_later_each_time(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    with away():
        for at in range(3):
            send({"id": str(at), "name": "open"})
        records = queues.receive()
        assert run(records) == [record["messageId"] for record in records]
        assert all(0 < queues.seconds_hidden(record) <= 15 for record in records)
        queues.pass_time(records)
        again = queues.receive()
        assert len(run(again)) == 3
        assert all(15 < queues.seconds_hidden(record) <= 30 for record in again)
        queues.pass_time(again)
    empty(queues)
    assert len(stored(database)) == 3


def test_pauses_double_up_to_a_quarter_of_an_hour() -> None:
    assert [drain.pause(came) for came in (1, 2, 3, 6, 7, 8, 1000)] == [15, 30, 60, 480, 900, 900, 900]


def test_what_there_is_no_time_for_comes_again(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    with away():
        send({"name": "open"})
    records = queues.receive()
    assert run(records, Time(left=5000)) == [records[0]["messageId"]]
    assert stored(database) == []
