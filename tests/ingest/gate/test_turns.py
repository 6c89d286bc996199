"""Of one app a few large batches are stored at once, whatever the number of instances; others do not wait for them."""

from datetime import timedelta

import pytest

from ingest.gate import turns
from tests.doubles.sqs import Sqs
from tests.ingest.conftest import KEY, Away, Send
from tests.people import Direct, sign_up, stored, track

LARGE = [{"name": "open", "properties": {"text": "x" * 100}}] * 800
HELD = "INSERT INTO spoor.ingest_turns SELECT id, n, now() + %s FROM public.tracked_apps, generate_series(1, %s) AS n"


def hold(database: Direct, number: int, left: timedelta = timedelta(seconds=10)) -> None:
    """Have other instances hold so many turns of every app that there is."""
    database.execute("TRUNCATE spoor.ingest_turns")
    database.execute(HELD, [left, number])


def test_large_batches_of_an_app_wait_while_four_are_being_stored(
    database: Direct, shop: str, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(database, 3)
    assert send(LARGE).status == 200
    hold(database, 4)
    reply = send(LARGE)
    assert (reply.status, reply.json["code"], reply.headers["retry-after"]) == (429, "RATE_LIMITED", "1")
    assert send({"name": "open"}).status == 200, "a small one does not wait"
    hold(database, 3)
    assert send("{" + " " * 10_000).status == 429, "it was told to wait: the body is not opened"
    turns._pauses.clear()
    assert send(LARGE).status == 200
    assert len(stored(database)) == 1601


def test_another_apps_large_batches_do_not_wait(database: Direct, shop: str, send: Send) -> None:
    hold(database, 4)
    track(database, sign_up(database, "bob"), "spk_bob")
    assert send(LARGE).status == 429
    assert send(LARGE, key="spk_bob").status == 200


def test_a_turn_is_given_back_whatever_becomes_of_the_batch_and_ends_by_itself(
    database: Direct, shop: str, send: Send
) -> None:
    database.execute("TRUNCATE spoor.ingest_turns")
    for _ in range(6):
        assert send(LARGE).status == 200
        assert send({"apiKey": KEY, "events": "x" * 100_000}, key=None).status == 400
    assert database.execute("SELECT FROM spoor.ingest_turns").fetchall() == []
    hold(database, 4, timedelta(seconds=-1))
    assert send(LARGE).status == 200, "whoever held it is gone"


def test_while_the_database_is_away_a_large_batch_is_queued_as_any(
    database: Direct, shop: str, send: Send, queues: Sqs, away: Away
) -> None:
    assert send({"name": "open"}).status == 200
    with away():
        assert send(LARGE).json["queued"] == len(LARGE)
