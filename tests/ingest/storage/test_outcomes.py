"""What becomes of every event is counted: accepted, duplicate, warned, refused, a bot's; with names and no values."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from ingest.app import handler
from ingest.storage import outcomes
from tests.doubles.sqs import Sqs
from tests.gateway import call
from tests.ingest import draining
from tests.ingest.conftest import KEY, Away, Send
from tests.people import Direct

BOT = {"user-agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"}


def counted(database: Direct) -> dict[tuple[str, str], int]:
    """All counts by sender and code, of all hours and shards together."""
    rows = database.execute(
        "SELECT sender, code, sum(count)::int AS count FROM spoor.outcomes GROUP BY 1, 2"
    ).fetchall()
    return {(row["sender"], row["code"]): row["count"] for row in rows}


def samples(database: Direct) -> dict[str, Any]:
    """The sample of each code."""
    return {
        row["code"]: row["sample"] for row in database.execute("SELECT code, sample FROM spoor.outcomes").fetchall()
    }


def test_one_event_is_counted_as_accepted_and_its_repetition_as_a_duplicate(
    database: Direct, shop: str, send: Send
) -> None:
    event = {"id": "1", "name": "open", "properties": {"plan": "secret"}}
    for _ in range(3):
        send(event)
    assert counted(database) == {("native", "ACCEPTED"): 1, ("native", "DUPLICATE"): 2}
    hours = database.execute("SELECT DISTINCT hour FROM spoor.outcomes").fetchall()
    assert all(abs((row["hour"] - datetime.now(UTC)).total_seconds()) < 3700 for row in hours)


def test_a_batch_is_counted_by_what_its_receipt_says(database: Direct, shop: str, send: Send) -> None:
    batch = [
        {"id": "1", "name": "open"},
        {"id": "1", "name": "open"},
        {"id": "2", "name": "open", "occurredAt": "yesterday"},
        {"name": "a" * 300, "occurredAt": "yesterday"},
        {"name": ""},
        7,
    ]
    receipts = [send(batch).json for _ in range(2)]
    told = counted(database)
    assert told["native", "ACCEPTED"] == sum(one["accepted"] for one in receipts) == 4
    assert told["native", "DUPLICATE"] == sum(one["duplicates"] for one in receipts) == 4
    for code in ("INVALID_NAME", "INVALID_EVENT"):
        assert told["native", code] == 2
    for code, count in (("TIME_REPLACED", 4), ("NAME_CUT", 2)):
        assert told["native", code] == count
        assert count == sum(each["code"] == code for one in receipts for each in one["warnings"])


def test_samples_hold_names_and_no_values(database: Direct, shop: str, send: Send) -> None:
    properties = {"mail": "ann@example.com", "n" * 300: "hunter2", "$ip": "203.0.113.9"}
    send({"id": "1", "name": "open", "properties": properties})
    send({"id": "1", "name": "open", "properties": properties})
    send({"name": " ", "properties": properties, "userId": "ann@example.com"})
    send({"name": "old", "properties": {**properties, "many": 1}, "occurredAt": "hunter2", "userId": "ann"})
    told = samples(database)
    assert {key: told[key]["event"] for key in told} == {
        "ACCEPTED": "open",
        "DUPLICATE": "open",
        "INVALID_NAME": " ",
        "TIME_REPLACED": "old",
    }
    assert told["TIME_REPLACED"]["properties"] == ["mail", "n" * 100, "many"]
    assert "hunter2" not in json.dumps(told)
    assert "@example" not in json.dumps(told)


def test_a_bots_events_are_counted(database: Direct, shop: str, send: Send) -> None:
    send([{"name": "open"}, {"name": "close"}], headers=BOT)
    assert counted(database) == {("native", "BOT"): 2}
    assert samples(database)["BOT"]["event"] == "open"


@pytest.mark.parametrize(
    ("said", "sender"),
    [("web", "web"), ("", "posthog"), (7, "posthog"), ("a" * 300, "a" * 100), ("odd\n\u202elib", "odd\ufffd\ufffdlib")],
)
def test_the_sender_is_the_library_that_names_itself_or_the_format(
    database: Direct, shop: str, said: object, sender: str
) -> None:
    event = {"event": "open", "distinct_id": "u", "properties": {"$lib": said}}
    call(handler, "POST", "/batch", {"api_key": KEY, "batch": [event]})
    assert counted(database) == {(sender, "ACCEPTED"): 1}


def test_senders_beyond_the_fiftieth_of_an_hour_are_counted_as_one(database: Direct, shop: str, send: Send) -> None:
    for at in range(60):
        if at == 55:
            outcomes._senders.clear()  # another instance knows nothing of the others' senders
        send({"name": "open", "properties": {"$lib": f"library {at}"}})
    senders = [sender for sender, _ in counted(database)]
    assert len(senders) == 51
    assert counted(database)["other", "ACCEPTED"] == 10


def test_what_an_app_sends_over_its_rate_is_counted(database: Direct, shop: str, send: Send) -> None:
    database.execute("INSERT INTO spoor.app_settings (app_id, rate_limit_per_minute) VALUES (%s, 1)", [shop])
    assert [send([{"name": "a"}, {"name": "b"}]).status for _ in range(2)] == [200, 429]
    assert counted(database) == {("native", "ACCEPTED"): 2, ("native", "RATE_LIMITED"): 1}, (
        "nobody read how many it has"
    )


def test_a_flood_of_bad_requests_costs_few_statements_and_is_counted_all_the_same(
    database: Direct, shop: str, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(outcomes, "monotonic", clock)
    for _ in range(200):
        send({"name": ""})
    written = counted(database)["native", "INVALID_NAME"]
    assert 0 < written < 40
    clock.now += 60
    send({"name": "good"})
    assert counted(database) == {("native", "INVALID_NAME"): 200, ("native", "ACCEPTED"): 1}


class Clock:
    """A clock that stands still."""

    now = 1_000_000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def test_what_waits_in_the_queue_is_counted_when_it_is_stored_by_the_hour_it_came(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    send({"name": "before"})
    with away():
        send([{"id": "1", "name": "open", "properties": {"$lib": "spoor.js"}}, {"name": ""}])
    assert counted(database) == {("native", "ACCEPTED"): 1}
    draining.empty(queues)
    outcomes._room = 1.0
    outcomes.flush()
    assert counted(database) == {
        ("native", "ACCEPTED"): 1,
        ("spoor.js", "ACCEPTED"): 1,
        ("spoor.js", "INVALID_NAME"): 1,
    }


def test_an_event_that_the_database_refuses_is_counted(database: Direct, shop: str, send: Send) -> None:
    database.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'unsupported' USING ERRCODE = '22P05'; END $$"
    )
    database.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON public.events FOR EACH ROW WHEN (NEW.name = 'bad')"
        " EXECUTE FUNCTION refuse()"
    )
    try:
        send([{"name": "good", "occurredAt": "never"}, {"name": "bad"}, {"name": "good"}])
        send({"name": "bad", "occurredAt": "never"})
    finally:
        database.execute("DROP FUNCTION refuse CASCADE")
    assert counted(database) == {
        ("native", "ACCEPTED"): 2,
        ("native", "REFUSED_BY_DATABASE"): 2,
        ("native", "TIME_REPLACED"): 2,
    }


def test_a_rotated_key_counts_nothing(database: Direct, shop: str, send: Send) -> None:
    send({"name": "open"})
    database.execute("UPDATE public.tracked_apps SET api_key = 'spk_new'")
    assert send({"name": "open"}).status == 401
    assert counted(database) == {("native", "ACCEPTED"): 1}


def test_all_instances_count_together(database: Direct, shop: str, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    for shard in range(8):
        monkeypatch.setattr(outcomes, "SHARD", shard)
        send({"name": "open"})
    assert database.execute("SELECT count(*) AS rows FROM spoor.outcomes").fetchone() == {"rows": 8}
    assert counted(database) == {("native", "ACCEPTED"): 8}


def test_deleting_an_app_deletes_what_was_counted_of_it(database: Direct, shop: str, send: Send) -> None:
    send({"name": "open"})
    database.execute("DELETE FROM public.tracked_apps")
    assert counted(database) == {}


@pytest.mark.parametrize("vendor", ["segment", "mixpanel"])
def test_every_format_counts(database: Direct, shop: str, vendor: str) -> None:
    requests: Mapping[str, tuple[str, object]] = {
        "segment": ("/v1/track", {"writeKey": KEY, "type": "track", "event": "open", "userId": "u"}),
        "mixpanel": ("/track", [{"event": "open", "properties": {"token": KEY, "$insert_id": str(uuid4())}}]),
    }
    path, body = requests[vendor]
    assert call(handler, "POST", path, body).status == 200
    assert counted(database) == {(vendor, "ACCEPTED"): 1}
