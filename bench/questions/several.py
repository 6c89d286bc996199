"""What ten questions of one request cost beside ten requests of one: `python -m bench.questions.several`.

CPU of the function and of the database's server together, through the handler and the pooler, as a gateway calls it,
the two in turn. What ten requests cost beyond that, ten instances and ten look-ups of the session by the authorizer, is
left out.
"""

import argparse
import json
import sys
from statistics import median
from typing import Any

from bench.database import Bench, database
from bench.month import END, START, make_month
from bench.reports import PAIRS, cost
from spoor import database as layer

TEN = (
    *("totals", "session stats", "views a day", "visitors a day", "top events", "countries", "property values"),
    *("funnel, an hour", "retention, daily", "stickiness"),
)
AIM = 1.0
"""Of the sum of the ten."""
RANGE = {"from": START.isoformat(), "to": END.isoformat()}


def post(app_id: str, path: str, body: Any) -> dict[str, Any]:
    """The answer of the handler to a question, or to several."""
    from query.app import handler

    address = f"/api/apps/{app_id}/reports{path}"
    http = {"method": "POST", "path": address, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
    event = {
        "version": "2.0",
        "routeKey": "ANY /api/{proxy+}",
        "rawPath": address,
        "rawQueryString": "",
        "headers": {"host": "x", "content-type": "application/json"},
        "requestContext": {
            "http": http,
            "authorizer": {"lambda": {"userId": "b", "sessionId": "s"}},
            "domainName": "x",
            "stage": "$default",
        },
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }
    answer: dict[str, Any] = json.loads(handler(event, None)["body"])
    return answer


def questions() -> list[dict[str, Any]]:
    """Ten, as a dashboard asks them."""
    return [{"report": PAIRS[name].report, **RANGE, **PAIRS[name].question} for name in TEN]


def singly(app_id: str) -> list[Any]:
    """Each by a request of its own."""
    words = [({**each}, each["report"]) for each in questions()]
    for each, _ in words:
        del each["report"]
    return [post(app_id, f"/{report}", each) for each, report in words]


def together(app_id: str) -> list[Any]:
    """All by one request."""
    return [each["answer"] for each in post(app_id, "", {"questions": questions()})["answers"]]


def measure(bench: Bench, events: int, rounds: int) -> bool:
    """Print the two costs; whether the aim is kept."""
    many = make_month(bench, events)
    if singly(bench.app_id) != together(bench.app_id):
        raise SystemExit("The answers of ten requests are not those of one.")
    pairs = [
        (cost(bench, lambda: together(bench.app_id)), cost(bench, lambda: singly(bench.app_id))) for _ in range(rounds)
    ]
    one, ten = (median(column) for column in zip(*pairs, strict=True))
    print(f"{many:,} events: ten questions {one:.1f} ms, ten requests {ten:.1f} ms = {one / ten:.3f}  (aim: {AIM})")
    return bool(one <= AIM * ten)


def main() -> int:
    """The command line; ends with 1 when the aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.questions.several", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000, help="how many (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="how often all are asked (default: %(default)s)")
    given = parser.parse_args()
    with database() as bench:
        bench.direct.execute("ALTER DATABASE spoor SET max_parallel_workers_per_gather = 0")  # workers' time is missed
        kept = measure(bench, given.events // 100, given.rounds) & measure(bench, given.events, given.rounds)
        layer.close()
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
