"""What breaks first as events come faster: `python -m bench.growth` measures unit costs, and works out the rest.

Costs are times of processors, so that a busy machine does not spoil them. Limits of machines are assumptions, which are
printed, too. Every number beyond the measured ones is an extrapolation.
"""

import argparse
import json
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from uuid import UUID, uuid4

from bench.database import KEY, Bench, database
from spoor.ids import event_id

BATCH = 500
RATES = (1_000, 10_000, 100_000)
_DAY_S = 86_400
_GIGABYTE = 1e9


@dataclass(frozen=True)
class UnitCosts:
    """Of an event, measured: microseconds of a processor of the database for one alone and for one of a batch, bytes of
    log and of table with its indexes, bytes of files, microseconds of a processor that sealing takes."""

    alone_us: float
    batched_us: float
    log_bytes: float
    row_bytes: float
    file_bytes: float
    seal_us: float


@dataclass(frozen=True)
class Limits:
    """Assumed: the database has so many processors, of which ingest may have that share, and disks that take so many
    bytes of log a second; a table is still looked after well up to so many bytes; seal works for so many seconds in
    each quarter of an hour, on one processor; peaks are so many times the mean; that share of events comes alone."""

    processors: float = 8
    share: float = 0.6
    log_bytes_s: float = 100e6
    table_bytes: float = 1e12
    sealing_s: float = 600
    peak: float = 3.0
    alone: float = 0.5
    kept_days: int = 30
    transactions: float = 200e6


def main() -> None:
    """Measure, work out, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=40_000)
    events = parser.parse_args().events
    with database() as bench:
        costs = measured(bench, events)
    print("measured, an event: " + ", ".join(f"{name} {value:.1f}" for name, value in vars(costs).items()))
    limits = Limits()
    print("assumed: " + ", ".join(f"{name} {value:g}" for name, value in vars(limits).items()))
    for rate in RATES:
        print(f"\n{rate:,} events a second on average, {rate * limits.peak:,.0f} at peaks")
        for name, load, what in loads(rate, costs, limits):
            print(f"  {name:34} {load:8.0%}  {what}")
    print("\nHow many events a second each holds:")
    for name, load, _ in loads(1, costs, limits):
        print(f"  {name:34} {1 / load:12,.0f}")


def loads(rate: float, costs: UnitCosts, limits: Limits) -> list[tuple[str, float, str]]:
    """How much of each thing there is a rate takes, what breaks first at the top."""
    one = limits.alone * costs.alone_us + (1 - limits.alone) * costs.batched_us
    processors = rate * limits.peak * one / 1e6
    all_batched = rate * limits.peak * costs.batched_us / 1e6
    log = rate * limits.peak * costs.log_bytes
    table = rate * _DAY_S * limits.kept_days * costs.row_bytes
    sealing = rate * costs.seal_us / 1e6
    statements = rate * (limits.alone + (1 - limits.alone) / BATCH)
    allowed = limits.processors * limits.share
    wraps_h = limits.transactions / statements / 3600
    found = [
        ("processors of the database", processors / allowed, f"{processors:.1f} of {allowed:.1f}"),
        ("the same, all in batches", all_batched / allowed, f"{all_batched:.1f} of {allowed:.1f}: a queue in front"),
        ("log", log / limits.log_bytes_s, f"{log / 1e6:,.0f} MB a second"),
        (f"table of {limits.kept_days} days", table / limits.table_bytes, f"{table / _GIGABYTE:,.0f} GB"),
        ("sealing, one function", sealing / (limits.sealing_s / 900), f"{sealing:.2f} processors, all day"),
        ("freezing of old transactions", 24 / wraps_h, f"of the whole table, every {wraps_h:,.0f} hours"),
    ]
    return sorted(found, key=lambda each: -each[1])


def measured(bench: Bench, events: int) -> UnitCosts:
    """By storing so many events one at a time and in batches, and sealing them."""
    day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=2)
    rows = [_row(bench, day + timedelta(milliseconds=at * (_DAY_S * 1000 // events)), at) for at in range(events)]
    few = rows[:: max(1, events // 2_000)]
    alone = _stored(bench, [[row] for row in few])[0] / len(few)
    bench.direct.execute("TRUNCATE public.events")
    batches = [rows[at : at + BATCH] for at in range(0, events, BATCH)]
    bench.direct.execute("CHECKPOINT")
    batched, log = (each / events for each in _stored(bench, batches))
    [size] = bench.direct.execute("SELECT pg_total_relation_size('public.events')").fetchone() or [0]
    files, sealed = _sealed(bench, day)
    return UnitCosts(alone * 1e6, batched * 1e6, log, int(size) / events, files / events, sealed * 1e6 / events)


def _row(bench: Bench, at: datetime, number: int) -> list[object]:
    said = {"plan": "pro", "amount": 12.5, "path": "/checkout/step", "n": number, "country": "DE"}
    made = event_id(bench.app_id, str(uuid4()), int(at.timestamp() * 1000))
    return [str(made), f"name {number % 20}", f"visitor {number % 4001}", said, at.isoformat()]


def _stored(bench: Bench, batches: list[list[list[object]]]) -> tuple[float, float]:
    """How many seconds of a processor the database took to store the batches, and how many bytes of log."""
    [process] = bench.direct.execute("SELECT pg_backend_pid()::text").fetchone() or [""]
    [log] = bench.direct.execute("SELECT pg_current_wal_insert_lsn()::text").fetchone() or [""]
    before = _ticks(process)
    for batch in batches:
        bench.direct.execute(
            "SELECT spoor.store_events(%s, %s, %s, date_trunc('hour', now()), 'bench', 0::smallint, NULL)",
            [bench.app_id, KEY, json.dumps(batch)],
        )
    took = _ticks(process) - before
    [written] = bench.direct.execute("SELECT pg_current_wal_insert_lsn() - %s::pg_lsn", [log]).fetchone() or [0]
    return took, float(written)


def _ticks(process: str) -> float:
    """Seconds of a processor that a process has had."""
    said = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def _sealed(bench: Bench, day: datetime) -> tuple[int, float]:
    """How many bytes a day's files have, and how many seconds of a processor it took to seal it."""
    os.environ["DATABASE_URL"] = bench.pooled.replace("/ingest", "/rollup")
    from rollup.lake.sealing import seal
    from spoor import database as layer
    from spoor.lake.folder import Folder

    with tempfile.TemporaryDirectory() as folder:
        before = process_time()
        outcome = seal(UUID(bench.app_id), day.date(), Folder(Path(folder)))
        took = process_time() - before
    layer.close()
    assert outcome.what == "sealed", outcome
    return outcome.size, took


if __name__ == "__main__":
    main()
