"""What the compiled kernel saves: `python -m bench.kernel`.

Reports from core files to their answers: by DuckDB's stream and numpy, by the decoder and the kernel, and by ClickHouse
(chdb, where --chdb names a Python that has it), asked in turn. No Postgres, no HTTP. Files are as sealing writes them,
on this machine, warm; medians are told, and shares of the fastest of three MergeTree orders of the same numbers.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

import duckdb
import numpy as np

from bench.clickhouse import QUERIES
from query.engines.lake import files
from query.engines.lake.compiled.library import library
from query.engines.lake.events import NAME, Events, Property, Said
from query.engines.lake.feed import DayFeed
from query.engines.lake.pieces import of_names
from query.engines.lake.plan import Plan
from query.engines.lake.reading import KERNELS
from query.engines.lake.table.rest import Rest
from query.reports.catalogue import REPORTS
from query.scope import Scope
from spoor.lake.manifest import FORMAT, QUARTERS, SealedDay
from tests.kernel import build, numpy_alone

DAYS = 90
FIRST = datetime(2026, 8, 1, tzinfo=UTC)
NAMES = 20
SCOPE = Scope(UUID(int=1), timedelta(minutes=30), datetime(2026, 11, 20, tzinfo=UTC))
SPAN = {"from": FIRST.isoformat(), "to": (FIRST + timedelta(days=DAYS)).isoformat()}
WEEK_S = 7 * 86_400
VISITORS = {"event": None, "measure": "visitors"}
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "funnel": ("funnel", {"steps": [{"event": f"e{n}"} for n in (1, 3, 4, 6)], "conversionWindowSeconds": WEEK_S}),
    "uniques": ("trends", {"interval": "day", "series": [VISITORS]}),
    "top events": ("trends", {"interval": "month", "series": [VISITORS], "breakdown": {"property": "$name"}}),
    "retention": ("retention", {"interval": "week", "periods": 12}),
    "sessions": ("sessions", {"interval": "day"}),
    "paths": ("paths", {"depth": 5}),
}
_COPY = """
COPY (SELECT visitor, name, t AS t_ms, 0::SMALLINT AS t_us FROM rows) TO '{path}' (
    FORMAT parquet, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 0, COMPRESSION uncompressed, ROW_GROUP_SIZE 1048576
)
"""
_CHUNKS = "SELECT path_in_schema, data_page_offset, total_compressed_size FROM parquet_metadata(?)"


@dataclass(frozen=True)
class Lake:
    """Days, where their files are, and how many visitors there are."""

    days: list[SealedDay]
    paths: list[Path]
    people: int

    def feed(self, names: dict[int, str]) -> DayFeed:
        """The days one after the other, and nothing besides."""
        none = np.zeros(0, dtype=np.int32)
        nothing = Rest(none, none, np.zeros(0, dtype=np.int64), [], [], [], none, none, self.people)
        where = dict(zip((day.day for day in self.days), self.paths, strict=True))
        return DayFeed(
            Plan(self.days, []), lambda days: [where[day.day] for day in days], nothing, names, {}, {}, self.people - 1
        )


def lake(events: int, folder: Path) -> Lake:
    """So many events of skewed visitors, whose codes are in the order of their first days."""
    draw = np.random.default_rng(14)
    people = int(events * 0.037) + 2
    rank = draw.zipf(1.3, size=events) % (people - 1)
    day = np.sort(draw.integers(0, DAYS, size=events))
    _, first = np.unique(rank, return_index=True)
    ranks = rank[np.sort(first)]
    code = np.zeros(people, dtype=np.int32)
    code[ranks] = np.arange(1, len(ranks) + 1, dtype=np.int32)
    weights = 1 / np.arange(1, NAMES + 1)
    days, paths = [], []
    for at in range(DAYS):
        own = rank[day == at]
        begin = int(FIRST.timestamp() * 1000) + at * 86_400_000
        rows = {
            "visitor": code[own],
            "name": (draw.choice(NAMES, size=len(own), p=weights / weights.sum()) + 1).astype(np.int16),
            "t": np.sort(draw.integers(0, 86_400_000, size=len(own))) + begin,
        }
        path = folder / f"{at}.parquet"
        with duckdb.connect(":memory:") as connection:
            connection.register("rows", rows)
            connection.execute(_COPY.format(path=path))
            chunk: dict[str, Any] = {"rows": len(own)}
            for column, offset, size in connection.execute(_CHUNKS, [str(path)]).fetchall():
                chunk[column] = [offset, size]
        paths.append(path)
        days.append(
            SealedDay(
                app_id=UUID(int=1),
                day=date(2026, 8, 1) + timedelta(days=at),
                format=FORMAT,
                postgres_major=18,
                rows=len(own),
                visitors=0,
                whole_ms=True,
                names={str(code): int(count) for code, count in enumerate(np.bincount(rows["name"])) if count},
                keys={},
                quarters=np.searchsorted(rows["t"], begin + np.arange(QUARTERS) * 900_000).tolist(),
                chunks=[chunk],
                core="",
                core_bytes=0,
                core_sha256="",
                properties="",
                properties_bytes=0,
                properties_sha256="",
            )
        )
    return Lake(days, paths, people)


def answer(of: Lake, asked: tuple[str, dict[str, Any]]) -> Any:
    """From files to the answer."""
    name, words = asked
    report = next(each for each in REPORTS if each.name == name)
    question = report.question.model_validate({**SPAN, **words})
    names = {code: f"e{code}" for code in range(1, NAMES + 1)}
    kernel = KERNELS[name]
    if kernel.stream is not None and library() is not None:
        streamed = kernel.stream(question, SCOPE, of.feed(names).chunks())
        if streamed is not None:
            return report.tally(question, SCOPE, streamed)
    core = files.core_at(of.days, of.paths)
    said: dict[Property, Said] = {NAME: of_names(core.name, names)} if "breakdown" in words else {}
    events = Events(core.visitor, core.name, core.t, of.people, names, said=said)
    return report.tally(question, SCOPE, kernel.gather(question, SCOPE, events))


class ClickHouse:
    """chdb in a process of its own, with the same numbers in three orders."""

    def __init__(self, python: str, of: Lake) -> None:
        script = str(Path(__file__).with_name("clickhouse.py"))
        self._process = subprocess.Popen(
            [python, script, str(of.paths[0].parent)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def took(self, name: str, order: int) -> float:
        """Milliseconds of a query."""
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("chdb has no pipes")
        print(json.dumps([name, order]), file=self._process.stdin, flush=True)
        return float(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def timed(act: Callable[[], Any]) -> tuple[float, float, Any]:
    """Milliseconds that passed, those of processors, and what came of it."""
    began, spent = perf_counter(), process_time()
    found = act()
    return (perf_counter() - began) * 1000, (process_time() - spent) * 1000, found


def compare(of: Lake, rounds: int, clickhouse: ClickHouse | None) -> bool:
    """A line a report; whether all answers were equal."""
    print(f"{'ms (of processors)':14}{'stream, numpy':>20}{'decoder, kernel':>20}{'MergeTree':>12}{'share':>8}")
    equal = True
    for name, asked in ASKED.items():
        times: dict[str, list[tuple[float, float]]] = {"numpy": [], "kernel": []}
        best: dict[int, list[float]] = {}
        found: dict[str, Any] = {}
        for turn in range(rounds):
            for way in ("numpy", "kernel") if turn % 2 else ("kernel", "numpy"):
                if way == "numpy" and turn >= 3:
                    continue
                with nullcontext() if way == "kernel" else numpy_alone():
                    *took, found[way] = timed(lambda: answer(of, asked))  # noqa: B023 - called at once
                times[way].append((took[0], took[1]))
            if clickhouse and name in QUERIES:
                for order in range(3):
                    best.setdefault(order, []).append(clickhouse.took(name, order))
        equal &= found["numpy"] == found["kernel"]
        (slow, slow_cpu), (fast, fast_cpu) = (
            tuple(median(each) for each in zip(*times[way], strict=True)) for way in ("numpy", "kernel")
        )
        merge_tree = min((median(each) for each in best.values()), default=None)
        share = "" if merge_tree is None else f"{merge_tree:12.0f}{fast / merge_tree:8.2f}"
        print(f"{name:14}{slow:11.0f} ({slow_cpu:6.0f}){fast:11.1f} ({fast_cpu:6.1f}){share}", flush=True)
    return equal


def main() -> int:
    """The command line; ends with 1 when answers differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.kernel", description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000, help="how many (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is asked (default: %(default)s)")
    parser.add_argument("--chdb", help="a Python that has chdb")
    wishes = parser.parse_args()
    build()
    with tempfile.TemporaryDirectory(prefix="spoor-kernel-") as folder:
        took, _, of = timed(lambda: lake(wishes.events, Path(folder)))
        size = sum(each.stat().st_size for each in of.paths) / wishes.events
        print(
            f"{wishes.events:,} events, {of.people:,} visitors; {size:.2f} bytes an event; made in {took / 1000:.0f} s"
        )
        decode, cpu, _ = timed(lambda: files.core_at(of.days, of.paths))
        print(
            f"decoded in {decode * 1e6 / wishes.events:.1f} ns an event ({cpu * 1e6 / wishes.events:.1f} of processors)"
        )
        clickhouse = ClickHouse(wishes.chdb, of) if wishes.chdb else None
        equal = compare(of, wishes.rounds, clickhouse)
        if clickhouse:
            clickhouse.close()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")
    return int(not equal)


if __name__ == "__main__":
    sys.exit(main())
