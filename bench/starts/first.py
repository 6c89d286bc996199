"""What the first request of a fresh instance costs beyond its imports: `python -m bench.starts.first`.

CPU of a process that loads a handler, its secrets fetched from a store as in AWS, and then answers one request and the
same again: through PgBouncer, with TLS left out. The start is what a bare import of the libraries does not take.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

import boto3

from bench.auth import PASSWORD, question, request
from bench.database import KEY, Bench, database
from tests.doubles.sqs import serve

ROOT = Path(__file__).parents[2]
AIM = 60.0
"""Milliseconds that a first request may take of the processor's time."""
MOST_ROUNDS = 50
SECRET = "a-secret-that-only-the-bench-knows-0123456789"  # noqa: S105 - of a database that lives for a minute
SCRIPT = """
import importlib, json, sys, time
begin = time.process_time()
module = importlib.import_module(sys.argv[1])
times = [time.process_time() - begin]
for event in json.loads(sys.argv[2]):
    begin = time.process_time()
    answer = module.handler(event, None)
    times.append(time.process_time() - begin)
print(json.dumps([times, str(answer)[:200]]))
"""


def event_of_ingest() -> dict[str, Any]:
    """One event from a browser."""
    return {
        "version": "2.0",
        "rawPath": "/v1/events",
        "rawQueryString": "",
        "headers": {
            "authorization": f"Bearer {KEY}",
            "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
        },
        "requestContext": {"http": {"method": "POST", "path": "/v1/events", "sourceIp": "192.0.2.1"}},
        "body": json.dumps({"name": "open", "anonymousId": "a", "properties": {"$url": "https://x.example/a?b=c"}}),
        "isBase64Encoded": False,
    }


def event_of_query(user_id: str) -> dict[str, Any]:
    """Ann's list of apps."""
    http = {"method": "GET", "path": "/api/apps", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
    who = {"lambda": {"userId": user_id, "sessionId": "s"}}
    return {
        "version": "2.0",
        "routeKey": "ANY /api/{proxy+}",
        "rawPath": "/api/apps",
        "rawQueryString": "",
        "headers": {"host": "x"},
        "requestContext": {"http": http, "authorizer": who, "domainName": "x", "stage": "$default"},
        "isBase64Encoded": False,
    }


def measure(module: str, event: Mapping[str, Any], environment: Mapping[str, str]) -> list[float]:
    """Milliseconds of CPU: the start, the first request, the second."""
    command = [sys.executable, "-c", SCRIPT, module, json.dumps([event, event])]
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=True)
    times, answer = json.loads(done.stdout.splitlines()[-1])
    if "'statusCode': 200" not in answer and "'isAuthorized': True, 'context': {'userId'" not in answer:
        raise SystemExit(f"{module} answered {answer}")
    return [one * 1000 for one in times]


def compare(bench: Bench, rounds: int, endpoint: str) -> bool:
    """Print what each function's first request costs; whether all keep the aim."""
    os.environ.update(BETTER_AUTH_SECRET=SECRET, AUTH_RATE_LIMIT="false", SPOOR_BASE_URL="http://127.0.0.1:3000")
    from auth.app import handler

    made = handler(request("POST", "/sign-up/email", {"name": "Ann", "email": "ann@x.io", "password": PASSWORD}), None)
    cookie = made["cookies"][0].partition(";")[0]
    keys = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_ENDPOINT_URL": endpoint}
    os.environ.update(keys)
    store: Any = boto3.client("secretsmanager", "us-east-1")
    held = {"DATABASE_URL": bench.pooled, "BETTER_AUTH_SECRET": SECRET, "API_TOKEN_SECRETS": SECRET}
    arns = {f"{name}_ARN": store.create_secret(Name=name, SecretString=value)["ARN"] for name, value in held.items()}
    path = os.pathsep.join([str(ROOT / "functions"), str(ROOT / "layers/common")])
    environment = {"PYTHONPATH": path, "SPOOR_BASE_URL": "http://127.0.0.1:3000", **keys, **arns}
    cases = {
        "ingest.app": event_of_ingest(),
        "auth.authorizer": question(cookie=cookie),
        "auth.app": request("GET", "/get-session", cookie=cookie),
        "query.app": event_of_query("b"),
    }
    found: dict[str, list[list[float]]] = {module: [] for module in cases}
    for _ in range(rounds):
        for module, event in cases.items():
            found[module].append(measure(module, event, environment))
    kept = True
    for module, times in found.items():
        start, first, second = (median(column) for column in zip(*times, strict=True))
        kept &= first <= AIM
        told = f"start {start:5.0f} ms, first {first:5.1f} ms, again {second:4.1f} ms"
        print(f"{module:<16} {told}  (aim of the first: at most {AIM:.0f})")
    return kept


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.starts.first", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="fresh processes of each kind (default: %(default)s)")
    rounds = min(max(parser.parse_args().rounds, 1), MOST_ROUNDS)
    with database() as bench, serve() as endpoint:
        return 0 if compare(bench, rounds, endpoint) else 1


if __name__ == "__main__":
    sys.exit(main())
