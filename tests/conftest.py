"""The parts that tests run on: a real Postgres, a real PgBouncer in transaction mode, and the layer pointed at them."""

import asyncio
import os
import warnings
from collections.abc import Iterator
from io import StringIO
from logging import StreamHandler
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg.rows import DictRow, dict_row

from dev import migrate
from dev.database import pooler, postgres
from spoor import database as layer_database
from spoor import settings
from spoor.accounts import mail
from spoor.telemetry import logger
from tests.stack import FORGETFUL
from tests.stack import chromium as chromium
from tests.stack import stack as stack
from tests.tables import empty


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are told by their length: what is compressed holds the second in which it was made, and every process that
    runs tests has to give them the same names."""
    return f"{argname} of {len(val)} bytes" if isinstance(val, bytes) else None


def pytest_xdist_auto_num_workers() -> int:
    """Half as many processes again as there are processors: a test waits for a browser, a clock or another process for
    a third of its time."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)


SECRET = "a-secret-that-only-tests-know-0123456789"


@pytest.fixture(scope="session")
def spare_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop for whoever finds none."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(autouse=True)
def current_loop(spare_loop: asyncio.AbstractEventLoop) -> None:
    """See that there is a current loop, which handlers want and asyncio.run leaves none of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            asyncio.get_event_loop_policy().get_event_loop()
        except RuntimeError:
            asyncio.set_event_loop(spare_loop)


@pytest.fixture(scope="session")
def outside() -> Iterator[Path]:
    """A folder outside of pytest's own, which another run of pytest would close to the user that Postgres runs as."""
    with TemporaryDirectory(prefix="spoor-tests-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def server(outside: Path) -> Iterator[postgres.Server]:
    """Postgres, migrated."""
    running = postgres.start(outside / "postgres" / "data", settings=dict.fromkeys(FORGETFUL, "off"))
    migrate.migrate(running.url)
    migrate.make_local_users(running.url)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def bouncer(server: postgres.Server, outside: Path) -> Iterator[pooler.Pooler]:
    """PgBouncer in transaction mode with few server connections, as functions see the database."""
    few = {"default_pool_size": "4"}
    logins = {**migrate.LOCAL_LOGINS, "all": migrate.LOCAL_USER, "analyst": migrate.LOCAL_ANALYST}
    running = pooler.start(server.url_of(migrate.LOCAL_USER), outside / "pgbouncer", settings=few, logins=logins)
    assert running is not None, "PgBouncer is needed: apt-get install pgbouncer, or brew install pgbouncer"
    yield running
    running.stop()


@pytest.fixture(scope="session")
def direct(server: postgres.Server) -> Iterator[psycopg.Connection[DictRow]]:
    """The superuser's own connection, past the pooler: for arranging, and for looking at what is really stored."""
    with psycopg.connect(server.url, autocommit=True, row_factory=dict_row) as connection:
        yield connection


@pytest.fixture
def entry(request: pytest.FixtureRequest) -> str:
    """The pool entry, and so the login, of the function that a test is about: of the folder that it is in, or what the
    test's module says in ENTRY. A test of several functions has the login that is a member of all roles."""
    folder = request.path.relative_to(Path(__file__).parent).parts[0]
    return str(getattr(request.module, "ENTRY", folder if folder in pooler.ENTRIES else "all"))


@pytest.fixture
def database(
    bouncer: pooler.Pooler, direct: psycopg.Connection[DictRow], monkeypatch: pytest.MonkeyPatch, entry: str
) -> Iterator[psycopg.Connection[DictRow]]:
    """An empty database, the layer pointed at the pooler before it; gives the direct connection."""
    empty(direct)
    monkeypatch.setenv("DATABASE_URL", bouncer.url(entry))
    monkeypatch.setenv("BETTER_AUTH_SECRET", SECRET)
    monkeypatch.setenv("AUTH_RATE_LIMIT", "false")  # as in `make dev`: tests sign in more often than people
    forget_settings()
    yield direct
    layer_database.close()
    forget_settings()


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the function's logger writes from now on."""
    written = StringIO()
    for handler in logger.handlers:
        if isinstance(handler, StreamHandler):
            monkeypatch.setattr(handler, "stream", written)
    return written


def forget_settings() -> None:
    """Make the layer read its settings anew."""
    settings.setting.cache_clear()
    settings.secret.cache_clear()
    settings._fetched.clear()
    settings._fetches.clear()
    mail._client.cache_clear()
