"""Runs the migrations over the direct URL: `python -m dev.migrate`."""

import argparse
import logging
import os
import sys
from functools import partial
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg.conninfo import make_conninfo

MIGRATIONS = Path(__file__).parents[1] / "migrations"
_VARIABLE = "DIRECT_DATABASE_URL"
LOCAL_USER = "spoor"
"""The local stack's login: a member of the application role, as in production, and nothing more."""


def migrate(direct_url: str) -> None:
    """Bring the database of `direct_url` up to date. Safe to kill, to run again, and to run twice at once.

    Raises Misconfigured where the URL cannot be read.
    """
    command.upgrade(_config(direct_url), "head")


def make_local_user(direct_url: str) -> None:
    """Make the login that functions use on a local database."""
    with psycopg.connect(direct_url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [LOCAL_USER]).fetchone()
        if found is None:
            connection.execute("CREATE ROLE spoor LOGIN IN ROLE spoor_app")


def _config(direct_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    from spoor import database_url  # the layer is on the path by now: whoever starts the stack puts it there

    url = database_url.read(direct_url, _VARIABLE)  # as the functions read theirs
    config.attributes["connect"] = partial(psycopg.connect, make_conninfo("", **url.params))
    return config


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m dev.migrate", description="Bring the database up to date.")
    parser.add_argument("--url", help="direct (not pooled) URL of the database; default: $DIRECT_DATABASE_URL")
    url = parser.parse_args().url or os.environ.get(_VARIABLE)
    if not url:
        parser.error(f"give --url or set {_VARIABLE} to the database's direct (not pooled) URL")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    from spoor.errors import Misconfigured

    try:
        migrate(url)
    except Misconfigured as error:
        print(error.message, file=sys.stderr)
        return 2
    print("the database is up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
