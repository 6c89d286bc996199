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
from psycopg import sql
from psycopg.conninfo import make_conninfo

MIGRATIONS = Path(__file__).parents[1] / "migrations"
_VARIABLE = "DIRECT_DATABASE_URL"
LOCAL_USER = "spoor"
"""The local login that is a member of all roles, as in a deployment with one URL."""
LOCAL_LOGINS = {kind: f"spoor_local_{kind}" for kind in ("ingest", "query", "auth", "rollup")}
"""The local stack's logins, one a kind of function: each is a member of that kind's role, and nothing more."""


def migrate(direct_url: str) -> None:
    """Bring the database of `direct_url` up to date. Safe to kill, to run again, and to run twice at once.

    Raises Misconfigured where the URL cannot be read.
    """
    command.upgrade(_config(direct_url), "head")


def make_local_users(direct_url: str) -> None:
    """Make the logins that functions use on a local database."""
    roles = {LOCAL_USER: "spoor_app", **{login: f"spoor_{kind}" for kind, login in LOCAL_LOGINS.items()}}
    with psycopg.connect(direct_url, autocommit=True) as connection:
        for login, role in roles.items():
            if connection.execute("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = %s", [login]).fetchone() is None:
                made = sql.SQL("CREATE ROLE {} LOGIN IN ROLE {}")
                connection.execute(made.format(sql.Identifier(login), sql.Identifier(role)))


def _config(direct_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    from spoor.postgres import database_url  # the layer is on the path by now: whoever starts the stack puts it there

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
