"""The models and the migrations describe the same tables, and the application role can do no more than it must."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.util import CommandError
from psycopg.rows import DictRow
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from dev import doctor, migrate
from dev.database import postgres
from spoor.schema import metadata
from tests.tables import every_row

Direct = psycopg.Connection[DictRow]
ROOT = Path(__file__).parents[2]
OPTIONS = {
    "compare_type": True,
    "compare_server_default": True,
    "include_schemas": True,
    "version_table_schema": "spoor",
    "include_name": lambda name, kind, parents: kind != "schema" or name in ("public", "spoor"),
}
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "layers/common")}


def test_the_models_are_what_the_migrations_make(server: postgres.Server) -> None:
    assert difference(server.url) == []


def test_migrating_twice_changes_nothing(server: postgres.Server) -> None:
    migrate.migrate(server.url)
    assert difference(server.url) == []


def test_of_two_migrations_at_once_one_does_the_work_and_the_other_finds_it_done(empty: str) -> None:
    runs = [start_migrating(empty) for _ in range(2)]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert difference(empty) == []


def test_a_migration_killed_halfway_leaves_nothing_and_runs_again(empty: str, direct: Direct) -> None:
    with psycopg.connect(empty) as blocker:
        blocker.execute("CREATE TABLE public.funnels (id uuid)")  # the migration waits before it
        run = start_migrating(empty)
        waiting = "SELECT pid FROM pg_catalog.pg_stat_activity WHERE datname = 'halfway' AND wait_event_type = 'Lock'"
        while run.poll() is None and not direct.execute(waiting).fetchall():
            time.sleep(0.02)
        assert run.poll() is None, "it ran into nothing"
        run.kill()
        run.wait()
        blocker.rollback()
    while direct.execute("SELECT FROM pg_catalog.pg_stat_activity WHERE datname = 'halfway'").fetchall():
        time.sleep(0.02)
    with psycopg.connect(empty) as look:
        assert look.execute(
            "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname IN ('public', 'spoor')"
        ).fetchone() == (0,)
    migrate.migrate(empty)
    assert difference(empty) == []


def test_a_database_that_better_auth_already_uses_keeps_its_rows_and_gains_ours(empty: str) -> None:
    with psycopg.connect(empty, autocommit=True) as theirs:
        theirs.execute(
            'CREATE TABLE public."user" ("id" text PRIMARY KEY NOT NULL, "name" text NOT NULL, "email" text NOT NULL,'
            ' "email_verified" boolean DEFAULT false NOT NULL, "image" text,'
            ' "created_at" timestamp DEFAULT now() NOT NULL, "updated_at" timestamp DEFAULT now() NOT NULL,'
            ' CONSTRAINT "user_email_unique" UNIQUE("email"))'
        )
        theirs.execute("INSERT INTO public.\"user\" (id, name, email) VALUES ('u', 'Ann', 'ann@example.com')")
    migrate.migrate(empty)
    assert difference(empty) == []
    with psycopg.connect(empty) as look:
        assert look.execute('SELECT name FROM public."user"').fetchall() == [("Ann",)]


def test_an_index_of_events_without_names_gets_them_though_a_run_was_killed_while_it_built_one(empty: str) -> None:
    migrate.migrate(empty)
    with psycopg.connect(empty, autocommit=True) as theirs:
        theirs.execute("DROP INDEX idx_event_app_time")
        theirs.execute("CREATE INDEX idx_event_app_time ON public.events (app_id, occurred_at)")
        theirs.execute("CREATE INDEX idx_event_app_time_new ON public.events (name)")
        assert difference(empty) != []
        [complaint] = doctor.complaints(empty)
        assert "idx_event_app_time" in complaint
        assert "make migrate" in complaint
        migrate.migrate(empty)
        left = theirs.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'events' ORDER BY 1").fetchall()
    assert left == [("events_pkey",), ("idx_event_app_time",)]
    assert doctor.complaints(empty) == []
    assert difference(empty) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE public.events SET name = 'x'",
        "DELETE FROM public.events",
        "TRUNCATE public.events",
        "CREATE TABLE mine (id int)",
        "ALTER TABLE public.events ADD COLUMN mine int",
        "DROP TABLE public.funnels",
        "CREATE INDEX ON public.events (name)",
    ],
)
def test_the_application_role_neither_changes_events_nor_the_schema(
    database: Direct, server: postgres.Server, statement: str
) -> None:
    with (
        psycopg.connect(server.url_of(migrate.LOCAL_USER)) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute(statement.encode())


def test_the_application_role_owns_nothing_and_empties_no_table(server: postgres.Server) -> None:
    held = (
        "SELECT relname FROM pg_catalog.pg_class WHERE relnamespace IN ('public'::regnamespace, 'spoor'::regnamespace)"
        " AND relkind IN ('r', 'v', 'S') AND"
        " (pg_has_role('spoor_app', relowner, 'USAGE') OR (relkind = 'r' AND"
        " has_table_privilege('spoor_app', oid, 'TRUNCATE, REFERENCES, TRIGGER')))"
    )
    with psycopg.connect(server.url) as look:
        assert look.execute(held).fetchall() == []
        assert look.execute(
            "SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles WHERE rolname = 'spoor_app'"
        ).fetchall() == [(False,)]


def test_deleting_a_user_takes_everything_of_theirs_along(database: Direct, server: postgres.Server) -> None:
    database.execute("INSERT INTO public.\"user\" (id, name, email) VALUES ('u', 'Ann', 'ann@example.com')")
    database.execute("INSERT INTO public.session VALUES ('s', now(), 'token', now(), now(), '', '', 'u')")
    database.execute("INSERT INTO public.tracked_apps (owner_id, name, api_key) VALUES ('u', 'shop', 'key')")
    database.execute(
        "INSERT INTO public.events (app_id, name, occurred_at) SELECT id, 'open', now() FROM public.tracked_apps"
    )
    database.execute("INSERT INTO spoor.identities SELECT id, 'device', 'ann' FROM public.tracked_apps")
    with psycopg.connect(server.url_of(migrate.LOCAL_USER)) as application:
        application.execute("DELETE FROM public.\"user\" WHERE id = 'u'")
    for table in ("public.session", "public.tracked_apps", "public.events", "spoor.identities"):
        assert every_row(database, table) == []


def test_a_database_of_an_unreleased_version_is_refused_and_left_as_it_is(empty: str) -> None:
    with psycopg.connect(empty, autocommit=True) as theirs:
        theirs.execute("CREATE TABLE public.session_watermarks (app_id uuid)")
        with pytest.raises(CommandError, match="from before its first release"):
            migrate.migrate(empty)
        assert theirs.execute("SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = 'spoor'").fetchone() == (0,)


def test_a_database_without_our_tables_is_told_to_be_migrated(empty: str) -> None:
    assert doctor.complaints(empty) == ["Spoor's own tables are not there: run `make migrate`"]


def start_migrating(url: str) -> subprocess.Popen[bytes]:
    """A process of its own that migrates the database of `url`."""
    return subprocess.Popen([sys.executable, "-m", "dev.migrate", "--url", url], cwd=ROOT, env=ENVIRONMENT)


def difference(url: str) -> list[object]:
    """What alembic would still change to make the database of `url` equal to the models."""
    by_name = {"options": "-csearch_path=pg_catalog"}  # or it would take `public` for no schema at all
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool, connect_args=by_name)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=OPTIONS)
        return list(compare_metadata(context, metadata))


@pytest.fixture
def empty(server: postgres.Server) -> Iterator[str]:
    """The URL of an empty database of its own."""
    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE halfway")
        yield server.url_of("postgres", "halfway")
        admin.execute("DROP DATABASE halfway WITH (FORCE)")
