"""What reports of sealed days cost through the API, beside the table: `python -m bench.questions.sealed`.

Through the handler, as a gateway calls it, with the pooler between; files on this machine. Each is asked warm, asked
while the last day is in the table, and asked of fresh processes; and of Postgres alone, in turn. With `--folder` the
events are kept for the next time. Milliseconds that passed (in brackets: of the function's and of the server's
processors).
"""

import argparse
import cProfile
import json
import os
import pstats
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from bench.database import Bench, database
from bench.lake import ASKED as REPORTS
from bench.lake import Asked, seal_all
from bench.month import END, make_month
from bench.questions.assistants import event_of
from bench.reports import cost, server_s
from query.conductor import answered
from query.engines.lake import plan
from query.reports.catalogue import REPORTS as CATALOGUE
from query.scope import Scope
from spoor import database as layer
from spoor.settings import setting
from tests.kernel import build

LISTS = [
    {"property": "path"},
    {"property": "country", "of": "session"},
    {"property": "plan"},
    {"property": "title"},
    {"property": "$name", "measure": "events"},
]
"""As many as the dashboard asks at once, told apart as there."""
ASKED = {
    **{name: asked for name, asked in REPORTS.items() if name != "top events"},
    "top events": Asked("trends", {**REPORTS["top events"].words, "interval": "month"}),
    "changes": Asked("changes", {"report": "trends", "properties": ["country", "plan"]}),
    "overview, figures": Asked("overview", {"interval": "day"}),
    "overview": Asked("overview", {"interval": "day", "lists": LISTS}),
}
ORDERED = {"visitors a day", "top events", "funnel", "retention", "lifecycle", "stickiness", "sessions", "paths"}
"""Those that no property is needed for, and an order of events or visitors is."""
WITHOUT_PROPERTIES = {*ORDERED, "events a day", "sessions a day", "overview, figures"}
MOST_MS, MOST_OF_OVERVIEW_MS = 300, 1000
OF_TABLE = 0.02
OF_TAIL, MORE_OF_TAIL_MS = 1.5, 40
MORE_OF_FRESH_MS = 100
_FRESH = """
import importlib, json, sys, time
from query.app import handler
event = json.loads(sys.argv[1])
http = {**event["requestContext"]["http"], "method": "GET", "path": "/api/v1/apps"}
context = {**event["requestContext"], "http": http}
handler({**event, "rawPath": "/api/v1/apps", "body": "", "requestContext": context}, None)
for name in json.loads(sys.argv[2]):
    importlib.import_module(name)
print("ready", flush=True)
for _ in sys.stdin:
    began, spent = time.perf_counter(), time.process_time()
    answer = handler(event, None)
    if answer["statusCode"] != 200:
        raise SystemExit(str(answer))
    took = [(time.perf_counter() - began) * 1000, (time.process_time() - spent) * 1000]
    peak = int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) / 1000
    print(json.dumps([*took, peak, "duckdb" in sys.modules]), flush=True)
"""


@dataclass(frozen=True)
class Cost:
    """Milliseconds that passed, and those of the processors, the function's and the server's."""

    passed: float
    spent: float

    def __str__(self) -> str:
        """As a table has it."""
        return f"{self.passed:7.0f} ({self.spent:5.0f})"


def least(costs: list[Cost]) -> Cost:
    """Of each the least: what others do on the machine only adds."""
    return Cost(min(each.passed for each in costs), min(each.spent for each in costs))


def of_changes(span: dict[str, str]) -> dict[str, Any]:
    """What changed from the first half of the span to its second."""
    start, end = (datetime.fromisoformat(span[each]) for each in ("from", "to"))
    middle = (start + (end - start) / 2).isoformat()
    words = {"from": middle, "to": span["to"], "interval": "day", "series": [{"event": "purchase", "measure": "total"}]}
    return {"report": "trends", "question": words, "compare": "previous", "properties": ["country", "plan"]}


def body_of(asked: Asked, span: dict[str, str]) -> dict[str, Any]:
    """What is posted."""
    return of_changes(span) if asked.report == "changes" else {**span, **asked.words}


def event(bench: Bench, asked: Asked, span: dict[str, str]) -> dict[str, Any]:
    """As the gateway makes it of a program's request."""
    return event_of(f"/api/v1/apps/{bench.app_id}/reports/{asked.report}", body_of(asked, span), {})


def answer(given: dict[str, Any]) -> tuple[str, str]:
    """The body, and where it is from."""
    from query.app import handler

    found = handler(given, None)
    return found["body"], found["headers"].get("spoor-engine", str(found["statusCode"]))


@contextmanager
def without_lake() -> Iterator[None]:
    """As if none were configured."""
    url = os.environ.pop("LAKE_URL")
    setting.cache_clear()
    try:
        yield
    finally:
        os.environ["LAKE_URL"] = url
        setting.cache_clear()


@contextmanager
def with_tail(bench: Bench) -> Iterator[None]:
    """While the last day is to be read from the table: it is marked."""
    last = {"app": bench.app_id, "day": END.date() - timedelta(days=1)}
    bench.direct.execute("INSERT INTO spoor.lake_marks (app_id, day) VALUES (%(app)s, %(day)s)", last)
    try:
        yield
    finally:
        bench.direct.execute("DELETE FROM spoor.lake_marks WHERE app_id = %(app)s AND day = %(day)s", last)


def timed(bench: Bench, given: dict[str, Any]) -> tuple[Cost, tuple[str, str]]:
    """What an answer costs, and the answer."""
    found: list[tuple[str, str]] = []
    took: list[float] = []

    def ask() -> None:
        began = perf_counter()
        found.append(answer(given))
        took.append((perf_counter() - began) * 1000)

    spent = cost(bench, ask)
    return Cost(took[0], spent), found[0]


@dataclass(frozen=True)
class Fresh:
    """A process that has imported what it needs: what the `first` answer costs, and `later` ones; the peak of its
    memory in MB, and whether it has loaded DuckDB."""

    first: Cost
    later: Cost
    peak: float
    has_duckdb: bool


def fresh(bench: Bench, name: str, given: dict[str, Any], rounds: int) -> Fresh:
    """The least of so many processes."""
    modules = ["query.engines.lake.reading", *([] if name in WITHOUT_PROPERTIES else ["query.engines.lake.stream"])]
    command = [sys.executable, "-c", _FRESH, json.dumps(given), json.dumps(modules)]
    firsts, laters, peak, has_duckdb = [], [], 0.0, False
    for _ in range(rounds):
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            if process.stdin is None or process.stdout is None:
                raise SystemExit("a process has no pipes")
            process.stdout.readline()
            costs = []
            for _ in range(4):
                before = server_s(bench)
                process.stdin.write("\n")
                process.stdin.flush()
                passed, spent, peak, has_duckdb = json.loads(process.stdout.readline())
                costs.append(Cost(passed, spent + (server_s(bench) - before) * 1000))
            process.stdin.close()
        firsts.append(costs[0])
        laters += costs[1:]
    return Fresh(least(firsts), least(laters), peak, has_duckdb)


def measure(bench: Bench, name: str, span: dict[str, str], wishes: argparse.Namespace) -> bool:
    """Print a line; whether all aims are kept and all answers are equal."""
    asked = ASKED[name]
    given = event(bench, asked, span)
    ways: dict[str, Callable[[], Any]] = {"sealed": nullcontext, "tail": lambda: with_tail(bench)}
    if wishes.table:
        ways["table"] = without_lake
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    told: dict[str, tuple[str, str]] = {}
    answer(given)
    for turn in range(wishes.rounds):
        for way, within in ways.items():
            if way == "table" and turn >= wishes.table:
                continue
            with within():
                one, told[way] = timed(bench, given)
            costs[way].append(one)
    of_fresh = fresh(bench, name, given, wishes.fresh)
    of = {way: least(each) for way, each in costs.items()}
    passed = {way: each.spent if wishes.cpu else each.passed for way, each in of.items()}
    first, later = (each.spent if wishes.cpu else each.passed for each in (of_fresh.first, of_fresh.later))
    missed = {
        "slow": passed["sealed"] > (MOST_OF_OVERVIEW_MS if asked.report == "overview" else MOST_MS),
        "slow with a tail": passed["tail"] > OF_TAIL * passed["sealed"] + MORE_OF_TAIL_MS,
        "slow at first": first > later + MORE_OF_FRESH_MS,
        "DuckDB loaded": name in WITHOUT_PROPERTIES and of_fresh.has_duckdb,
        told["sealed"][1]: not told["sealed"][1].startswith("lake"),
        f"with a tail {told['tail'][1]}": not told["tail"][1].startswith("lake"),
        "DIFFERENT with a tail": told["tail"][0] != told["sealed"][0],
    }
    share = ""
    if "table" in of:
        is_refused, ratio = told["table"][1].isdigit(), passed["sealed"] / passed["table"]
        share = f"{of['table']}{told['table'][1] if is_refused else '':>5}{ratio:7.3f}"
        missed["DIFFERENT from the table"] = not is_refused and told["table"][0] != told["sealed"][0]
        missed["slow beside the table"] = name in ORDERED and not is_refused and ratio > OF_TABLE
    notes = [note for note, is_missed in missed.items() if is_missed]
    figures = f"{of['sealed']}{of['tail']}{of_fresh.first}{of_fresh.later}{of_fresh.peak:6.0f} MB"
    print(f"{name:22}{figures}{share}  {', '.join(notes)}", flush=True)
    return not notes


def profile(bench: Bench, asked: Asked, span: dict[str, str], rounds: int) -> None:
    """Print what the time goes to, on the thread that asks, without what is around a report."""
    report = next(each for each in CATALOGUE if each.name == asked.report)
    question = report.question.model_validate(body_of(asked, span))
    scope = Scope(UUID(bench.app_id), timedelta(minutes=30), datetime(2026, 11, 1, tzinfo=UTC))
    answered(report, question, scope)
    with cProfile.Profile() as found:
        for _ in range(rounds):
            answered(report, question, scope)
    pstats.Stats(found).sort_stats("tottime").print_stats(30)


def main() -> int:
    """The command line; ends with 1 when an aim is missed, or answers differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.questions.sealed", description=__doc__)
    parser.add_argument("only", nargs="*", help=f"of: {', '.join(ASKED)} (default: all)")
    parser.add_argument("--events", type=int, default=1_000_000, help="how many (default: %(default)s)")
    parser.add_argument("--days", type=int, default=90, help="over how many days (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is asked (default: %(default)s)")
    parser.add_argument("--table", type=int, default=1, help="how often Postgres is asked (default: %(default)s)")
    parser.add_argument("--folder", type=Path, help="where the events are kept for the next time")
    parser.add_argument("--fresh", type=int, default=2, help="how many fresh processes (default: %(default)s)")
    parser.add_argument("--cpu", action="store_true", help="hold the aims to processors' time: others use the machine")
    parser.add_argument("--profile", action="store_true", help="only tell what the time goes to")
    wishes = parser.parse_args()
    build()
    with (
        nullcontext(wishes.folder) if wishes.folder else tempfile.TemporaryDirectory() as folder,
        database(wishes.folder) as bench,
    ):
        os.environ |= {"LAKE_URL": f"file://{folder}/lake", "LAKE_CACHE": f"{folder}/cache"}
        bench.direct.execute("ALTER DATABASE spoor SET max_parallel_workers_per_gather = 0")  # workers' time is missed
        plan.LEAST_EVENTS = 0
        known = bench.direct.execute("SELECT count(*)::text FROM spoor.lake_days").fetchone()
        if known is None or known[0] == "0":
            seal_all(bench, make_month(bench, wishes.events, days=wishes.days))
        span = {"from": (END - timedelta(days=wishes.days)).isoformat(), "to": END.isoformat()}
        chosen = wishes.only or [*ASKED]
        if wishes.profile:
            for name in chosen:
                profile(bench, ASKED[name], span, wishes.rounds)
            return 0
        heads = ("sealed", "with a tail", "fresh", "then")
        print(f"{'':22}{''.join(f'{each:>15}' for each in heads)}{'peak':>9}{'table':>15}{'share':>12}")
        kept = [measure(bench, name, span, wishes) for name in chosen]
        layer.close()
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
