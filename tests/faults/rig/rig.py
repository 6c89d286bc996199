"""A database of the test's own that may be hurt: Postgres, PgBouncer and a fault proxy, with one tracked app."""

import time
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from dev import migrate
from dev.database import pooler, postgres
from tests.faults.rig.ledger import count
from tests.faults.rig.proxy import FaultProxy
from tests.people import sign_up, track

KEY = "spk_ledger"
POOL = 4
CLIENT_IDLE = 2
"""Seconds after which the pooler drops an idle client, as it does to a frozen instance."""

_SETTINGS = {"default_pool_size": str(POOL), "client_idle_timeout": str(CLIENT_IDLE)}


class Rig:
    """Everything that stands between an instance and a stored row, each part of which can be made to fail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.server = postgres.start(folder / "postgres" / "data")
        migrate.migrate(self.server.url)
        migrate.make_local_users(self.server.url)
        self.pooler = self._start_pooler()
        self.proxy = FaultProxy(self.pooler.port)
        with self.direct() as connection:
            self.app_id = track(connection, sign_up(connection, "ann"), KEY)

    @property
    def url(self) -> str:
        """Where instances find the database: behind the fault proxy."""
        return f"postgresql://{self.pooler.user}@127.0.0.1:{self.proxy.port}/ingest"

    def direct(self) -> psycopg.Connection[dict[str, object]]:
        """A superuser's connection past proxy and pooler."""
        return psycopg.connect(self.server.url, autocommit=True, row_factory=dict_row)

    def crash_server(self, settings: Mapping[str, str] | None = None) -> None:
        """Stop Postgres as a power cut would, and start it again."""
        self.server.crash()
        self.start_server(settings)

    def start_server(self, settings: Mapping[str, str] | None = None) -> None:
        """Start a stopped Postgres where it was."""
        self.server = postgres.start(self.server.data, self.server.port, dict(settings or {}))

    def restart_pooler(self, settings: Mapping[str, str] | None = None) -> None:
        """Kill PgBouncer and start another one in its place."""
        self.pooler.kill()
        self.pooler = self._start_pooler(self.pooler.port, settings)

    def stored(self) -> Mapping[str, int]:
        """The final read, past the pooler: how often each event of a ledger is stored, once nothing runs any more."""
        with self.direct() as connection:
            self._wait_quiet(connection)
            rows = connection.execute("SELECT properties ->> 'ledger' AS id FROM public.events").fetchall()
        return count([str(row["id"]) for row in rows])

    def forget(self) -> None:
        """Delete every event."""
        with self.direct() as connection:
            self._wait_quiet(connection)
            connection.execute("TRUNCATE public.events, spoor.identities")

    def deadlocks(self) -> int:
        """How many deadlocks Postgres has broken."""
        with self.direct() as connection:
            row = connection.execute(
                "SELECT deadlocks FROM pg_catalog.pg_stat_database WHERE datname = 'spoor'"
            ).fetchone()
        assert row is not None
        return int(str(row["deadlocks"]))

    def close(self) -> None:
        """Stop all of it."""
        self.proxy.close()
        self.pooler.thaw()
        self.pooler.stop()
        self.server.stop()

    def _start_pooler(self, port: int = 0, settings: Mapping[str, str] | None = None) -> pooler.Pooler:
        wanted = {**_SETTINGS, **(settings or {})}
        running = pooler.start(self.server.url_of(migrate.LOCAL_USER), self._folder / "pgbouncer", port, wanted)
        assert running is not None, "PgBouncer is needed: apt-get install pgbouncer, or brew install pgbouncer"
        return running

    def _wait_quiet(self, connection: psycopg.Connection[dict[str, object]]) -> None:
        """Statements of clients that are gone may still be under way."""
        deadline = time.monotonic() + 10
        quiet_since = time.monotonic()
        while time.monotonic() < min(deadline, quiet_since + 0.3):
            busy = connection.execute(
                "SELECT 1 FROM pg_catalog.pg_stat_activity WHERE usename = %s AND state <> 'idle'", [migrate.LOCAL_USER]
            ).fetchone()
            if busy:
                quiet_since = time.monotonic()
            time.sleep(0.03)
