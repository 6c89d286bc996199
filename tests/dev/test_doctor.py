"""The doctor looks at any database from outside and says what to change."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import DictRow

from dev.database import pooler, postgres
from dev.doctor.__main__ import examine
from dev.doctor.findings import Weight
from dev.migrate import LOCAL_LOGINS, LOCAL_USER, migrate

Direct = psycopg.Connection[DictRow]


def said(url: str, weight: Weight) -> str:
    return "\n".join(finding.text for finding in examine(url) if finding.weight is weight)


@pytest.fixture
def login(direct: Direct) -> Iterator[str]:
    """A login that has nothing of Spoor's."""
    direct.execute("CREATE ROLE stranger LOGIN")
    yield "stranger"
    direct.execute("DROP ROLE stranger")


def test_a_pooler_in_transaction_mode_is_told_from_none(server: postgres.Server, bouncer: pooler.Pooler) -> None:
    assert "a pooler lends server connections" in said(bouncer.url("all"), Weight.GOOD)
    assert "each client keeps its server connection" in said(server.url_of(LOCAL_USER), Weight.NOTE)


def test_a_pooler_in_session_mode_is_told(server: postgres.Server, outside: Path) -> None:
    running = pooler.start(server.url_of(LOCAL_USER), outside / "session", settings={"pool_mode": "session"})
    assert running
    try:
        assert "session mode" in said(running.url("query"), Weight.NOTE)
    finally:
        running.stop()


def test_what_a_pooler_carries_from_client_to_client_is_told(bouncer: pooler.Pooler) -> None:
    told = said(bouncer.url("all"), Weight.NOTE)
    assert "stays for the next one" in told
    assert "keeps no prepared statements" in told or "keeps prepared" in said(bouncer.url("all"), Weight.GOOD)


@pytest.mark.parametrize("kind", LOCAL_LOGINS)
def test_a_login_is_told_what_it_may_do(kind: str, bouncer: pooler.Pooler, database: Direct) -> None:
    assert f"may do what {kind} needs, and no more" in said(bouncer.url(kind), Weight.GOOD)


def test_a_login_without_spoors_roles_is_told_which_to_grant_unless_it_is_an_owners(
    server: postgres.Server, direct: Direct, login: str
) -> None:
    assert "GRANT spoor_app TO stranger" in said(server.url_of(login), Weight.BAD)
    direct.execute("ALTER ROLE stranger CREATEROLE")
    assert "right for migrations, wrong for functions" in said(server.url_of(login), Weight.NOTE)
    assert "GRANT" not in said(server.url_of(login), Weight.BAD)


def test_what_only_reads_is_refused(server: postgres.Server, direct: Direct, login: str) -> None:
    direct.execute("ALTER ROLE stranger SET default_transaction_read_only = on")
    assert "give the writer's address" in said(server.url_of(login), Weight.BAD)


def test_a_time_out_below_what_reports_take_is_told(server: postgres.Server, direct: Direct, login: str) -> None:
    assert "may run for ever" in said(server.url_of(login), Weight.NOTE)
    direct.execute("ALTER ROLE stranger SET statement_timeout = '2s'")
    assert "statement_timeout is 2000 ms" in said(server.url_of(login), Weight.BAD)


def test_tables_without_statistics_are_told_until_they_are_analysed(server: postgres.Server, database: Direct) -> None:
    database.execute('TRUNCATE public."user" CASCADE')  # whatever was known of its rows is forgotten
    database.execute(
        'INSERT INTO public."user" (id, name, email)'
        " SELECT n::text, repeat('x', 1000), n || '@example.com' FROM generate_series(1, 2000) AS n"
    )
    assert "ANALYZE" in said(server.url, Weight.BAD)
    database.execute('ANALYZE public."user"')
    assert "ANALYZE" not in said(server.url, Weight.BAD)


def test_a_schema_of_another_release_is_told(server: postgres.Server, database: Direct) -> None:
    [row] = database.execute("SELECT version_num FROM spoor.alembic_version").fetchall()
    try:
        database.execute("UPDATE spoor.alembic_version SET version_num = '0001'")
        assert "make migrate" in said(server.url, Weight.BAD)
        database.execute("UPDATE spoor.alembic_version SET version_num = '9999'")
        assert "a newer one" in said(server.url, Weight.BAD)
    finally:
        database.execute("UPDATE spoor.alembic_version SET version_num = %s", [row["version_num"]])
    assert "schema" not in said(server.url, Weight.BAD)


def test_a_database_that_cannot_be_had_says_why() -> None:
    assert "refused" in said("postgresql://u:secret@127.0.0.1:1/db", Weight.BAD)
    assert "secret" not in said("postgresql://u:secret@127.0.0.1:1/db", Weight.BAD)


def test_what_a_push_took_away_is_told_and_a_migration_gives_rights_back(
    server: postgres.Server, database: Direct
) -> None:
    database.execute("REVOKE ALL ON public.events FROM spoor_ingest, spoor_rollup")
    database.execute("ALTER TABLE spoor.annotations RENAME COLUMN text TO said")
    database.execute("ALTER TABLE spoor.cohorts RENAME TO crowds")
    try:
        told = said(server.url, Weight.BAD)
        assert "GRANT INSERT ON public.events TO spoor_ingest" in told
        assert "ON public.events TO spoor_rollup" in told
        assert "the column text of spoor.annotations is not there" in told
        assert "the table spoor.cohorts is not there" in told
    finally:
        database.execute("ALTER TABLE spoor.crowds RENAME TO cohorts")
        database.execute("ALTER TABLE spoor.annotations RENAME COLUMN said TO text")
        migrate(server.url)
    assert said(server.url, Weight.BAD) == ""


def test_latency_is_told_in_round_trips(server: postgres.Server) -> None:
    assert "a batch of events waits for 1, a report for 6" in said(server.url_of(LOCAL_USER), Weight.GOOD)
