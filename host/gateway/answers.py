"""Makes HTTP responses of what functions return."""

import base64
import binascii
import json
import re
from typing import Any

from host.http.message import Response

JSON = [("content-type", "application/json")]
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_OURS = {"content-length", "connection", "transfer-encoding", "keep-alive", "date", "upgrade", "te", "trailer"}


class Malformed(Exception):
    """The function's answer is none that the gateway understands."""


def say(status: int, message: str) -> Response:
    """An answer of the gateway itself."""
    return Response(status, list(JSON), json.dumps({"message": message}, separators=(",", ":")).encode())


def response_of(payload: bytes, *, default_type: str, bare_strings: bool) -> Response:
    """The response for a function's answer in format 2.0.

    Without a `statusCode` the whole answer is the JSON body of a 200; `bare_strings` says whether a string then loses
    its quotes. Raises Malformed.
    """
    try:
        answer = json.loads(payload)
    except ValueError as error:
        raise Malformed("it is not JSON") from error
    if not isinstance(answer, dict) or "statusCode" not in answer:
        body = answer.encode("utf-8", "replace") if bare_strings and isinstance(answer, str) else payload
        return Response(200, list(JSON), body)
    headers = _headers(answer.get("headers") or {})
    body = _body(answer)
    if body and not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", default_type))
    headers += [("set-cookie", _clean(cookie)) for cookie in answer.get("cookies") or []]
    return Response(_status(answer["statusCode"]), headers, body)


def _status(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{3}", value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 200 <= value <= 599:
        raise Malformed("statusCode is no HTTP status")
    return value


def _headers(given: Any) -> list[tuple[str, str]]:
    if not isinstance(given, dict):
        raise Malformed("headers is not an object")
    headers: dict[str, str] = {}
    for name, value in given.items():
        if not _TOKEN.fullmatch(name):
            raise Malformed("a header's name is malformed")
        headers[name.lower()] = _clean(value)
    return [(name, value) for name, value in headers.items() if name not in _OURS]


def _clean(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, (str, int, float)) or _CONTROL.search(str(value)):
        raise Malformed("a header's value is malformed")
    return str(value)


def _body(answer: dict[str, Any]) -> bytes:
    body = answer.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise Malformed("body is not a string")
    if answer.get("isBase64Encoded") is True:
        try:
            return base64.b64decode(body, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Malformed("body is not base64") from error
    return body.encode("utf-8", "replace")
