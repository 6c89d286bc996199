"""Tells what a push of the application took that Spoor is faster with: `python -m dev.doctor`."""

import os
import sys

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

_VARIABLE = "DIRECT_DATABASE_URL"


def complaints(direct_url: str) -> list[str]:
    """What is missing in the database, a line each, with how to mend it; nothing where all is well.

    Raises Misconfigured where the URL cannot be read.
    """
    from migrations import indexes  # the layer is on the path by now
    from spoor.postgres import database_url

    url = database_url.read(direct_url, _VARIABLE)
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(make_conninfo("", **url.params)),
        poolclass=NullPool,
    )
    with engine.connect() as connection:
        if connection.execute(text("SELECT to_regclass('spoor.alembic_version')")).scalar() is None:
            return ["Spoor's own tables are not there: run `make migrate`"]
        return [
            f"the index {index.name} of public.{index.table.name if index.table is not None else ''} is missing or has"
            " other columns, which costs speed: run `make migrate`"
            for index in indexes.missing(connection)
        ]


def main() -> int:
    """The command line."""
    from spoor.errors import Misconfigured

    url = os.environ.get(_VARIABLE)
    if not url:
        print(f"set {_VARIABLE} to the database's direct (not pooled) URL", file=sys.stderr)
        return 2
    try:
        found = complaints(url)
    except Misconfigured as error:
        print(error.message, file=sys.stderr)
        return 2
    print("\n".join(found) or "nothing is missing")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
