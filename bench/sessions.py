"""What keeping sessions costs an event, beside merely counting the events: `python -m bench.sessions`."""

import argparse
import os
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

import psycopg

from dev import migrate, pooler, postgres
from rollup.sessions import Patience, keep
from spoor import database

EVENTS = 100_000
BATCH = 1000
RUN_AFTER = 20
VISITORS = 8000
DAYS = 2
LATE = 0.1
BUDGET_US = 12.0
START = datetime(2026, 3, 1, tzinfo=UTC)


def stream(count: int) -> list[tuple[str, datetime]]:
    """Visitor and time of events in the order in which they arrive: one in ten comes up to three hours late."""
    chance = random.Random(1)  # noqa: S311 - a stream that is the same each time
    step = timedelta(days=DAYS) / count
    events = []
    visiting = [f"visitor-{chance.randrange(VISITORS)}" for _ in range(60)]
    for place in range(count):
        if chance.random() < 0.1:
            visiting[chance.randrange(60)] = f"visitor-{chance.randrange(VISITORS)}"
        late = timedelta(hours=3) * chance.random() if chance.random() < LATE else timedelta()
        events.append((chance.choice(visiting), START + step * place - late))
    return events


def store(direct: psycopg.Connection, app_id: UUID, events: list[tuple[str, datetime]]) -> None:
    """Put a batch into `events`."""
    with direct.cursor().copy(
        "COPY events (id, app_id, name, anonymous_id, properties, occurred_at) FROM STDIN"
    ) as copy:
        for visitor, at in events:
            copy.write_row((uuid4(), app_id, "page_view", visitor, '{"path": "/pricing", "browser": "Firefox"}', at))


def seconds_to_count(direct: psycopg.Connection, app_id: UUID) -> float:
    """How long the server takes to count all of the app's events."""
    begin = time.perf_counter()
    direct.execute("SELECT count(*) FROM events WHERE app_id = %s AND occurred_at > %s", [app_id, START - timedelta(1)])
    return time.perf_counter() - begin


def measure(direct: psycopg.Connection, count: int) -> tuple[float, float, float]:
    """Microseconds an event: of all runs while events arrive, of one more run with nothing new, and of a count."""
    direct.execute('TRUNCATE "user" CASCADE')
    direct.execute("INSERT INTO \"user\" (id, name, email) VALUES ('ann', 'Ann', 'ann@example.com')")
    row = direct.execute(
        "INSERT INTO tracked_apps (owner_id, name, api_key) VALUES ('ann', 'shop', 'spk_shop') RETURNING id"
    ).fetchone()
    assert row is not None
    app_id, spent, events = row[0], 0.0, stream(count)
    for batch, begin in enumerate(range(0, count, BATCH), start=1):
        store(direct, app_id, events[begin : begin + BATCH])
        if batch % RUN_AFTER == 0 or begin + BATCH >= count:
            started = time.perf_counter()
            kept = keep(max(at for _, at in events[: begin + BATCH]), Patience())
            spent += time.perf_counter() - started
            assert not kept.unfinished
    started = time.perf_counter()
    keep(START + timedelta(days=DAYS), Patience())
    idle = time.perf_counter() - started
    counting = median(seconds_to_count(direct, app_id) for _ in range(9))
    return spent / count * 1e6, idle / count * 1e6, counting / count * 1e6


def main() -> int:
    """The command line; ends with 1 when the budget is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.sessions", description="What keeping sessions costs.")
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = postgres.start(Path(folder) / "postgres")
        migrate.migrate(server.url)
        migrate.make_local_user(server.url)
        through = pooler.start(server.url_of(migrate.LOCAL_USER), Path(folder) / "pgbouncer")
        try:
            os.environ["DATABASE_URL"] = through.url("query") if through else server.url_of(migrate.LOCAL_USER)
            with psycopg.connect(server.url, autocommit=True) as direct:
                rounds = [measure(direct, arguments.events) for _ in range(arguments.rounds)]
            database.close()
        finally:
            if through:
                through.stop()
            server.stop()
    kept, idle, counted = (median(column) for column in zip(*rounds, strict=True))
    print(f"keeping sessions  {kept:6.2f} us an event, {kept / counted:6.1f} x counting it (budget {BUDGET_US} us)")
    print(f"nothing new       {idle:6.2f} us an event, {idle / counted:6.1f} x counting it")
    print(f"counting          {counted:6.2f} us an event")
    return int(kept > BUDGET_US)


if __name__ == "__main__":
    sys.exit(main())
