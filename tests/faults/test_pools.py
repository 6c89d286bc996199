"""Reports that keep the database busy hold up no event, since each have server connections of their own."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
import pytest
from psycopg.pq import PGconn

from tests.faults.rig.instance import Instance
from tests.faults.rig.load import batch_of
from tests.faults.rig.rig import KEY, POOL, Rig
from tests.gateway import Reply, call

REPORTS = 10


@contextmanager
def busy(rig: Rig, entry: str) -> Iterator[list[PGconn]]:
    """More reports than server connections, none of which ends by itself in the time of a test, at a pool entry."""
    with ExitStack() as open_, rig.direct() as inspector:
        clients = [open_.enter_context(psycopg.connect(rig.pooler.url(entry))).pgconn for _ in range(REPORTS)]
        for client in clients:
            client.send_query(b"SELECT pg_sleep(100)")
        until = time.monotonic() + 30
        while _asleep(inspector) < POOL:
            assert time.monotonic() < until, "the reports do not run"
            time.sleep(0.02)
        yield clients
        for client in clients:
            client.finish()
        while _asleep(inspector):  # the pooler's connections outlive their clients
            inspector.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
            )


def _asleep(inspector: psycopg.Connection[dict[str, object]]) -> int:
    found = inspector.execute(
        "SELECT count(*)::int AS asleep FROM pg_catalog.pg_stat_activity"
        " WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"
    ).fetchone()
    assert found is not None
    return int(str(found["asleep"]))


def running(client: PGconn) -> bool:
    """Whether a report has neither ended nor failed."""
    client.consume_input()
    return bool(client.is_busy())


def post(instance: Instance) -> Reply:
    """Send a small batch once."""
    return call(instance.handle, "POST", "/v1/events", batch_of(3), headers={"authorization": f"Bearer {KEY}"})


def test_events_are_stored_while_more_reports_run_than_there_are_connections(rig: Rig, crew: list[Instance]) -> None:
    with busy(rig, "query") as reports:
        assert [post(instance).status for instance in crew] == [200] * len(crew)
        assert all(running(report) for report in reports)


@pytest.fixture
def impatient(rig: Rig) -> Iterator[Rig]:
    """A pooler that lets nobody wait for a connection for longer than a second."""
    rig.restart_pooler({"query_wait_timeout": "1"})
    yield rig
    rig.restart_pooler()


def test_in_a_pool_that_they_shared_events_would_wait_for_reports(impatient: Rig, crew: list[Instance]) -> None:
    """The negative control."""
    with busy(impatient, "ingest"):
        assert post(crew[0]).status == 503
