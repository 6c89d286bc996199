"""How fast history moves in, against COPY of the same rows in the same run: `python -m bench.intake.moving`.

A PostHog export of JSON lines is imported through PgBouncer by the command itself, from the file to the last row; then
COPY puts the very same rows into the same table with the same indexes, emptied: as text that is ready in memory, in
order of their ids, in one piece and past the pooler, which is the fastest there is. Both take turns. Memory is that of
the process afterwards, after a small file and after one five times as large. Where the machine is busy with something
else, the times of the processors say what they would be: Python's and Postgres' overlap.
"""

import argparse
import contextlib
import io
import json
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import cast
from uuid import UUID

import psycopg

from bench.database import Bench, database
from bench.ingest import BATCH, COPY, copy
from bench.sessions import seconds

_SELECT = (
    "COPY (SELECT id, app_id, name, anonymous_id, properties, occurred_at FROM public.events ORDER BY id) TO STDOUT"
)


def write(path: Path, rows: int) -> None:
    """An export: of each visitor many events, a tenth of them of people who are known."""
    begin = datetime.now(UTC) - timedelta(days=60)
    with path.open("w", encoding="utf-8") as file:
        for at in range(rows):
            known = at % 10 == 0
            properties = {"$is_identified": known, "$current_url": f"https://shop.example/{at % 50}", "$lib": "web"}
            properties |= {"plan": "pro", "amount": 12.5, "n": at, "$browser": "Chrome", "$os": "Linux"}
            row = {
                "uuid": str(UUID(int=at + (7 << 76) + (2 << 62))),
                "event": "order completed" if known else "$pageview",
                "distinct_id": f"{'user' if known else 'browser'}-{at % 997}",
                "properties": properties,
                "timestamp": (begin + timedelta(seconds=at * 7)).isoformat(),
                "created_at": begin.isoformat(),
                "person_properties": {"plan": "pro", "city": "Mainz"},
            }
            file.write(json.dumps(row) + "\n")


def run(path: Path, app: str) -> float:
    """Import the file, as the command does; how long it took."""
    from importing.__main__ import main

    begin = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()) as said:
        failed = main(["posthog", str(path), "--app", app, "--state", str(path.with_suffix(".state"))])
    assert not failed, said.getvalue()
    return time.perf_counter() - begin


def compare(bench: Bench, path: Path, rows: int) -> tuple[float, ...]:
    """The times of an import, of COPY in one piece past the pooler, and of COPY as ingest is measured; then those of
    the processors: of an import in Python and in Postgres, and of COPY in Postgres."""
    bench.direct.execute("TRUNCATE public.events")
    python, postgres = time.process_time(), seconds(bench)
    ours = run(path, bench.app_id)
    python, postgres = time.process_time() - python, seconds(bench) - postgres
    with bench.direct.cursor().copy(_SELECT) as out:
        blocks = [bytes(block) for block in out]
    assert len(blocks) == rows, len(blocks)
    bench.direct.execute("TRUNCATE public.events")
    begin, copying = time.perf_counter(), seconds(bench)
    with bench.direct.cursor().copy(COPY) as into:
        for block in blocks:
            into.write(block)
    bare, copying = time.perf_counter() - begin, seconds(bench) - copying
    return ours, bare, _copy_as_ingest_is_measured(bench), python, postgres, copying


def _copy_as_ingest_is_measured(bench: Bench) -> float:
    """As bench.ingest does it: rows of a program, a batch at a time, through the pooler."""
    made = bench.direct.execute(
        "SELECT id, app_id, name, anonymous_id, properties::text, occurred_at FROM public.events ORDER BY id"
    ).fetchall()
    bench.direct.execute("TRUNCATE public.events")
    with psycopg.connect(bench.pooled, autocommit=True, prepare_threshold=None) as connection:
        begin = time.perf_counter()
        for at in range(0, len(made), BATCH):
            copy(connection, cast(list[tuple[object, ...]], made[at : at + BATCH]))
        return time.perf_counter() - begin


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.intake.moving", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the export (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    given = parser.parse_args()
    with database() as bench, tempfile.TemporaryDirectory() as folder:
        small, large = (Path(folder) / name for name in ("small.jsonl", "large.jsonl"))
        write(small, given.rows // 5)
        write(large, given.rows)
        run(small, bench.app_id)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        run(large, bench.app_id)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        times = [compare(bench, large, given.rows) for _ in range(given.rounds)]
        ours, bare, usual, *processors = (median(column) for column in zip(*times, strict=True))
        print(f"{given.rows} rows: {given.rows / ours:.0f} a second, COPY {given.rows / bare:.0f}:", end=" ")
        print(f"{bare / ours:.2f} x the rate of COPY in one piece  (aim: at least 0.5)")
        print(f"{usual / ours:.2f} x that of COPY of a program's rows through the pooler, as `bench.ingest` has it")
        python, postgres, copying = (one / given.rows * 1e6 for one in processors)
        print(
            f"of processors, µs a row: {python:.1f} in Python beside {postgres:.1f} in Postgres, COPY {copying:.1f}:",
            end=" ",
        )
        print(f"{copying / max(python, postgres):.2f} x where both have one of their own")
        print(f"memory at its most: {before / 1024:.0f} MB after a fifth of the rows, {after / 1024:.0f} MB after all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
