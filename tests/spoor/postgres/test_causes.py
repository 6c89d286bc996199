"""Why the database could not be had is one word of a closed list, found from what really happens."""

import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest

from dev import migrate
from dev.database import pooler, postgres
from dev.programs.processes import hand_over
from spoor import database as layer
from spoor.errors import DatabaseAway, DatabaseBusy, NotNow
from spoor.postgres.causes import Cause, cause_in
from tests.conftest import forget_settings
from tests.faults.rig.silence import silence
from tests.people import Direct

GUIDE = Path(__file__).parents[3] / "docs" / "operations.md"
PASSWORD = "hunter2secret"
Point = Callable[[str], None]


@pytest.fixture
def point(database: Direct, monkeypatch: pytest.MonkeyPatch) -> Point:
    """Says where the database is."""

    def to(url: str) -> None:
        layer.close()
        monkeypatch.setenv("DATABASE_URL", url)
        forget_settings()

    return to


def why(statement: str = "SELECT 1") -> tuple[type[NotNow], str]:
    """Which error a statement ends with, and its cause."""
    with pytest.raises(NotNow) as told:
        layer.run(statement, repeatable=True, within_s=1.5)  # type: ignore[arg-type]  # a statement that the test makes
    return type(told.value), told.value.cause


@pytest.fixture
def locked(server: postgres.Server, outside: Path) -> Iterator[pooler.Pooler]:
    """A pooler that asks for a password."""
    users = outside / "locked.txt"
    users.write_text(f'"spoor" "{PASSWORD}"\n')
    hand_over(users)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGPASSWORD", PASSWORD)  # for whoever looks whether it runs
        settings = {"auth_type": "scram-sha-256", "auth_file": str(users)}
        running = pooler.start(server.url_of(migrate.LOCAL_USER), outside / "locked", settings=settings)
        assert running is not None
    yield running
    layer.close()
    running.stop()


def test_a_name_that_nobody_knows(point: Point, log: StringIO) -> None:
    point(f"postgresql://spoor:{PASSWORD}@nowhere.invalid/ingest")
    assert why() == (DatabaseAway, "dns")
    assert '"cause":"dns"' in log.getvalue()
    assert PASSWORD not in log.getvalue()


def test_a_port_where_nobody_listens(point: Point) -> None:
    point("postgresql://spoor@127.0.0.1:1/ingest")
    assert why() == (DatabaseAway, "refused")


def test_a_server_that_says_nothing(point: Point) -> None:
    with silence(1) as quiet:
        point(f"postgresql://spoor@{quiet.addresses[0]}:{quiet.port}/ingest")
        assert why() == (DatabaseAway, "time-out")


@pytest.mark.parametrize("words", ["sslmode=require", "sslmode=verify-full&sslrootcert=/nowhere.pem", "ssl=true"])
def test_a_server_without_the_tls_that_is_asked_for(bouncer: pooler.Pooler, point: Point, words: str) -> None:
    point(f"{bouncer.url('all')}?{words}")
    assert why() == (DatabaseAway, "tls")


def test_a_parameter_that_the_pooler_refuses(bouncer: pooler.Pooler, point: Point) -> None:
    point(f"{bouncer.url('all')}?options=endpoint%3Dep-cool-1")
    assert why() == (DatabaseAway, "start-up parameter")


def test_a_database_that_is_not_there(bouncer: pooler.Pooler, server: postgres.Server, point: Point) -> None:
    for url in (f"postgresql://spoor@127.0.0.1:{bouncer.port}/tls_auth", server.url_of("spoor", "tls_auth")):
        point(url)
        assert why() == (DatabaseAway, "no such database")


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_wrong_password(locked: pooler.Pooler, point: Point, log: StringIO, password: str) -> None:
    point(f"postgresql://spoor:{password}@127.0.0.1:{locked.port}/query")
    assert why() == (DatabaseAway, "auth")
    point(f"postgresql://spoor:{PASSWORD}@127.0.0.1:{locked.port}/query")
    assert layer.run("SELECT 1 AS n", repeatable=True) == [{"n": 1}]


def test_channel_binding_that_the_pooler_does_not_know(locked: pooler.Pooler, point: Point) -> None:
    point(f"postgresql://spoor:{PASSWORD}@127.0.0.1:{locked.port}/query?channel_binding=require")
    assert why() == (DatabaseAway, "auth")


def test_a_user_whom_the_server_does_not_know(server: postgres.Server, point: Point) -> None:
    point(server.url_of("tls"))
    assert why() == (DatabaseAway, "auth")


def test_a_pooler_that_is_full_has_an_answer_of_its_own(server: postgres.Server, outside: Path, point: Point) -> None:
    settings = {"max_client_conn": "1"}
    small = pooler.start(server.url_of(migrate.LOCAL_USER), outside / "small", settings=settings)
    assert small is not None
    try:
        with psycopg.connect(small.url("query")):
            point(small.url("query"))
            assert why() == (DatabaseBusy, "pool full")
    finally:
        layer.close()
        small.stop()


def test_connections_that_all_work_for_others_have_it_too(server: postgres.Server, outside: Path, point: Point) -> None:
    settings = {"default_pool_size": "1", "query_wait_timeout": "1"}
    small = pooler.start(server.url_of(migrate.LOCAL_USER), outside / "slow", settings=settings)
    assert small is not None
    try:
        with psycopg.connect(small.url("query")) as other:
            other.execute("SELECT 1")  # in a transaction, which holds the only connection
            point(small.url("query"))
            with pytest.raises(DatabaseBusy) as told:
                layer.run("SELECT 1", repeatable=False)
            assert told.value.cause == "pool full"
    finally:
        layer.close()
        small.stop()


@pytest.mark.parametrize(
    ("state", "error", "cause"),
    [
        ("57P01", DatabaseAway, "shut down"),
        ("57P03", DatabaseAway, "shut down"),
        ("53300", DatabaseBusy, "pool full"),
        ("53100", DatabaseAway, "no room"),
        ("53200", DatabaseAway, "no room"),
        ("25006", DatabaseAway, "read-only"),
    ],
)
def test_what_a_server_says_by_its_code(database: Direct, state: str, error: type[NotNow], cause: str) -> None:
    assert why(f"DO $$ BEGIN RAISE 'x' USING ERRCODE = '{state}'; END $$") == (error, cause)


def test_a_connection_that_is_cut(server: postgres.Server, database: Direct, point: Point) -> None:
    point(server.url_of("spoor"))
    statement = "SELECT pg_terminate_backend(pg_backend_pid())"
    assert why(statement)[1] in {"shut down", "cut"}


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (
            'connection to server at "tls.auth" (10.0.0.1), port 5432 failed: Network is unreachable',
            "unreachable",
        ),
        ('FATAL:  password authentication failed for user "ssl_certificate"', "auth"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.9", user "spoor", database "spoor", no encryption', "auth"),
        ("SSL error: certificate verify failed", "tls"),
        ('server certificate for "x" does not match host name "y"', "tls"),
        ("FATAL:  the database system is starting up", "shut down"),
        ("FATAL:  pgbouncer cannot connect to server", "unreachable"),
        ("FATAL:  server conn crashed?", "cut"),
        ("FATAL: Max client connections reached", "pool full"),
        ("Es geht nicht", "unknown"),
    ],
)
def test_a_text_is_read_without_the_names_that_it_quotes(text: str, cause: str) -> None:
    assert cause_in(text) == cause


def test_the_guide_lists_every_cause_and_no_other() -> None:
    _, _, table = GUIDE.read_text().partition("## Why the database could not be had")
    told = re.findall(r"^\| `([^`]+)` \|", table.partition("\n## ")[0], re.MULTILINE)
    assert sorted(told) == sorted(Cause)
