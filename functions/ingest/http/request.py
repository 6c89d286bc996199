"""What a function URL hands over, as a value: the one place that knows the shape of AWS's event."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from ingest.limits import MAX_BODY
from spoor.errors import BadRequest, TooLarge

_MAX_BASE64 = MAX_BODY * 4 // 3 + 4


@dataclass(frozen=True, slots=True)
class Request:
    """A tracker's request. `path` has no slash at its end, header names are lower case, `body` is as it was sent.

    `as_text` tells that the gateway handed the body over as text, so whatever was not UTF-8 is lost. `source_ip` is who
    called: for telling visitors apart and for limits, never to be stored or logged. `prefix` is what of the address
    stood before `path`.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    as_text: bool
    source_ip: str = field(default="", repr=False)
    prefix: str = ""


def read(event: Mapping[str, Any]) -> Request:
    """The request inside a function URL's event (payload format 2.0).

    Raises BadRequest when it is no such event, TooLarge when the body is over MAX_BODY.
    """
    http = (event.get("requestContext") or {}).get("http")
    if not http:
        raise BadRequest("This is not a request of a function URL (payload format 2.0).", code="NOT_A_REQUEST")
    headers = event.get("headers") or {}
    text = event.get("body") or ""
    encoded = bool(event.get("isBase64Encoded"))
    _check_size(len(text), _MAX_BASE64 if encoded else MAX_BODY)  # as it is: to open it first would be work for nothing
    body = _decode(text) if encoded else text.encode("utf-8", "surrogatepass")
    _check_size(len(body), MAX_BODY)
    path = event.get("rawPath") or "/"
    return Request(
        method=http.get("method", ""),
        path=path.rstrip("/") or "/",
        query=dict(parse_qsl(query, keep_blank_values=True)) if (query := event.get("rawQueryString")) else {},
        headers=headers,
        body=body,
        as_text=not encoded,
        source_ip=http.get("sourceIp") or "",
    )


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise TooLarge(f"The body is over {MAX_BODY} bytes. Send smaller batches.", code="BODY_TOO_LARGE")


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequest("The body is announced as base64 and is not.", code="INVALID_BASE64") from error
