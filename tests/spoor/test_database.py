"""The one connection keeps its promises through a real pooler, whatever breaks behind it."""

import threading
import time
from collections.abc import Iterator
from io import StringIO

import psycopg
import pytest
from psycopg.rows import DictRow

from dev import migrate
from dev.database import pooler, postgres
from spoor import database as layer
from spoor.errors import DatabaseAway, DatabaseLocked, StatementTooSlow

Direct = psycopg.Connection[DictRow]


def test_a_statement_answers_with_dictionaries(database: Direct) -> None:
    assert layer.run("SELECT %(n)s::int AS n", {"n": 3}, repeatable=True) == [{"n": 3}]


def test_one_connection_serves_every_statement_of_an_instance(database: Direct) -> None:
    layer.run("SELECT 1", repeatable=True)
    first = layer._connection
    layer.run("SELECT 1", repeatable=True)
    assert layer._connection is first


@pytest.mark.parametrize("ago_s", [layer.MAX_IDLE_S + 1, -3600], ids=["long ago", "before the clock was set back"])
def test_a_connection_idle_for_too_long_is_replaced_unasked_and_so_is_one_of_which_no_clock_tells(
    database: Direct, monkeypatch: pytest.MonkeyPatch, ago_s: float
) -> None:
    layer.run("SELECT 1", repeatable=True)
    first = layer._connection
    monkeypatch.setattr(layer, "_used_at", time.time() - ago_s)
    layer.run("SELECT 1", repeatable=True)
    assert layer._connection is not first
    assert first is not None
    assert first.closed


def test_a_backend_killed_while_idle_is_not_felt(database: Direct) -> None:
    layer.run("SELECT 1", repeatable=True)
    kill_backends(database)
    assert layer.run("SELECT 2 AS n", repeatable=True) == [{"n": 2}]


def test_a_backend_killed_under_a_statement_costs_one_retry_when_that_does_no_harm(database: Direct) -> None:
    killer = threading.Timer(0.3, kill_backends, [database])
    killer.start()
    assert layer.run("SELECT pg_sleep(0.6), 1 AS n", repeatable=True)[0]["n"] == 1
    killer.join()


def test_a_statement_that_must_not_run_twice_is_not_tried_again(database: Direct) -> None:
    killer = threading.Timer(0.3, kill_backends, [database])
    killer.start()
    with pytest.raises(DatabaseAway):
        layer.run("SELECT pg_sleep(0.6)", repeatable=False)
    killer.join()
    assert layer.run("SELECT 1 AS n", repeatable=False) == [{"n": 1}]


def test_a_hung_pooler_ends_at_the_deadline_and_the_next_request_works(own_pooler: pooler.Pooler) -> None:
    layer.run("SELECT 1", repeatable=True)
    own_pooler.freeze()
    started = time.monotonic()
    with pytest.raises(DatabaseAway):
        layer.run("SELECT 1", repeatable=True, within_s=1.0)
    waited = time.monotonic() - started
    own_pooler.thaw()
    assert layer.run("SELECT 1 AS n", repeatable=True) == [{"n": 1}]
    assert waited < 5, "the deadline is what ended it, and nothing else would have within a minute"


def test_connecting_to_a_hung_pooler_ends_at_the_deadline_too(own_pooler: pooler.Pooler) -> None:
    own_pooler.freeze()
    with pytest.raises(DatabaseAway):
        layer.run("SELECT 1", repeatable=True, within_s=1.0)
    own_pooler.thaw()


def test_a_restarted_pooler_is_not_felt(own_pooler: pooler.Pooler, server: postgres.Server) -> None:
    layer.run("SELECT 1", repeatable=True)
    own_pooler.kill()
    again = pooler.start(server.url_of(migrate.LOCAL_USER), own_pooler.folder, own_pooler.port)
    assert again is not None
    try:
        assert layer.run("SELECT 1 AS n", repeatable=True) == [{"n": 1}]
    finally:
        again.stop()


def test_a_database_that_is_gone_is_told_at_once_and_found_again(own_pooler: pooler.Pooler) -> None:
    own_pooler.stop()
    with pytest.raises(DatabaseAway) as told:
        layer.run("SELECT 1", repeatable=True)
    assert told.value.status == 503


def test_a_wrong_statement_is_not_taken_for_an_absent_database(database: Direct) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        layer.run("SELECT * FROM nothing", repeatable=True)
    assert layer.run("SELECT 1 AS n", repeatable=True) == [{"n": 1}]


@pytest.fixture
def lock(database: Direct) -> Iterator[None]:
    """A table that somebody else holds, and functions that wait for a lock for an instant only."""
    database.execute("ALTER ROLE spoor SET lock_timeout = '50ms'")
    kill_backends(database)
    layer.run("SELECT 1", repeatable=True)  # what the pooler still had of those who were killed is thrown away
    with database.transaction():
        database.execute("LOCK TABLE public.verification")
        yield
    database.execute("ALTER ROLE spoor RESET lock_timeout")
    kill_backends(database)


def test_a_lock_that_is_not_had_is_no_absent_database(lock: None, log: StringIO) -> None:
    with pytest.raises(DatabaseLocked) as told:
        layer.run("SELECT FROM public.verification", repeatable=True)
    assert (told.value.status, told.value.code, told.value.cause) == (503, "DATABASE_LOCKED", "lock")
    kept = layer._connection
    with pytest.raises(DatabaseLocked), layer.transaction() as connection:
        connection.execute("DELETE FROM public.verification")
    assert layer.run("SELECT 1 AS n", repeatable=True) == [{"n": 1}]
    assert layer._connection is kept, "nothing was wrong with it"
    assert "discarded" not in log.getvalue()


def test_a_statement_that_the_database_stops_is_no_absent_database(database: Direct) -> None:
    with pytest.raises(StatementTooSlow) as told, layer.transaction() as connection:
        connection.execute("SET LOCAL statement_timeout = '20ms'")
        connection.execute("SELECT pg_sleep(5)")
    assert (told.value.status, told.value.cause) == (503, "statement time-out")
    assert layer.run("SELECT 1 AS n", repeatable=True) == [{"n": 1}]


def test_a_race_that_is_lost_is_run_again_where_that_does_no_harm(database: Direct) -> None:
    losing = "DO $$ BEGIN RAISE 'lost' USING ERRCODE = '40001'; END $$"
    with pytest.raises(DatabaseLocked):
        layer.change(losing, repeatable=True)
    first = layer._connection
    with pytest.raises(DatabaseLocked):
        layer.change(losing, repeatable=False)
    assert layer._connection is first


def test_a_transaction_that_fails_leaves_nothing_behind(database: Direct) -> None:
    with pytest.raises(ZeroDivisionError), layer.transaction() as connection:
        connection.execute("INSERT INTO public.verification VALUES ('v', 'i', 'x', now())")
        raise ZeroDivisionError
    assert database.execute("SELECT count(*) AS n FROM public.verification").fetchall() == [{"n": 0}]


def test_many_instances_share_few_server_connections_without_prepared_statements(database: Direct) -> None:
    """Forty statements on one connection pass psycopg's threshold for preparing them eight times over."""
    for _ in range(40):
        layer.run("SELECT %(n)s::int AS n", {"n": 1}, repeatable=True)
    assert layer._connection is not None
    prepared = layer.run("SELECT count(*) AS n FROM pg_prepared_statements", repeatable=True)
    assert prepared == [{"n": 0}]


def kill_backends(direct: Direct) -> None:
    """End every server connection of the functions' user."""
    direct.execute("SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = 'spoor'")


@pytest.fixture
def own_pooler(
    database: Direct, server: postgres.Server, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[pooler.Pooler]:
    """A pooler that the test may break."""
    from tests.conftest import forget_settings

    running = pooler.start(server.url_of(migrate.LOCAL_USER), tmp_path_factory.mktemp("own-pooler"))
    assert running is not None
    monkeypatch.setenv("DATABASE_URL", running.url("ingest"))
    forget_settings()
    yield running
    layer.close()
    running.stop()
