"""The tables that Spoor lives in, as a database has them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from spoor.schema import metadata

LEFT_OUT = {("spoor", "alembic_version")}
LAKE = "lake_"
_LOOK = """
/* move_tables: tables with their columns, primary keys and references */
SELECT place.nspname AS in_schema, relation.relname AS named,
       ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute
              WHERE attrelid = relation.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
              ORDER BY attnum) AS columns,
       ARRAY(SELECT attname::text
               FROM pg_catalog.pg_constraint AS key, unnest(key.conkey) WITH ORDINALITY AS at (number, rank)
               JOIN pg_catalog.pg_attribute ON attnum = at.number
              WHERE key.conrelid = relation.oid AND key.contype = 'p' AND attrelid = relation.oid
              ORDER BY rank) AS key,
       ARRAY(SELECT pg_catalog.jsonb_build_object(
                        'in_schema', parents.nspname, 'named', parent.relname,
                        'own', (SELECT pg_catalog.jsonb_agg(attname ORDER BY rank)
                                  FROM unnest(link.conkey) WITH ORDINALITY AS at (number, rank)
                                  JOIN pg_catalog.pg_attribute ON attnum = at.number AND attrelid = link.conrelid),
                        'theirs', (SELECT pg_catalog.jsonb_agg(attname ORDER BY rank)
                                     FROM unnest(link.confkey) WITH ORDINALITY AS at (number, rank)
                                     JOIN pg_catalog.pg_attribute ON attnum = at.number AND attrelid = link.confrelid))
               FROM pg_catalog.pg_constraint AS link
               JOIN pg_catalog.pg_class AS parent ON parent.oid = link.confrelid
               JOIN pg_catalog.pg_namespace AS parents ON parents.oid = parent.relnamespace
              WHERE link.conrelid = relation.oid AND link.contype = 'f') AS links
  FROM pg_catalog.pg_class AS relation
  JOIN pg_catalog.pg_namespace AS place ON place.oid = relation.relnamespace
 WHERE place.nspname IN ('public', 'spoor') AND relation.relkind IN ('r', 'p') AND relation.relpersistence = 'p'
 ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Link:
    """A foreign key: `own` columns, and the columns that they name of the table `parent`."""

    parent: str
    own: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table; `key` are the columns of its primary key."""

    in_schema: str
    named: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def name(self) -> str:
        """As people write it."""
        return f"{self.in_schema}.{self.named}"

    @property
    def identifier(self) -> sql.Identifier:
        """As a statement has it."""
        return sql.Identifier(self.in_schema, self.named)


class NoOrder(Exception):
    """Tables refer to each other in a circle."""


def look(connection: psycopg.Connection[Any], *, with_lake: bool) -> list[Table]:
    """Spoor's tables, each after those that it refers to; an application's own beside them are none of ours."""
    ours = {(table.schema or "public", table.name) for table in metadata.tables.values()}
    found = {}
    for in_schema, named, columns, key, links in connection.execute(_LOOK):
        foreign = in_schema == "public" and (in_schema, named) not in ours
        if foreign or (in_schema, named) in LEFT_OUT or (named.startswith(LAKE) and not with_lake):
            continue
        references = tuple(
            Link(f"{it['in_schema']}.{it['named']}", tuple(it["own"]), tuple(it["theirs"])) for it in links
        )
        table = Table(in_schema, named, tuple(columns), tuple(key), references)
        found[table.name] = table
    return list(_in_order(found))


def names(columns: Sequence[str], prefix: str = "") -> sql.Composed:
    """Columns with commas between."""
    return sql.SQL(", ").join(sql.Identifier(prefix, it) if prefix else sql.Identifier(it) for it in columns)


def _in_order(tables: dict[str, Table]) -> Iterator[Table]:
    left = dict(tables)
    while left:
        ready = [one for one in left.values() if not any(link.parent in left for link in one.links)]
        if not ready:
            raise NoOrder(", ".join(left))
        for one in ready:
            del left[one.name]
        yield from ready
