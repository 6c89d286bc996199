"""A fresh instance of each function, as AWS starts it: what it finds in its environment, and a first call of it."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3

from bench.auth import PASSWORD, question, request
from bench.database import KEY, Bench, database
from tests.doubles.sqs import serve

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-that-only-the-bench-knows-0123456789"  # noqa: S105 - of a database that lives for a minute
_TOLD = {
    "SPOOR_BASE_URL": "http://127.0.0.1:3000",
    "INGEST_URL": "http://127.0.0.1:3001",
    "AUTH_RATE_LIMIT": "false",  # the rounds would run into it
}
_PATH = os.pathsep.join([str(ROOT / "functions"), str(ROOT / "layers/common")])
_KEYS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_REGION": "us-east-1"}
_QUEUES = ("NUDGES_URL", "ALERT_NUDGES_URL")
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"


@dataclass(frozen=True)
class Call:
    """A call of a function: its module, the event, and a word that a good answer has; whether it `hashes` a password,
    which has to take long every time."""

    module: str
    event: Mapping[str, Any]
    good: str = "'statusCode': 200"
    hashes: bool = False


@dataclass(frozen=True)
class Scene:
    """All calls by their names, and what a function finds in its environment; secrets are fetched from a store."""

    calls: Mapping[str, Call]
    environment: Mapping[str, str]


@contextmanager
def scene() -> Iterator[Scene]:
    """A database with somebody signed in and one app, its pooler, and a store of secrets."""
    with database() as bench, serve() as endpoint:
        os.environ.update(_TOLD, BETTER_AUTH_SECRET=SECRET, API_TOKEN_SECRETS=SECRET)
        cookie = _sign_up()
        keys = {**_KEYS, "AWS_ENDPOINT_URL": endpoint}
        os.environ.update(keys)
        store: Any = boto3.client("secretsmanager", "us-east-1")
        held = {"DATABASE_URL": bench.pooled, "BETTER_AUTH_SECRET": SECRET, "API_TOKEN_SECRETS": SECRET}
        made = store.create_secret
        arns = {f"{name}_ARN": made(Name=name, SecretString=value)["ARN"] for name, value in held.items()}
        queues: Any = boto3.client("sqs", "us-east-1")
        urls = {name: queues.create_queue(QueueName=name.lower())["QueueUrl"] for name in _QUEUES}
        yield Scene(_calls(bench, cookie), {"PYTHONPATH": _PATH, **_TOLD, **keys, **arns, **urls})


def _sign_up() -> str:
    from auth.app import handler

    made = handler(request("POST", "/sign-up/email", {"name": "Ann", "email": "ann@x.io", "password": PASSWORD}), None)
    cookie: str = made["cookies"][0].partition(";")[0]
    return cookie


def _calls(bench: Bench, cookie: str) -> dict[str, Call]:
    session = {"userId": "b", "sessionId": "s"}
    token = {"userId": "b", "tokenId": "t", "scopes": ["read"], "appIds": ["*"]}
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "find_apps", "arguments": {}}}
    tool = {**_http("POST", "/mcp", token, asked), "headers": _MCP}
    report = f"/api/apps/{bench.app_id}/reports/trends"
    trends = {"from": "2026-11-01", "to": "2026-11-30", "interval": "day", "series": [{"event": "open"}]}
    signing_in = {"email": "ann@x.io", "password": PASSWORD}
    return {
        "ingest": Call("ingest.app", _event_of_ingest()),
        "drain": Call("ingest.drain", _event_of_drain(bench), "'batchItemFailures': []"),
        "authorizer": Call("auth.authorizer", question(cookie=cookie), "'isAuthorized': True, 'context': {'userId'"),
        "auth": Call("auth.app", request("GET", "/get-session", cookie=cookie)),
        "auth, signing in": Call("auth.app", request("POST", "/sign-in/email", signing_in), hashes=True),
        "query": Call("query.app", _http("GET", "/api/apps", session)),
        "query, a trend": Call("query.app", _http("POST", report, session, trends)),
        "mcp": Call("query.mcp.app", tool, '"result":'),
        "web": Call("web.app", {**_http("GET", "/dashboard", {}), "cookies": [cookie]}),
        "rollup": Call("rollup.app", {}, "'swept'"),
        "alerts, nothing due": Call("query.alerts.app", {}, "{}"),
        "seal, no lake": Call("rollup.seal", {}, "{}"),
    }


_MCP = {"host": "x", "accept": "application/json, text/event-stream", "content-type": "application/json"}


def _http(method: str, path: str, who: Mapping[str, Any], body: object = None) -> dict[str, Any]:
    """The HTTP API's event, with whom the authorizer let in."""
    context = {
        "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
        "authorizer": {"lambda": who},
        "domainName": "x",
        "stage": "$default",
    }
    return {
        "version": "2.0",
        "routeKey": "ANY /api/{proxy+}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "x", "accept-encoding": "gzip", "content-type": "application/json"},
        "requestContext": context,
        "body": "" if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


def _event_of_ingest() -> dict[str, Any]:
    """One event from a browser."""
    event = {"name": "open", "anonymousId": "a", "properties": {"$url": "https://x.example/a?b=c"}}
    headers = {"authorization": f"Bearer {KEY}", "user-agent": _BROWSER}
    return {**_http("POST", "/v1/events", {}, event), "headers": headers}


def _event_of_drain(bench: Bench) -> dict[str, Any]:
    """One event that waited, as the queue hands it on."""
    from ingest.events.event import TrackedEvent
    from ingest.storage.message import Waiting, write

    event = TrackedEvent(name="open", anonymous_id="a", client_id="1")
    [body] = write(Waiting(KEY, datetime.now(UTC), None, True, [event], [None], bench.app_id))
    record = {"messageId": "m", "receiptHandle": "r", "body": body, "attributes": {"ApproximateReceiveCount": "1"}}
    return {"Records": [{**record, "messageAttributes": {}}]}
