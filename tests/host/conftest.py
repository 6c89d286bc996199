"""The layout of the image, made once."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import DictRow

from dev.database import postgres
from tests.hosting import lay_out, take_away


@pytest.fixture(scope="session")
def layout(outside: Path) -> Iterator[Path]:
    """The folder that the image has in /app."""
    folder = lay_out(outside / "image")
    yield folder
    take_away(folder)


@pytest.fixture
def empty_database(server: postgres.Server, direct: psycopg.Connection[DictRow]) -> Iterator[str]:
    """The URL of a new database, in which nobody has migrated anything."""
    direct.execute("DROP DATABASE IF EXISTS hosted WITH (FORCE)")
    direct.execute("CREATE DATABASE hosted")
    yield server.url_of("postgres", "hosted")
    direct.execute("DROP DATABASE IF EXISTS hosted WITH (FORCE)")
