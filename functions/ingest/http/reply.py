"""What goes back to a tracker, and how a function URL wants it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.encode import encode
from spoor.errors import SpoorError

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer; `encoded` says that the body is base64 of what is not text."""

    status: int
    body: str
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    encoded: bool = False


def of_json(status: int, value: object, headers: Mapping[str, str] | None = None) -> Reply:
    """`value` as a JSON answer."""
    return Reply(status, encode(value), headers=headers or {})


def of_error(error: SpoorError) -> Reply:
    """Spoor's one error shape."""
    headers = {}
    if retry_after := getattr(error, "retry_after", None):
        headers["retry-after"] = str(retry_after)
    return of_json(error.status, {"code": error.code, "message": error.message}, headers)


def for_lambda(answer: Reply, cors: Mapping[str, str]) -> dict[str, Any]:
    """`answer` as a function URL's result, with the headers that let a browser read it."""
    headers = {"content-type": answer.content_type, "cache-control": "no-store", **cors, **answer.headers}
    return {"statusCode": answer.status, "headers": headers, "body": answer.body, "isBase64Encoded": answer.encoded}
