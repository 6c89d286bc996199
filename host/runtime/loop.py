"""A runtime client in pure Python, for hosts that awslambdaric has no wheel for.

`python -P loop.py package.module.handler` speaks the Runtime API on one connection
(https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). It runs inside the function's process and imports
nothing of ours.
"""

import importlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse
from typing import Any

_PREFIX = "/2018-06-01/runtime"


class Context:
    """What a handler gets beside its event, with the attributes of AWS's own."""

    def __init__(self, response: HTTPResponse) -> None:
        self.aws_request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = response.headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.client_context = None
        self.identity = None
        self.tenant_id = None
        self._deadline = int(response.headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the environment is killed."""
        return max(self._deadline - int(time.time() * 1000), 0)


def run(handler_name: str, address: str) -> None:
    """Load the handler, then answer one event after the other for ever."""
    connection = HTTPConnection(address)
    try:
        module, _, name = handler_name.rpartition(".")
        handler = getattr(importlib.import_module(module.replace("/", ".")), name)
    except (Exception, SystemExit) as error:  # whatever it is, the gateway tells it to the developer
        print(traceback.format_exc(), file=sys.stderr, flush=True)
        _post(connection, "/init/error", _error(error))
        sys.exit(1)
    while True:
        _serve_one(connection, handler)


def _serve_one(connection: HTTPConnection, handler: Callable[[Any, Any], Any]) -> None:
    connection.request("GET", f"{_PREFIX}/invocation/next")
    response = connection.getresponse()
    payload = response.read()
    if response.status != 200:
        sys.exit(0)  # the environment is being shut down
    context = Context(response)
    os.environ["_X_AMZN_TRACE_ID"] = response.headers.get("Lambda-Runtime-Trace-Id", "")
    base = f"/invocation/{context.aws_request_id}"
    try:
        answer = json.dumps(handler(json.loads(payload), context))
    except Exception as error:  # the outermost edge of the function: its failure is an answer too
        print(f"[ERROR] {traceback.format_exc()}", flush=True)
        _post(connection, f"{base}/error", _error(error))
    else:
        _post(connection, f"{base}/response", answer.encode())


def _post(connection: HTTPConnection, path: str, body: bytes) -> None:
    connection.request("POST", _PREFIX + path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    if response.status >= 300:
        print(f"the Runtime API refused an answer of {len(body)} bytes: {response.status}", flush=True)


def _error(error: BaseException) -> bytes:
    frames = traceback.format_tb(error.__traceback__)
    return json.dumps({"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": frames}).encode()


if __name__ == "__main__":
    run(sys.argv[1], os.environ["AWS_LAMBDA_RUNTIME_API"])
