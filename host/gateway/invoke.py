"""Lambda's Invoke operation, so that boto3 and schedules can call any function.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

import json
import re
import threading
from collections.abc import Mapping
from urllib.parse import unquote

from host.http.message import Request, Response
from host.runtime.errors import FunctionError, InvokeError, Throttled, TooLarge
from host.runtime.pool import Pool

_PATH = re.compile(r"/2015-03-31/functions/([^/]+)/invocations")


def is_invoke(request: Request) -> bool:
    """Whether a request calls a function by its name rather than by a route."""
    return _PATH.fullmatch(request.path) is not None


def invoke(request: Request, pools: Mapping[str, Pool]) -> Response:
    """Answer an Invoke call: `RequestResponse` (the default), `Event` or `DryRun`.

    A web page may not: it could call any function with any event, so whatever names an origin is refused.
    """
    if request.method != "POST":
        return _fault(405, "MethodNotAllowed", "Invoke is a POST")
    if request.header("origin") or request.header("sec-fetch-site"):
        return _fault(403, "AccessDeniedException", "web pages may not invoke functions by name")
    match = _PATH.fullmatch(request.path)
    name = unquote(match[1]).rpartition("function:")[2].partition(":")[0] if match else ""
    pool = pools.get(name)
    if pool is None:
        known = ", ".join(sorted(pools))
        return _fault(404, "ResourceNotFoundException", f"no function {name} in the template; there are {known}")
    payload = request.body or b"{}"
    try:
        json.loads(payload)
    except ValueError:
        return _fault(400, "InvalidRequestContentException", "the event is not JSON")
    kind = request.header("x-amz-invocation-type") or "RequestResponse"
    if kind == "DryRun":
        return Response(204)
    if kind == "Event":
        threading.Thread(target=run_unwatched, args=(pool, payload), daemon=True).start()
        return Response(202)
    return _run(pool, payload)


def run_unwatched(pool: Pool, payload: bytes) -> None:
    """Run an event whose outcome nobody waits for; the terminal hears of a failure."""
    try:
        pool.invoke(payload)
    except InvokeError as error:
        pool.tell(f"an unwatched event failed: {error}")


def _run(pool: Pool, payload: bytes) -> Response:
    headers = [("content-type", "application/json"), ("x-amz-executed-version", "$LATEST")]
    try:
        return Response(200, headers, pool.invoke(payload))
    except FunctionError as error:
        return Response(200, [*headers, ("x-amz-function-error", "Unhandled")], error.payload)
    except TooLarge as error:
        return _fault(413, "RequestTooLargeException", str(error))
    except Throttled as error:
        return _fault(429, "TooManyRequestsException", str(error))


def _fault(status: int, kind: str, message: str) -> Response:
    headers = [("content-type", "application/json"), ("x-amzn-errortype", kind)]
    return Response(status, headers, json.dumps({"Type": "User", "Message": message, "message": message}).encode())
