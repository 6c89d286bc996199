"""Brings a database up to date over its direct URL.

`python -m host.migration` does so in a process of its own: what it takes to migrate, a server need not keep in memory.
"""

import json
import os
import sys
from functools import partial
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
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


def main() -> int:
    """Migrate the database of DIRECT_DATABASE_URL; what kept it from that is the last line of the output, as JSON."""
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    from spoor.errors import Misconfigured
    from spoor.postgres.causes import cause_of
    from spoor.postgres.connection import means_away

    try:
        migrate(os.environ[VARIABLE])
    except Misconfigured as error:
        return _fail("failed", error.message)
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.Error) and means_away(error.orig):
            return _fail("away", cause_of(error.orig))
        return _fail("failed", _first_line(error))
    except (SQLAlchemyError, CommandError) as error:
        return _fail("failed", _first_line(error))
    return 0


def _fail(what: str, why: str) -> int:
    print(json.dumps({what: why}))
    return 1


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


if __name__ == "__main__":
    sys.exit(main())
