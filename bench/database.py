"""A database for measurements: Postgres and PgBouncer of their own, gone when the measurement is over."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import psycopg

from dev import migrate
from dev.database import pooler, postgres

KEY = "spk_bench"


@dataclass(frozen=True)
class Bench:
    """Where it is: `direct` is the superuser's connection, `pooled` the URL that functions use."""

    direct: psycopg.Connection[tuple[str]]
    pooled: str
    app_id: str


@contextmanager
def database(kept: Path | None = None) -> Iterator[Bench]:
    """Start it, with one tracked app whose ingest key is KEY, and point the layer at it. In a folder that is `kept` the
    next measurement finds it as this one leaves it."""
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory(prefix="spoor-bench-") as folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        server = postgres.start(Path(folder) / "data")
        bouncer = None
        try:
            migrate.migrate(server.url)
            migrate.make_local_users(server.url)
            bouncer = pooler.start(server.url_of(migrate.LOCAL_USER), Path(folder) / "pgbouncer")
            if bouncer is None:
                raise SystemExit("Install PgBouncer first: `make install` does.")
            os.environ["DATABASE_URL"] = bouncer.url("ingest")
            with psycopg.connect(server.url, autocommit=True) as direct:
                direct.execute(
                    "INSERT INTO public.\"user\" (id, name, email) VALUES ('b', 'b', 'b@example.com')"
                    " ON CONFLICT DO NOTHING"
                )
                direct.execute(
                    "INSERT INTO public.tracked_apps (owner_id, name, api_key) VALUES ('b', 'b', %s)"
                    " ON CONFLICT DO NOTHING",
                    [KEY],
                )
                made = direct.execute("SELECT id::text FROM public.tracked_apps WHERE api_key = %s", [KEY]).fetchone()
                if made is None:
                    raise SystemExit("The app could not be made.")
                yield Bench(direct, bouncer.url("ingest"), made[0])
        finally:
            if bouncer:
                bouncer.stop()
            server.stop()
