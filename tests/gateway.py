"""Events as AWS's gateways make them, for calling handlers as they are called in Lambda."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


@dataclass(frozen=True)
class Reply:
    """What a handler answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


class Context:
    """The parts of Lambda's context that handlers may look at."""

    aws_request_id = "test"
    function_name = "test"

    def get_remaining_time_in_millis(self) -> int:
        """Plenty."""
        return 10_000


def call(
    handler: Handler,
    method: str,
    path: str,
    body: object = None,
    *,
    user_id: str | None = None,
    context: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    query: str = "",
) -> Reply:
    """Call a handler behind the HTTP API or a function URL, and read its answer as text.

    `body` as bytes goes base64 as unknown content does, text goes as it is, anything else as JSON. `user_id` is whom
    the authorizer let in by a cookie, `context` all that it said instead.
    """
    result = invoke(handler, method, path, body, user_id=user_id, context=context, headers=headers, query=query)
    text = result.get("body") or ""
    if result.get("isBase64Encoded"):
        text = base64.b64decode(text).decode("utf-8", "replace")
    return Reply(result["statusCode"], result.get("headers", {}), text)


def invoke(
    handler: Handler,
    method: str,
    path: str,
    body: object = None,
    *,
    user_id: str | None = None,
    context: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    query: str = "",
) -> dict[str, Any]:
    """Call a handler as `call` does (payload format 2.0), and give its answer as it gave it.

    `body` as bytes goes base64 as unknown content does, text goes as it is, anything else as JSON. `user_id` is whom
    the authorizer let in by a cookie, `context` all that it said instead.
    """
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"host": "spoor.example", **(headers or {})},
        "requestContext": {
            "accountId": "123456789012",
            "domainName": "spoor.example",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1"},
            "requestId": "test",
            "routeKey": "$default",
            "stage": "$default",
        },
        "isBase64Encoded": isinstance(body, bytes),
    }
    if context is None and user_id is not None:
        context = {"userId": user_id, "sessionId": "s"}
    if context is not None:
        event["requestContext"]["authorizer"] = {"lambda": dict(context)}
    if isinstance(body, bytes):
        event["body"] = base64.b64encode(body).decode()
    elif isinstance(body, str):
        event["body"] = body
    elif body is not None:
        event["headers"].setdefault("content-type", "application/json")
        event["body"] = json.dumps(body)
    return handler(event, Context())
