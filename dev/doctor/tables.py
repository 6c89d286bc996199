"""What of Spoor's tables is missing, such as what a push of the application took that Spoor is faster with."""

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from host.migration import MIGRATIONS

_VARIABLE = "URL"
_MARK = """/* mark: the table that says which release the schema is of, and whether we may read it */
    SELECT has_schema_privilege(space.oid, 'USAGE') AND has_table_privilege(class.oid, 'SELECT')
      FROM pg_catalog.pg_class AS class
      JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
     WHERE space.nspname = 'spoor' AND class.relname = 'alembic_version'
"""
_STALE = """/* stale: tables of which the planner knows nothing, as after a restore, and which are not small */
    SELECT format('%I.%I', space.nspname, class.relname) AS name
      FROM pg_catalog.pg_class AS class
      JOIN pg_catalog.pg_namespace AS space ON space.oid = class.relnamespace
     WHERE space.nspname IN ('public', 'spoor') AND class.relkind = 'r' AND class.reltuples < 0
       AND pg_catalog.pg_relation_size(class.oid) > 1000000
     ORDER BY name
"""


def complaints(direct_url: str) -> list[str]:
    """What is missing in the database, a line each, with how to mend it; nothing where all is well.

    Raises Misconfigured where the URL cannot be read.
    """
    from migrations import grants, indexes  # the layer is on the path by now
    from spoor.postgres import database_url

    url = database_url.read(direct_url, _VARIABLE)
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(make_conninfo("", **url.params)),
        poolclass=NullPool,
    )
    with engine.connect() as connection:
        if connection.execute(text(_MARK)).first() is None:
            return ["Spoor's own tables are not there: run `make migrate`"]
        stale = [row.name for row in connection.execute(text(_STALE))]
        return [
            *_behind(connection),
            *([_unknown(stale)] if stale else []),
            *_gone(connection),
            *(
                f"a role lacks a right, as after a push that made the table anew: run `make migrate`, doing {grant}"
                for grant in grants.missing(connection)
            ),
            *(
                f"the index {index.name} of public.{index.table.name if index.table is not None else ''} is missing or"
                " has other columns, which costs speed: run `make migrate`"
                for index in indexes.missing(connection)
            ),
        ]


def _behind(connection: Connection) -> list[str]:
    """Whether the schema is of another release. Who may not look is told nothing."""
    from alembic.script import ScriptDirectory

    if not connection.execute(text(_MARK)).scalar():
        return []
    found = connection.execute(text("SELECT version_num FROM spoor.alembic_version")).scalar()
    known = ScriptDirectory(str(MIGRATIONS))
    if found == known.get_current_head():
        return []
    if found not in {each.revision for each in known.walk_revisions()}:
        return [f"the schema is at {found}, which this release does not know: it is of a newer one"]
    return [f"the schema is at {found}, this release wants {known.get_current_head()}: run `make migrate`"]


def _gone(connection: Connection) -> list[str]:
    """Tables and columns of the models that are not there, whoever took them."""
    from spoor.schema import metadata

    there = inspect(connection)
    told = []
    for table in metadata.sorted_tables:
        if not there.has_table(table.name, schema=table.schema):
            told.append(f"the table {table.schema}.{table.name} is not there: run `make migrate`, or restore it")
            continue
        found = {column["name"] for column in there.get_columns(table.name, schema=table.schema)}
        told += [
            f"the column {column.name} of {table.schema}.{table.name} is not there: whoever took it has to give it back"
            for column in table.columns
            if column.name not in found
        ]
    return told


def _unknown(stale: list[str]) -> str:
    return (
        f"the planner knows nothing of {', '.join(stale)}, as after a restore: reports may be ten times slower until"
        " you run ANALYZE"
    )
