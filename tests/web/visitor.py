"""A visitor who asks the pages' handler as the HTTP API does."""

import base64
import gzip
import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from web.app import handler

MODEL = json.loads((Path(__file__).parents[1] / "data/gateway/http-api-proxy.json").read_text())
SESSION = "better-auth.session_token=abc.def"


@dataclass(frozen=True)
class Reply:
    """What the handler answered, unpacked as the gateway does."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def text(self) -> str:
        zipped = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.raw) if zipped else self.raw).decode()


def ask(
    path: str,
    *,
    method: str = "GET",
    query: str = "",
    cookies: list[str] | None = None,
    headers: dict[str, str] | None = None,
) -> Reply:
    """One request."""
    event: dict[str, Any] = deepcopy(MODEL)
    event |= {"rawPath": path, "rawQueryString": query, "headers": {"host": "spoor.example.com", **(headers or {})}}
    event["requestContext"]["http"] |= {"method": method, "path": path}
    for absent in ("body", "pathParameters", "stageVariables", "queryStringParameters", "cookies"):
        event.pop(absent, None)
    event["isBase64Encoded"] = False
    if cookies:
        event["cookies"] = cookies
    answer = handler(event, None)
    body = answer["body"]
    raw = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    return Reply(answer["statusCode"], answer["headers"], raw)
