"""Brings a database up to date over its direct URL."""

from functools import partial
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg.conninfo import make_conninfo

MIGRATIONS = Path(__file__).parents[1] / "migrations"
VARIABLE = "DIRECT_DATABASE_URL"


def migrate(direct_url: str) -> None:
    """Bring the database of `direct_url` up to date. Safe to kill, to run again, and to run twice at once.

    Raises Misconfigured where the URL cannot be read.
    """
    command.upgrade(_config(direct_url), "head")


def _config(direct_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    from spoor.postgres import database_url  # the layer is on the path by now: whoever starts the stack puts it there

    url = database_url.read(direct_url, VARIABLE)  # as the functions read theirs
    config.attributes["connect"] = partial(psycopg.connect, make_conninfo("", **url.params))
    return config
