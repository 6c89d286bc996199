"""/ready tells the truth: of the database, of the schema, of the secret."""

from collections.abc import Iterator
from typing import Any

import pytest
from psycopg import sql

from auth import readiness
from auth.app import handler
from spoor.database import close
from tests.conftest import forget_settings
from tests.gateway import Reply, call
from tests.people import Direct


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    readiness._last = None
    yield
    readiness._last = None


def ask() -> Reply:
    readiness._last = None
    return call(handler, "GET", "/ready")


def reasons(reply: Reply) -> Any:
    assert (reply.status, reply.json["status"], reply.headers["cache-control"]) == (503, "not ready", "no-store")
    return reply.json["reasons"]


def test_ready_says_so_and_what_is_missing_where_it_is_not(database: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (ask().status, ask().json) == (200, {"status": "ready"})
    database.execute("ALTER TABLE spoor.app_settings RENAME COLUMN keep_bots TO elsewhere")
    try:
        assert reasons(ask()) == ["schema: it is older than the code, so migrate"]
    finally:
        database.execute("ALTER TABLE spoor.app_settings RENAME COLUMN elsewhere TO keep_bots")
    database.execute("ALTER TABLE spoor.app_settings ADD COLUMN of_a_later_release text")
    try:
        assert ask().status == 200
    finally:
        database.execute("ALTER TABLE spoor.app_settings DROP COLUMN of_a_later_release")
    [name] = database.execute("SELECT current_database()").fetchone().values()  # type: ignore[union-attr]  # it has a row
    database.execute(sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(sql.Identifier(name)))
    try:
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'spoor%'")
        assert reasons(ask()) == ["database: it only reads"]
    finally:
        database.execute(sql.SQL("ALTER DATABASE {} RESET default_transaction_read_only").format(sql.Identifier(name)))
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'spoor%'")
    for variable, value, reason in (
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none", "database: DATABASE_UNAVAILABLE"),
        ("BETTER_AUTH_SECRET", "", "setting: MISCONFIGURED"),
    ):
        monkeypatch.setenv(variable, value)
        close()
        forget_settings()
        assert reasons(ask()) == [reason]


def test_who_watches_often_asks_the_database_seldom(database: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask().status == 200
    monkeypatch.setattr(readiness, "reasons", lambda: pytest.fail("asked again"))
    assert call(handler, "GET", "/ready").status == 200
