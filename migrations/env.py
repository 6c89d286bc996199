"""Runs the migrations in one transaction over the direct URL: all of them take effect, or none; then tends the index of
events, which no transaction may."""

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from migrations import events_index
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
        context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=False)
        with context.begin_transaction():
            context.run_migrations()
    events_index.cover(engine)


run()
