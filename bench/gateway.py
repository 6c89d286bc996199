"""What the local gateway adds to a warm request: `python -m bench.gateway`."""

import argparse
import http.client
import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from dev.stack import Stack
from host.runtime.logs import Logs
from host.template.variables import Variables

MOST_REQUESTS = 20_000
BUDGET_MS = 5.0
TEMPLATE = """\
Resources:
  HelloFunction:
    Type: AWS::Serverless::Function
    Properties:
      {CodeUri: functions/, Handler: hello.handler, FunctionUrlConfig: {AuthType: NONE}, Events: {
        Open: {Type: HttpApi, Properties: {Path: /open, Method: GET, Auth: {Authorizer: NONE}}},
        Closed: {Type: HttpApi, Properties: {Path: /closed, Method: GET}}}}
  DoorFunction:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: functions/, Handler: door.handler}
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: Door
        Authorizers:
          Door:
            {FunctionArn: !GetAtt DoorFunction.Arn, AuthorizerPayloadFormatVersion: "2.0", EnableSimpleResponses: true,
             Identity: {Headers: [Cookie]}}
"""
HELLO = """\
import json


def handler(event, context):
    body = json.dumps({"path": event.get("rawPath"), "rows": list(range(100))})
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": body}
"""
DOOR = """\
def handler(event, context):
    return {"isAuthorized": True, "context": {"userId": "u"}}
"""


def milliseconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) * 1000


def measure(requests: int) -> dict[str, list[float]]:
    """Milliseconds of each way to call the same handler, the ways taking turns."""
    with ExitStack() as parts:
        folder = Path(parts.enter_context(tempfile.TemporaryDirectory()))
        (folder / "template.yaml").write_text(TEMPLATE)
        (folder / "functions").mkdir()
        (folder / "functions" / "hello.py").write_text(HELLO)
        (folder / "functions" / "door.py").write_text(DOOR)
        stack = Stack(folder / "template.yaml", Logs(folder / "logs", StringIO()), 0, 0)
        parts.callback(stack.close)
        stack.warm(Variables())
        stack.serve()
        api = http.client.HTTPConnection("127.0.0.1", stack.port)
        url = http.client.HTTPConnection("127.0.0.1", stack.ingest_port)
        space: dict[str, Any] = {}
        exec(HELLO, space)  # noqa: S102 - our own text above, the very source that the functions run
        event = {"rawPath": "/open"}
        ways: dict[str, Callable[[], object]] = {
            "handler called directly": lambda: json.dumps(space["handler"](event, None)),
            "HTTP API, open route": lambda: _get(api, "/open"),
            "HTTP API, with authorizer": lambda: _get(api, "/closed"),
            "function URL": lambda: _get(url, "/open"),
        }
        for _ in range(20):
            for way in ways.values():
                way()
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(requests):
            for name, way in ways.items():
                times[name].append(milliseconds(way))
        return times


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path, headers={"Cookie": "session=x"})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, body
    return body


def main() -> int:
    """The command line; 1 when the gateway adds more than it may."""
    parser = argparse.ArgumentParser(prog="python -m bench.gateway", description=__doc__)
    parser.add_argument("--requests", type=int, default=1000, help=f"of each kind, at most {MOST_REQUESTS} (1000)")
    requests = min(max(parser.parse_args().requests, 10), MOST_REQUESTS)
    times = measure(requests)
    direct = median(times["handler called directly"])
    print(f"{requests} warm requests of each kind, in turns, one at a time (ms)")
    print(f"{'':<28}{'p50':>8}{'p95':>8}{'adds':>8}")
    for name, values in times.items():
        print(f"{name:<28}{median(values):>8.2f}{quantiles(values, n=20)[-1]:>8.2f}{median(values) - direct:>8.2f}")
    added = median(times["HTTP API, open route"]) - direct
    print(f"the gateway adds {added:.2f} ms at p50, {added / BUDGET_MS:.2f} of the {BUDGET_MS:.0f} ms it may")
    return 0 if added <= BUDGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
