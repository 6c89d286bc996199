"""What a request must not leave in the database: a setting, a statement, a transaction, a lock."""

import time
from collections.abc import Mapping
from typing import Any

import psycopg

from tests.people import Direct

Inspector = psycopg.Connection[dict[str, Any]]
"""A connection through a pooler that has a single server connection: it sees what was left there."""


def settings_of(inspector: Inspector) -> dict[str, str]:
    """The settings of the server connection, without the client's name and plpgsql's, which come later."""
    found = inspector.execute(
        "SELECT name, setting FROM pg_settings WHERE name <> 'application_name' AND NOT starts_with(name, 'plpgsql.')"
    )
    return {row["name"]: row["setting"] for row in found}


def check_traces(inspector: Inspector, direct: Direct, usual: Mapping[str, str]) -> None:
    """Nothing of a request is left there; `usual` are the settings as they should be."""
    changed = set(settings_of(inspector).items()) ^ set(usual.items())
    assert not changed, f"settings of the server connection: {changed}"
    prepared = inspector.execute("SELECT count(*) AS n FROM pg_prepared_statements").fetchone()
    assert prepared == {"n": 0}
    deadline = time.monotonic() + 2
    while (left := _left_over(direct)) and time.monotonic() < deadline:  # an answer may overtake its statement's end
        time.sleep(0.01)
    assert left == []


def _left_over(direct: Direct) -> list[dict[str, Any]]:
    """Transactions and locks of server connections that should have neither."""
    return direct.execute(
        "SELECT a.state, l.mode, l.locktype FROM pg_catalog.pg_stat_activity a LEFT JOIN pg_locks l USING (pid)"
        " WHERE a.usename = 'spoor' AND (a.state <> 'idle' OR l.pid IS NOT NULL)"
    ).fetchall()
