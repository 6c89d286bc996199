"""Runs the migrations in one transaction over the direct URL: all of them take effect, or none; then tends the
rights and the indexes of the application's tables, which no transaction may."""

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from migrations import grants, indexes
from spoor.schema import metadata

LOCK_NAME = 7_306_077  # any number will do; it only has to be the same in every run


def run() -> None:
    """Upgrade under a lock, so that of two runs at once one waits and then finds nothing left to do.

    Transaction-local time-outs keep a migration from standing in ingest's way; it can be killed anywhere and run again.
    """
    connect = context.config.attributes["connect"]
    engine = create_engine("postgresql+psycopg://", creator=connect, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": LOCK_NAME})
        connection.execute(text("SET LOCAL lock_timeout = '4s'"))
        connection.execute(text("SET LOCAL statement_timeout = '60s'"))
        _refuse_what_was_never_released(connection)
        connection.execute(text("CREATE SCHEMA IF NOT EXISTS spoor"))
        context.configure(
            connection=connection,
            target_metadata=metadata,
            transaction_per_migration=False,
            version_table_schema="spoor",
        )
        with context.begin_transaction():
            context.run_migrations()
        grants.mend(connection)
    indexes.tend(engine)


def _refuse_what_was_never_released(connection: Connection) -> None:
    """Before its first release Spoor kept its own tables in `public`. Raises CommandError where they still are."""
    found = connection.execute(text("SELECT to_regclass('public.session_watermarks')")).scalar()
    if found is not None:
        raise CommandError(
            "This database was made by a version of Spoor from before its first release, whose tables lie in the schema"
            " public (public.session_watermarks is one of them). Start with a new database, or drop the tables of the"
            " old one; a `drizzle-kit push` of the application's own schema does that, too."
        )


run()
