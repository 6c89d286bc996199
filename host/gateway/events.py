"""Builds events of payload format 2.0, which an HTTP API and a function URL share."""

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from host.gateway.bodies import body_of
from host.http.message import Request

_HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "expect",
}


@dataclass(frozen=True)
class Place:
    """The front door that an event came through."""

    account: str
    api: str
    port: int
    cookies_in_headers: bool


def event_of(request: Request, path: str, place: Place, route_key: str, parameters: dict[str, str]) -> dict[str, Any]:
    """The event of a request; `path` is what this front door makes of the path. Absent things have no key."""
    now = time.time()
    headers = _headers(request, place, now)
    cookies = cookies_of(request)
    host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": {
            "accountId": place.account,
            "apiId": place.api,
            "domainName": host,
            "domainPrefix": host.partition(".")[0],
            "http": {
                "method": request.method,
                "path": path,
                "protocol": request.version,
                "sourceIp": request.peer,
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": str(uuid.uuid4()),
            "routeKey": route_key,
            "stage": "$default",
            "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "timeEpoch": int(now * 1000),
        },
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = cookies
    if query := query_of(request):
        event["queryStringParameters"] = query
    if parameters:
        event["pathParameters"] = parameters
    if request.body:
        kinds = headers.get("content-type"), headers.get("content-encoding")
        event["body"], event["isBase64Encoded"] = body_of(request.body, *kinds)
    return event


def payload_of(event: dict[str, Any]) -> bytes:
    """The event as it travels to a function: JSON in UTF-8, whose length counts against Lambda's limit."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def cookies_of(request: Request) -> list[str]:
    """Each cookie as `name=value`."""
    pieces = (piece.strip() for value in request.values("cookie") for piece in value.split(";"))
    return [piece for piece in pieces if piece]


def query_of(request: Request) -> dict[str, str]:
    """The decoded query parameters, repeated ones joined by commas."""
    query: dict[str, str] = {}
    for key, value in parse_qsl(request.query, keep_blank_values=True, errors="replace"):
        query[key] = f"{query[key]},{value}" if key in query else value
    return query


def _headers(request: Request, place: Place, now: float) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in request.headers:
        if name in _HOP_BY_HOP or (name == "cookie" and not place.cookies_in_headers):
            continue
        separator = "; " if name == "cookie" else ","
        headers[name] = f"{headers[name]}{separator}{value}" if name in headers else value
    if request.body:
        headers["content-length"] = str(len(request.body))  # also where the body came in chunks
    forwarded = headers.get("x-forwarded-for")
    headers["x-forwarded-for"] = f"{forwarded}, {request.peer}" if forwarded else request.peer
    headers["x-forwarded-port"] = str(place.port)
    headers["x-forwarded-proto"] = request.scheme
    headers.setdefault("x-amzn-trace-id", f"Root=1-{int(now):08x}-{uuid.uuid4().hex[:24]}")
    return headers
