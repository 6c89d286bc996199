"""Tables made empty: new files for those alone that hold anything, since new ones for all cost more than most tests."""

from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import DictRow

Direct = psycopg.Connection[DictRow]

_ALL_THAT_GO_WITH = """
WITH RECURSIVE gone (oid) AS (
    SELECT name::regclass::oid FROM unnest(%s::text[]) AS name
    UNION SELECT conrelid FROM pg_catalog.pg_constraint JOIN gone ON confrelid = gone.oid WHERE contype = 'f'
)
SELECT space.nspname, class.relname, pg_catalog.pg_relation_size(class.oid) AS bytes,
    EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE confrelid = class.oid AND contype = 'f') AS referenced
FROM gone JOIN pg_catalog.pg_class AS class USING (oid)
    JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
ORDER BY 1, 2
"""
_PAGE_BYTES = 8192
"""Of a table within one page, rows lie in the order in which they came, whoever deleted others before."""


def empty_with_all(database: Direct, roots: Iterable[str]) -> None:
    """Leave no row in tables that are called `schema.name`, nor in those that refer to them, once whoever writes is
    through with it. A table that others refer to can only be cut off together with all of them: its rows are deleted
    as long as they are few."""
    names = [f'{schema}."{name}"' for schema, _, name in (root.partition(".") for root in roots)]
    with database.transaction():
        database.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(_named(map(_split, roots))))
        found = [row for row in database.execute(_ALL_THAT_GO_WITH, [names]).fetchall() if row["bytes"]]
        referenced = [row for row in found if row["referenced"]]
        if any(row["bytes"] > _PAGE_BYTES for row in referenced):
            database.execute(sql.SQL("TRUNCATE {} CASCADE").format(_named(map(_split, roots))))
            return
        if len(referenced) < len(found):
            leaves = [(row["nspname"], row["relname"]) for row in found if not row["referenced"]]
            database.execute(sql.SQL("TRUNCATE {}").format(_named(leaves)))
        if referenced:
            database.execute("SET LOCAL session_replication_role = replica")  # the order of deletion is no matter
            for row in referenced:
                database.execute(sql.SQL("DELETE FROM {}").format(_named([(row["nspname"], row["relname"])])))


def _split(name: str) -> tuple[str, ...]:
    return tuple(name.split("."))


def _named(names: Iterable[Iterable[Any]]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(*name) for name in names)
