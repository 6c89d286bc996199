"""The same event is stored once, and what Postgres refuses costs its neighbours nothing."""

from datetime import UTC, datetime, timedelta

from tests.ingest.conftest import KEY, Send
from tests.people import Direct, sign_up, stored, track

NOW = datetime.now(UTC)


def test_the_same_event_again_is_a_duplicate_and_the_first_stands(database: Direct, shop: str, send: Send) -> None:
    when = NOW.isoformat()
    first = {"id": "e1", "name": "open", "occurredAt": when, "properties": {"v": 1}}
    assert send([first, {**first, "name": "other"}]).json == {"accepted": 1, "duplicates": 1, "rejected": []}
    assert send([{**first, "properties": {"v": 2}}]).json == {"accepted": 0, "duplicates": 1, "rejected": []}
    [row] = stored(database)
    assert (row["name"], row["properties"]) == ("open", {"v": 1})


def test_the_same_id_in_another_app_is_another_event(database: Direct, shop: str, send: Send) -> None:
    track(database, sign_up(database, "bob"), "spk_bob")
    event = {"id": "e1", "name": "open", "occurredAt": NOW.isoformat()}
    for key in (KEY, "spk_bob"):
        assert send(event, key=key).json["accepted"] == 1


def test_events_without_an_id_are_each_their_own(database: Direct, shop: str, send: Send) -> None:
    assert send([{"name": "open"}, {"name": "open"}]).json["accepted"] == 2


def test_event_ids_arrive_in_order_of_time(database: Direct, shop: str, send: Send) -> None:
    send(
        [{"id": f"e{at}", "name": "open", "occurredAt": (NOW - at * timedelta(hours=1)).isoformat()} for at in range(9)]
    )
    ids = [row["id"] for row in stored(database)]
    assert ids == sorted(ids)
    assert {one.version for one in ids} == {8}


def test_a_retry_with_another_sent_at_is_still_the_same_event(database: Direct, shop: str, send: Send) -> None:
    event = {"id": "e1", "name": "open", "occurredAt": (datetime.now(UTC) - timedelta(days=3)).isoformat()}
    for days in (0, 2):
        send({"sentAt": (datetime.now(UTC) - timedelta(days=days)).isoformat(), "events": [event]})
    assert len(stored(database)) == 1


def test_what_only_postgres_refuses_is_found_and_its_neighbours_are_stored(
    database: Direct, shop: str, send: Send
) -> None:
    database.execute("ALTER TABLE public.events ADD CONSTRAINT no_thirteen CHECK (name <> '13')")
    try:
        reply = send([{"name": str(at)} for at in range(20)])
        assert reply.json["accepted"] == 19
        assert [(one["index"], one["code"]) for one in reply.json["rejected"]] == [(13, "REFUSED_BY_DATABASE")]
        assert len(stored(database)) == 19
    finally:
        database.execute("ALTER TABLE public.events DROP CONSTRAINT no_thirteen")
