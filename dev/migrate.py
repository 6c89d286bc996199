"""Runs the migrations over the direct URL: `python -m dev.migrate`."""

import argparse
import logging
import os
import sys
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config

MIGRATIONS = Path(__file__).parents[1] / "migrations"
LOCAL_USER = "spoor"
"""The local stack's login: a member of the application role, as in production, and nothing more."""


def migrate(direct_url: str) -> None:
    """Bring the database of `direct_url` up to date. Safe to kill, to run again, and to run twice at once."""
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
    config.attributes["direct_url"] = direct_url
    return config


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m dev.migrate", description="Bring the database up to date.")
    parser.add_argument("--url", help="direct (not pooled) URL of the database; default: $DIRECT_DATABASE_URL")
    url = parser.parse_args().url or os.environ.get("DIRECT_DATABASE_URL")
    if not url:
        parser.error("give --url or set DIRECT_DATABASE_URL to the database's direct (not pooled) URL")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    migrate(url)
    print("the database is up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
