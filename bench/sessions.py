"""What keeping sessions costs the database, beside merely counting the events: `python -m bench.sessions`."""

import argparse
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import uuid4

from bench.database import Bench, database
from rollup.sessions.rounds import catch_up
from spoor import database as layer

EVENTS = 100_000
BATCH = 1000
RUN_AFTER = 20
VISITORS = 8000
DAYS = 2
LATE = 0.1
BUDGET_US = 12.0
START = datetime(2026, 3, 1, tzinfo=UTC)


def stream(count: int) -> list[tuple[str, datetime]]:
    """Visitor and time of events as they arrive: one in ten up to three hours late, about ten to a session."""
    chance = random.Random(1)  # noqa: S311 - a stream that is the same each time
    step = timedelta(days=DAYS) / count
    events = []
    visiting = [f"visitor-{chance.randrange(VISITORS)}" for _ in range(60)]
    for place in range(count):
        if chance.random() < 0.07:
            visiting[chance.randrange(60)] = f"visitor-{chance.randrange(VISITORS)}"
        late = timedelta(hours=3) * chance.random() if chance.random() < LATE else timedelta()
        events.append((chance.choice(visiting), START + step * place - late))
    return events


def store(bench: Bench, events: list[tuple[str, datetime]]) -> None:
    """Put a batch into `events`."""
    columns = "COPY public.events (id, app_id, name, anonymous_id, properties, occurred_at) FROM STDIN"
    with bench.direct.cursor().copy(columns) as copy:
        for visitor, at in events:
            copy.write_row((uuid4(), bench.app_id, "page_view", visitor, '{"path": "/pricing"}', at))


def seconds(bench: Bench) -> float:
    """The CPU time of the server's backends so far; where the system does not tell it, the clock's time."""
    rows = bench.direct.execute(
        "SELECT pid FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend'"
    ).fetchall()
    try:
        return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for (pid,) in rows) / 1e9
    except FileNotFoundError:
        return time.perf_counter()


def seconds_to_count(bench: Bench) -> float:
    """What it costs the server to count all of the app's events."""
    begin = seconds(bench)
    count = "SELECT count(*) FROM public.events WHERE app_id = %s AND occurred_at > %s"
    bench.direct.execute(count, [bench.app_id, START - timedelta(days=1)])
    return seconds(bench) - begin


def measure(bench: Bench, count: int) -> tuple[float, float, float]:
    """The server's microseconds an event: all runs while events arrive, a run with nothing new, a count."""
    bench.direct.execute("SET max_parallel_workers_per_gather = 0")  # workers' time would be missed
    bench.direct.execute(
        "TRUNCATE public.events, public.sessions, spoor.session_counts, spoor.session_watermarks CASCADE"
    )
    spent, events = 0.0, stream(count)
    for batch, begin in enumerate(range(0, count, BATCH), start=1):
        end = min(begin + BATCH, count)
        store(bench, events[begin:end])
        if batch % RUN_AFTER == 0 or end == count:
            started = seconds(bench)
            kept = catch_up(events[end - 1][1])
            spent += seconds(bench) - started
            if kept.unfinished:
                raise SystemExit("A run did not get through: measure fewer events.")
    started = seconds(bench)
    catch_up(START + timedelta(days=DAYS))
    idle = seconds(bench) - started
    counting = median(seconds_to_count(bench) for _ in range(9))
    return spent / count * 1e6, idle / count * 1e6, counting / count * 1e6


def main() -> int:
    """The command line; ends with 1 when the budget is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.sessions", description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS, help="how many arrive (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often they do (default: %(default)s)")
    arguments = parser.parse_args()
    with database() as bench:
        rounds = [measure(bench, arguments.events) for _ in range(arguments.rounds)]
        layer.close()
    kept, idle, counted = (median(column) for column in zip(*rounds, strict=True))
    print(f"keeping sessions  {kept:6.2f} us an event, {kept / counted:6.1f} x counting it (budget {BUDGET_US} us)")
    print(f"nothing new       {idle:6.2f} us an event, {idle / counted:6.1f} x counting it")
    print(f"counting          {counted:6.2f} us an event")
    return int(kept > BUDGET_US)


if __name__ == "__main__":
    sys.exit(main())
