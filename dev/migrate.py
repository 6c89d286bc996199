"""Runs the migrations over the direct URL: `python -m dev.migrate`."""

import argparse
import logging
import os
import sys

import psycopg
from psycopg import sql

from host.migration import VARIABLE
from host.migration import migrate as migrate

LOCAL_USER = "spoor"
"""The local login that is a member of all roles, as in a deployment with one URL."""
LOCAL_LOGINS = {kind: f"spoor_local_{kind}" for kind in ("ingest", "query", "auth", "rollup")}
"""The local stack's logins, one a kind of function: each is a member of that kind's role, and nothing more."""

LOCAL_ANALYST = "spoor_local_analyst"
"""The local login of who reads the lake past Spoor."""


def make_local_users(direct_url: str) -> None:
    """Make the logins that functions and analysts use on a local database."""
    of_functions = {login: f"spoor_{kind}" for kind, login in LOCAL_LOGINS.items()}
    roles = {LOCAL_USER: "spoor_app", LOCAL_ANALYST: "spoor_analyst", **of_functions}
    with psycopg.connect(direct_url, autocommit=True) as connection:
        for login, role in roles.items():
            if connection.execute("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = %s", [login]).fetchone() is None:
                made = sql.SQL("CREATE ROLE {} LOGIN IN ROLE {}")
                connection.execute(made.format(sql.Identifier(login), sql.Identifier(role)))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m dev.migrate", description="Bring the database up to date.")
    parser.add_argument("--url", help="direct (not pooled) URL of the database; default: $DIRECT_DATABASE_URL")
    url = parser.parse_args().url or os.environ.get(VARIABLE)
    if not url:
        parser.error(f"give --url or set {VARIABLE} to the database's direct (not pooled) URL")
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
