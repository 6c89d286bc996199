"""Keeps the indexes of the application's tables as the models have them, without locking ingest out."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Index, MetaData, text
from sqlalchemy.schema import CreateIndex, DropIndex
from sqlalchemy.sql import quoted_name

from spoor.schema import metadata

_LOCK_NAME = 7_306_078
_FOUND = text(
    """/* indexes_found: the valid indexes of the application's tables, with their columns: first those of the key */
    SELECT
        class.relname AS name,
        index.indnkeyatts AS keys,
        ARRAY (
            SELECT attname::text
            FROM unnest(index.indkey) WITH ORDINALITY AS part (number, place)
            JOIN pg_catalog.pg_attribute ON attrelid = index.indrelid AND attnum = part.number
            ORDER BY place
        ) AS columns
    FROM pg_catalog.pg_index AS index
    JOIN pg_catalog.pg_class AS class ON class.oid = index.indexrelid
    WHERE class.relnamespace = 'public'::regnamespace AND index.indisvalid AND index.indpred IS NULL
    """
)


@dataclass(frozen=True)
class _Found:
    keys: list[str]
    beside: list[str]


def missing(connection: Connection) -> Iterator[Index]:
    """The indexes of the models' `public` tables that the database has not, or has otherwise: it works without them,
    and slower. A `drizzle-kit push` takes away what the application's own files do not name."""
    rows = connection.execute(_FOUND).all()
    found = {row.name: _Found(row.columns[: row.keys], row.columns[row.keys :]) for row in rows}
    for table in metadata.sorted_tables:
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            if table.schema == "public" and found.get(str(index.name)) != _wanted(index):
                yield index


def tend(engine: Engine) -> None:
    """Build each index that is missing beside the old one, then let it take the old one's place.

    An index of a large table takes minutes, in which ingest must go on: so it is built concurrently, which no
    transaction allows, and a run that was killed half way leaves an invalid index, which the next run removes.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _wait_for_turn(connection)
        for index in list(missing(connection)):
            new = _beside(index)
            connection.execute(DropIndex(new, if_exists=True))
            connection.execute(CreateIndex(new))
            _swap(engine, index, new)


def _wanted(index: Index) -> _Found:
    return _Found([column.name for column in index.columns], list(index.dialect_kwargs.get("postgresql_include") or ()))


def _beside(index: Index) -> Index:
    """The same index under another name, to be built and dropped concurrently."""
    assert index.table is not None  # noqa: S101 - all of them are of the models
    copy = next(each for each in index.table.to_metadata(MetaData()).indexes if each.name == index.name)
    copy.name = quoted_name(f"{index.name}_new", None)
    copy.dialect_kwargs["postgresql_concurrently"] = True
    return copy


def _swap(engine: Engine, index: Index, new: Index) -> None:
    """Put the new index in the old one's place, both or neither; on a connection of its own, while the turn is held."""
    quoted = engine.dialect.identifier_preparer.quote
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '4s'"))
        connection.execute(DropIndex(index, if_exists=True))
        connection.execute(text(f"ALTER INDEX public.{quoted(str(new.name))} RENAME TO {quoted(str(index.name))}"))


def _wait_for_turn(connection: Connection) -> None:
    """One run at a time, until the connection closes. Asked for again and again: who waits inside a statement holds a
    snapshot, for which a concurrent build of the other run would wait in turn."""
    while not connection.execute(text("SELECT pg_try_advisory_lock(:name)"), {"name": _LOCK_NAME}).scalar():
        time.sleep(0.1)
