"""What cannot be stored is kept with its reason, holds up nothing else, and can be sent again."""

import pytest

from dev.replay import replay
from ingest import drain
from tests.doubles.sqs import DEAD, WAITING, Sqs
from tests.ingest.conftest import Away, Send
from tests.ingest.draining import empty, run
from tests.people import Direct, stored


def test_one_bad_message_holds_up_no_other(queues: Sqs, database: Direct, shop: str, send: Send, away: Away) -> None:
    queues.client.send_message(QueueUrl=queues.urls[WAITING], MessageBody="not a message of ours")
    with away():
        send({"name": "open"})
    empty(queues)
    assert [row["name"] for row in stored(database)] == ["open"]
    [dead] = queues.receive(DEAD)
    assert dead["body"] == "not a message of ours"
    assert "not a message" in dead["messageAttributes"]["reason"]["stringValue"]


def test_a_value_that_the_database_refuses_is_kept_with_its_reason_and_its_neighbours_are_stored(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    with away():
        send([{"id": "1", "name": "good"}, {"id": "2", "name": "bad"}, {"id": "3", "name": "good"}])
    database.execute("ALTER TABLE public.events ADD CONSTRAINT no_bad CHECK (name <> 'bad') NOT VALID")
    try:
        [record] = queues.receive()
        assert run([record]) == []
        queues.delete([record])
    finally:
        database.execute("ALTER TABLE public.events DROP CONSTRAINT no_bad")
    assert [row["name"] for row in stored(database)] == ["good", "good"]
    [dead] = queues.receive(DEAD)
    assert dead["messageAttributes"]["reason"]["stringValue"] == "REFUSED_BY_DATABASE (1)"
    assert dead["messageAttributes"]["message_id"]["stringValue"] == record["messageId"]


def test_after_a_fix_dead_messages_are_sent_again_and_stored_once(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away, capsys: pytest.CaptureFixture[str]
) -> None:
    with away():
        send([{"name": "good"}, {"name": "bad"}])
    database.execute("ALTER TABLE public.events ADD CONSTRAINT no_bad CHECK (name <> 'bad') NOT VALID")
    empty(queues)
    database.execute("ALTER TABLE public.events DROP CONSTRAINT no_bad")
    dead, waiting = queues.urls[DEAD], queues.urls[WAITING]
    assert replay(queues.client, dead, waiting, dry_run=True) == 1
    assert (queues.count(DEAD), queues.count(WAITING)) == (1, 0)
    assert "REFUSED_BY_DATABASE (1)" in capsys.readouterr().out
    assert replay(queues.client, dead, waiting) == 1
    assert (queues.count(DEAD), queues.count(WAITING)) == (0, 1)
    empty(queues)
    assert sorted(row["name"] for row in stored(database)) == ["bad", "good"]


def test_a_fault_nobody_foresaw_is_forgiven_a_few_times_and_then_kept_with_its_kind(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    with away():
        send({"name": "open"})
    database.execute("ALTER TABLE public.events RENAME COLUMN name TO named")
    try:
        for _ in range(drain.FAULTS_FORGIVEN):
            [record] = queues.receive()
            assert run([record]) == [record["messageId"]]
            queues.pass_time([record])
        [record] = queues.receive()
        assert run([record]) == []
    finally:
        database.execute("ALTER TABLE public.events RENAME COLUMN named TO name")
    [dead] = queues.receive(DEAD)
    assert dead["messageAttributes"]["reason"]["stringValue"] == "unexpected fault: UndefinedColumn"


def test_a_dead_letter_queue_that_is_away_loses_nothing(
    queues: Sqs, database: Direct, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    queues.client.send_message(QueueUrl=queues.urls[WAITING], MessageBody="not a message of ours")
    records = queues.receive()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert run(records) == [records[0]["messageId"]]
