"""What a warm instance makes of a connection that was cut, frozen or refused while it rested or worked."""

import time
from collections.abc import Iterator

import psycopg
import pytest

from tests.faults.rig.instance import Instance, Instances
from tests.faults.rig.load import batch_of
from tests.faults.rig.proxy import Fault
from tests.faults.rig.rig import CLIENT_IDLE, KEY, POOL, Rig
from tests.gateway import Reply, call


@pytest.fixture
def warm(rig: Rig, crew: list[Instance]) -> Iterator[Instance]:
    """An instance with an open connection; afterwards the network is well."""
    assert post(crew[0]).status == 200
    yield crew[0]
    rig.proxy.set(Fault.PASS)


def post(instance: Instance) -> Reply:
    """Send a small batch once."""
    return call(instance.handle, "POST", "/v1/events", batch_of(3), headers={"authorization": f"Bearer {KEY}"})


def test_a_connection_said_goodbye_to_while_idle_costs_no_request(rig: Rig, warm: Instance) -> None:
    rig.proxy.finish()
    assert post(warm).status == 200


def test_a_connection_reset_while_idle_costs_no_request(rig: Rig, warm: Instance) -> None:
    rig.proxy.reset()
    assert post(warm).status == 200


def test_an_instance_frozen_for_longer_than_the_pooler_waits_answers_its_first_request(
    rig: Rig, warm: Instance
) -> None:
    warm.freeze()
    time.sleep(CLIENT_IDLE + 1.5)
    warm.thaw()
    assert post(warm).status == 200


def test_a_slow_network_is_slow_and_nothing_else(rig: Rig, warm: Instance) -> None:
    rig.proxy.set(Fault.DELAY)
    reply = post(warm)
    assert (reply.status, reply.json["accepted"], reply.json["duplicates"]) == (200, 3, 0)
    assert len(rig.stored()) == 6


def test_a_statement_and_its_repetition_both_cut_are_a_503_and_the_next_request_works(rig: Rig, warm: Instance) -> None:
    rig.proxy.set(Fault.CUT_BEFORE_FORWARD, every=1)
    refused = post(warm)
    rig.proxy.set(Fault.PASS)
    assert (refused.status, refused.json["code"]) == (503, "DATABASE_UNAVAILABLE")
    assert int(refused.headers["retry-after"]) >= 1
    assert post(warm).json["accepted"] == 3
    assert len(rig.stored()) == 6


def test_whichever_statement_of_a_first_request_is_cut_nothing_is_half_done(rig: Rig, instances: Instances) -> None:
    [cold] = instances.start(1)
    rig.proxy.marker = b"/* find_app"
    try:
        rig.proxy.set(Fault.CUT_BEFORE_REPLY, every=1)
        assert post(cold).status == 503
        assert rig.stored() == {}
        rig.proxy.set(Fault.CUT_BEFORE_REPLY, every=2)  # the repetition's goes through
    finally:
        rig.proxy.set(Fault.PASS)
        rig.proxy.marker = b"/* store_event"
    assert post(cold).json["accepted"] == 3


def test_a_database_that_only_reads_is_away_until_it_writes_again(rig: Rig, warm: Instance) -> None:
    with rig.direct() as connection:
        try:
            connection.execute("ALTER DATABASE spoor SET default_transaction_read_only = on")
            terminate(connection)
            refused = post(warm)
        finally:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute("ALTER DATABASE spoor RESET default_transaction_read_only")
            terminate(connection)
    assert refused.status == 503
    assert post(warm).status == 200


def terminate(connection: psycopg.Connection[dict[str, object]]) -> None:
    """End the pooler's connections, so that the next ones begin with the database's settings."""
    connection.execute("SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = 'spoor'")


def test_prepared_statements_would_break_behind_this_pooler(rig: Rig) -> None:
    """The negative control of the connection's recipe: psycopg's default fails where ours does not."""

    def failures(threshold: int | None) -> int:
        url = rig.url
        found = 0
        clients = [psycopg.connect(url, autocommit=True, prepare_threshold=threshold) for _ in range(POOL + 2)]
        for _ in range(8):
            for client in clients:
                try:
                    client.execute("SELECT %s::int", [1])
                except psycopg.Error:
                    found += 1
        for client in clients:
            client.close()
        return found

    broken = failures(5)
    with rig.direct() as connection:
        terminate(connection)
    assert failures(None) == 0
    assert broken > 0


def test_a_pooler_with_no_room_for_another_client_is_a_503(rig: Rig, instances: Instances) -> None:
    [cold] = instances.start(1)
    rig.restart_pooler({"max_client_conn": "2"})
    try:
        with psycopg.connect(rig.pooler.url("ingest")), psycopg.connect(rig.pooler.url("query")):
            refused = post(cold)
    finally:
        rig.restart_pooler()
    assert (refused.status, refused.json["code"]) == (503, "DATABASE_BUSY")
    assert post(cold).status == 200


def test_a_queue_replayed_after_a_restore_is_stored_once(rig: Rig, warm: Instance) -> None:
    """Yesterday's backup lacks half of what was acknowledged today; an SDK sends all of it once more."""
    batch = batch_of(10)
    headers = {"authorization": f"Bearer {KEY}"}
    assert call(warm.handle, "POST", "/v1/events", batch, headers=headers).json["accepted"] == 10
    with rig.direct() as connection:
        gone = [event["id"] for event in batch[:5]]
        connection.execute("DELETE FROM public.events WHERE properties ->> 'ledger' = ANY(%s)", [gone])
    again = call(warm.handle, "POST", "/v1/events", batch, headers=headers).json
    assert (again["accepted"], again["duplicates"]) == (5, 5)
    stored = rig.stored()
    assert {event["id"]: stored[event["id"]] for event in batch} == {event["id"]: 1 for event in batch}
