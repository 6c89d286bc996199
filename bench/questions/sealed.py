"""What reports of sealed days cost through the API, beside the table: `python -m bench.questions.sealed`.

Through the handler, as a gateway calls it, with the pooler between; files on this machine. Each is asked warm, asked
while the last day is in the table, and asked of a fresh process; and of Postgres alone, in turn. With `--folder` the
events are kept for the next time. Milliseconds that passed (in brackets: of the function's and of the server's
processors), the least of all rounds: what others do on the machine only adds.
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
from bench.reports import cost
from query.conductor import answered
from query.engines.lake import plan
from query.reports.catalogue import REPORTS as CATALOGUE
from query.scope import Scope
from spoor import database as layer
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
"""Those that need no property."""
_MS = {"report": 300.0, "overview": 1000.0}
_OF_TABLE, _OF_TAIL, _MORE_OF_TAIL_MS, _MORE_OF_FRESH_MS = 0.02, 1.5, 40.0, 100.0
_FRESH = """
import importlib, json, sys, time
began = time.perf_counter()
from query.app import handler
event = json.loads(sys.argv[1])
list_of_apps = {**event, "rawPath": "/api/v1/apps", "body": "", "requestContext": {**event["requestContext"]}}
list_of_apps["requestContext"]["http"] = {**event["requestContext"]["http"], "method": "GET", "path": "/api/v1/apps"}
handler(list_of_apps, None)
loaded = time.perf_counter()
importlib.import_module("query.engines.lake.reading")
for name in json.loads(sys.argv[2]):
    importlib.import_module(name)
imported = time.perf_counter()
times = []
for _ in range(4):
    begun = time.perf_counter()
    answer = handler(event, None)
    times.append((time.perf_counter() - begun) * 1000)
if answer["statusCode"] != 200:
    raise SystemExit(str(answer))
peak = int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) / 1000
print(json.dumps([(imported - loaded) * 1000, times[0], min(times[1:]), peak, "duckdb" in sys.modules]))
"""


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
    try:
        yield
    finally:
        os.environ["LAKE_URL"] = url


@contextmanager
def with_tail(bench: Bench) -> Iterator[None]:
    """While the last day is to be read from the table: it is marked."""
    last = {"app": bench.app_id, "day": END.date() - timedelta(days=1)}
    bench.direct.execute("INSERT INTO spoor.lake_marks (app_id, day) VALUES (%(app)s, %(day)s)", last)
    try:
        yield
    finally:
        bench.direct.execute("DELETE FROM spoor.lake_marks WHERE app_id = %(app)s AND day = %(day)s", last)


def asked_once(bench: Bench, given: dict[str, Any]) -> tuple[float, float, str, str]:
    """Milliseconds that passed, those of processors, the body and where it is from."""
    found: list[tuple[str, str]] = []
    took: list[float] = []

    def ask() -> None:
        began = perf_counter()
        found.append(answer(given))
        took.append((perf_counter() - began) * 1000)

    cpu = cost(bench, ask)
    return took[0], cpu, *found[0]


def measure(bench: Bench, name: str, span: dict[str, str], rounds: int, table_rounds: int) -> bool:
    """Print a line; whether all aims are kept and all answers are equal."""
    asked = ASKED[name]
    given = event(bench, asked, span)
    ways: dict[str, Callable[[], Any]] = {"sealed": nullcontext, "tail": lambda: with_tail(bench)}
    if table_rounds:
        ways["table"] = without_lake
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    told: dict[str, tuple[str, str]] = {}
    answer(given)
    for turn in range(rounds):
        for way, within in ways.items():
            if way == "table" and turn >= table_rounds:
                continue
            with within():
                took, cpu, *found = asked_once(bench, given)
            times[way].append((took, cpu))
            told[way] = (found[0], found[1])
    fresh = fresh_process(
        given, ["query.engines.lake.stream"] if name not in {*ORDERED, "events a day", "sessions a day"} else []
    )
    middle = {way: tuple(min(each) for each in zip(*of, strict=True)) for way, of in times.items()}
    warm, tail = middle["sealed"][0], middle["tail"][0]
    notes = []
    if warm > _MS["overview" if asked.report == "overview" else "report"]:
        notes.append("slow")
    if tail > _OF_TAIL * warm + _MORE_OF_TAIL_MS:
        notes.append("slow with a tail")
    if fresh[0] > fresh[1] + _MORE_OF_FRESH_MS:
        notes.append("slow at first")
    if not told["sealed"][1].startswith("lake"):
        notes.append(told["sealed"][1])
    if not told["tail"][1].startswith("lake"):
        notes.append(f"tail: {told['tail'][1]}")
    if told["tail"][0] != told["sealed"][0]:
        notes.append("DIFFERENT with a tail")
    share = ""
    if "table" in middle:
        refused = told["table"][1].isdigit()
        share = f"{middle['table'][0]:9.0f}{'!' if refused else ' '}{warm / middle['table'][0]:7.3f}"
        if name in ORDERED and not refused and warm > _OF_TABLE * middle["table"][0]:
            notes.append("slow beside the table")
        if not refused and told["table"][0] != told["sealed"][0]:
            notes.append("DIFFERENT from the table")
    if name in ORDERED and fresh[3]:
        notes.append("DuckDB loaded")
    figures = " ".join(f"{middle[way][0]:7.0f} ({middle[way][1]:6.0f})" for way in ("sealed", "tail"))
    print(
        f"{name:22}{figures}{fresh[0]:8.0f}{fresh[1]:7.0f}{fresh[2]:7.0f} MB{share:>17}  {', '.join(notes)}", flush=True
    )
    return not notes


def fresh_process(given: dict[str, Any], modules: list[str]) -> tuple[float, float, float, bool]:
    """Of a process that has what it imports, but asks for the first time: the first time, a later one, the peak of its
    memory, and whether DuckDB came in."""
    command = [sys.executable, "-c", _FRESH, json.dumps(given), json.dumps(modules)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    _, first, later, peak, has_duckdb = json.loads(done.stdout.splitlines()[-1])
    return first, later, peak, has_duckdb


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
    parser.add_argument("--profile", action="store_true", help="only tell what the time goes to")
    wishes = parser.parse_args()
    build()
    with (
        nullcontext(wishes.folder) if wishes.folder else tempfile.TemporaryDirectory() as folder,
        database(wishes.folder) as bench,
    ):
        os.environ |= {"LAKE_URL": f"file://{folder}/lake", "LAKE_CACHE": f"{folder}/cache"}
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
        print(f"{'':22}{'sealed':>16} {'with a tail':>16}{'fresh':>8}{'then':>7}{'peak':>10}{'table':>10}{'share':>7}")
        kept = [measure(bench, name, span, wishes.rounds, wishes.table) for name in chosen]
        layer.close()
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
