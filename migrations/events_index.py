"""Puts `name` and `anonymous_id` into the one index of `events` without locking ingest out."""

import time
from pathlib import Path

from sqlalchemy import Connection, Engine, TextClause, text

_LOCK_NAME = 7_306_078
_SQL = Path(__file__).parent / "sql"


def cover(engine: Engine) -> None:
    """Build the index anew beside the old one, then let it take the old one's place; nothing where that is done.

    An index of a large table takes minutes, in which ingest must go on: so it is built concurrently, which no
    transaction allows, and a run that was killed half way leaves an invalid index, which the next run removes.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _wait_for_turn(connection)
        if connection.execute(_sql("events_index_covers")).scalar():
            return
        connection.execute(_sql("events_index_forget"))
        connection.execute(_sql("events_index_build"))
        _swap(engine)


def _swap(engine: Engine) -> None:
    """Put the new index in the old one's place, both or neither; on a connection of its own, while the turn is held."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '4s'"))
        for statement in _sql("events_index_swap").text.split(";"):
            connection.execute(text(statement))


def _wait_for_turn(connection: Connection) -> None:
    """One run at a time, until the connection closes. Asked for again and again: who waits inside a statement holds a
    snapshot, for which a concurrent build of the other run would wait in turn."""
    while not connection.execute(text("SELECT pg_try_advisory_lock(:name)"), {"name": _LOCK_NAME}).scalar():
        time.sleep(0.1)


def _sql(name: str) -> TextClause:
    return text((_SQL / f"{name}.sql").read_text(encoding="utf-8"))
