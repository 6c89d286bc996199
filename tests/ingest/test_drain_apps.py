"""What waited goes to the app that its key belonged to, whatever became of the key, and by the app's own rules."""

import base64
import gzip
import json
from typing import Any

import pytest

from ingest import drain
from ingest.apps import keys
from tests.app_settings import say
from tests.doubles.sqs import DEAD, WAITING, Sqs
from tests.ingest.conftest import KEY, Away, Send
from tests.ingest.draining import empty, run
from tests.people import Direct, stored


def test_the_events_of_a_key_that_nobody_knew_or_knows_are_dropped_and_counted(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away, capsys: pytest.CaptureFixture[str]
) -> None:
    with away():
        assert send({"name": "open"}, key="spk_made_up").json["queued"] == 1
        assert send({"name": "open"}).json["queued"] == 1
    database.execute("UPDATE public.tracked_apps SET api_key = 'spk_rotated'")
    empty(queues)
    assert stored(database) == []
    assert queues.count(DEAD) == 0
    written = capsys.readouterr().out
    assert written.count("MessagesDropped") >= 2
    assert "spk_made_up" not in written


def test_an_apps_own_rules_hold_for_what_waited_too(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    say(database, allowed_event_names=["open"])
    with away():
        assert send([{"name": "open"}, {"name": "close"}]).json["queued"] == 2  # nobody knows the rules just now
    empty(queues)
    assert [row["name"] for row in stored(database)] == ["open"]
    assert queues.count(DEAD) == 0


def test_what_was_answered_with_success_is_stored_though_its_key_was_rotated_meanwhile(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    assert send({"name": "before"}).json["accepted"] == 1  # the instance knows the app from now on
    with away():
        assert send([{"id": "e1", "name": "open"}, {"name": "without id"}]).json["queued"] == 2
    database.execute("UPDATE public.tracked_apps SET api_key = 'spk_rotated'")
    records = queues.receive()
    assert run(records) == run(records) == []
    assert sorted((row["name"], str(row["app_id"])) for row in stored(database)) == [
        ("before", shop),
        ("open", shop),
        ("without id", shop),
    ]


def test_a_key_that_drain_itself_still_takes_for_good_costs_no_event(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    send({"name": "before"})
    with away():
        send({"name": "open", "anonymousId": "device", "userId": "ann"})
    keys.find_app(KEY)  # remembered for a while
    database.execute("UPDATE public.tracked_apps SET api_key = 'spk_rotated'")
    empty(queues)
    assert [row["name"] for row in stored(database)] == ["before", "open"]
    [link] = database.execute("SELECT visitor_id FROM spoor.identities WHERE anonymous_id = 'device'").fetchall()
    assert link["visitor_id"] == "ann"


def test_a_key_that_is_rotated_once_more_in_that_very_moment_makes_the_message_come_again(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    send({"name": "before"})
    with away():
        send({"name": "open"})
    database.execute("UPDATE public.tracked_apps SET api_key = 'spk_rotated'")
    find = drain._find_app_and_key

    def find_and_rotate(app_id: str) -> Any:
        found = find(app_id)
        database.execute("UPDATE public.tracked_apps SET api_key = 'spk_rotated again'")
        return found

    records = queues.receive()
    with monkeypatch.context() as unlucky:
        unlucky.setattr(drain, "_find_app_and_key", find_and_rotate)
        assert run(records) == [records[0]["messageId"]]
    assert run(records) == []
    assert [row["name"] for row in stored(database)] == ["before", "open"]


def test_what_waited_for_an_app_that_was_deleted_goes_with_it(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    send({"name": "before"})
    with away():
        send({"name": "open"})
    database.execute("DELETE FROM public.tracked_apps")
    empty(queues)
    assert stored(database) == []
    assert (queues.count(WAITING), queues.count(DEAD)) == (0, 0)


def test_a_message_from_before_messages_named_their_app_is_stored(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    with away():
        send({"name": "open"})
    [record] = queues.receive()
    said = json.loads(gzip.decompress(base64.b64decode(record["body"])))
    del said["app_id"]
    record["body"] = base64.b64encode(gzip.compress(json.dumps(said).encode())).decode()
    assert run([record]) == []
    assert [row["name"] for row in stored(database)] == ["open"]
