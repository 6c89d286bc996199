"""What the first answers of a process cost."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from bench.database import Bench
from bench.questions.lake.asked import WITHOUT_PROPERTIES
from bench.questions.lake.costs import Cost, least
from bench.reports import server_s

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
