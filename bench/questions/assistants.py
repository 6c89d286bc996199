"""What a question costs an assistant beside the same question by the API: `python -m bench.questions.assistants`.

CPU of the function and of the database's server together, both warm, through the handlers and the pooler, as a gateway
calls them, the two in turn; and the time on the clock of both, which says little where others use the machine.
"""

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from bench.database import Bench, database
from bench.month import make_month
from bench.questions.several import RANGE
from bench.reports import PAIRS, cost
from spoor import database as layer

ASKED = ("totals", "views a day", "countries", "funnel, an hour", "retention, daily")
AIM = 1.2
NEW = "2026-07-28"
_META = {
    "io.modelcontextprotocol/protocolVersion": NEW,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "bench", "version": "1"},
}


def event_of(path: str, body: Any, headers: dict[str, str]) -> dict[str, Any]:
    """What the gateway would make of a program's request."""
    http = {"method": "POST", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
    token = {"userId": "b", "tokenId": "t", "scopes": ["read"], "appIds": ["*"]}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "x", "content-type": "application/json", **headers},
        "requestContext": {"http": http, "authorizer": {"lambda": token}, "domainName": "x", "stage": "$default"},
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }


def by_api(app_id: str, report: str, question: dict[str, Any]) -> Any:
    """The answer that a program gets."""
    from query.app import handler

    return json.loads(handler(event_of(f"/api/v1/apps/{app_id}/reports/{report}", question, {}), None)["body"])


def by_mcp(app_id: str, report: str, question: dict[str, Any]) -> Any:
    """The answer that an assistant gets."""
    from query.mcp.app import handler

    arguments = {"app": app_id, "report": report, "question": question}
    params = {"name": "ask_report", "arguments": arguments, "_meta": _META}
    headers = {
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": NEW,
        "mcp-method": "tools/call",
        "mcp-name": "ask_report",
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    result = json.loads(handler(event_of("/mcp", body, headers), None)["body"])["result"]
    return result["structuredContent"]["untrustedData"]["answer"]


def clocked(call: Callable[[], object]) -> float:
    """Milliseconds on the clock."""
    begun = perf_counter()
    call()
    return (perf_counter() - begun) * 1000


def measure(bench: Bench, events: int, rounds: int) -> bool:
    """Print both costs of each question; whether the aim is kept for all together."""
    many = make_month(bench, events)
    sums = [0.0, 0.0]
    for name in ASKED:
        report, question = PAIRS[name].report, {**RANGE, **PAIRS[name].question}
        both = [partial(ask, bench.app_id, report, question) for ask in (by_mcp, by_api)]
        if both[0]() != both[1]():
            raise SystemExit(f"{name}: an assistant is told something else than a program.")
        costs = [[cost(bench, each) for each in both] for _ in range(rounds)]
        times = [[clocked(each) for each in both] for _ in range(rounds)]
        mcp, api = (median(column) for column in zip(*costs, strict=True))
        slow, fast = (median(column) for column in zip(*times, strict=True))
        sums = [sums[0] + mcp, sums[1] + api]
        print(
            f"{many:,} events, {name}: assistant {mcp:.1f} ms CPU, program {api:.1f} ms = {mcp / api:.3f}"
            f"  (clock {slow:.1f} and {fast:.1f} ms = {slow / fast:.3f})"
        )
    print(f"{many:,} events, all: {sums[0] / sums[1]:.3f}  (aim: {AIM})")
    return sums[0] <= AIM * sums[1]


def main() -> int:
    """The command line; ends with 1 when the aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.questions.assistants", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000, help="how many (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="how often all are asked (default: %(default)s)")
    given = parser.parse_args()
    with database() as bench:
        bench.direct.execute("ALTER DATABASE spoor SET max_parallel_workers_per_gather = 0")  # workers' time is missed
        kept = measure(bench, given.events, given.rounds)
        layer.close()
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
