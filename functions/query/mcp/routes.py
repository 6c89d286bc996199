"""Asks the API's own routes within this process: whoever comes by a tool stands before the same door as by /api/v1."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.types import Message

from query.app import app

_PREFIX = "/api/v1"

Event = Mapping[str, Any]
"""The gateway's event, with whom the authorizer let in."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a route answered: `said` is its JSON."""

    status: int
    headers: Mapping[str, str]
    said: Any

    @property
    def is_refusal(self) -> bool:
        """Whether it did not do what was asked."""
        return self.status >= 400


@dataclass(frozen=True, slots=True)
class Api:
    """The API as the sender of a gateway's event may use it."""

    event: Event

    async def get(self, path: str, **query: object) -> Reply:
        """What is under `path`; a word of the query that is None is not said."""
        said = {word: str(value) for word, value in query.items() if value is not None}
        return await self._ask("GET", path, urlencode(said), "")

    async def post(self, path: str, words: Mapping[str, Any]) -> Reply:
        """What becomes of `words`."""
        return await self._ask("POST", path, "", json.dumps(words))

    async def _ask(self, method: str, path: str, query: str, body: str) -> Reply:
        path = _PREFIX + path
        sent = body.encode("utf-8", "replace")
        events: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": sent, "more_body": False}

        async def send(message: Message) -> None:
            events.append(message)

        await app(
            {
                "type": "http",
                "asgi": {"version": "3.0"},
                "http_version": "1.1",
                "method": method,
                "scheme": "https",
                "path": path,
                "raw_path": path.encode(),
                "root_path": "",
                "query_string": query.encode(),
                "headers": [(b"content-type", b"application/json")] if sent else [],
                "server": None,
                "client": None,
                "aws.event": as_of_a_program(self.event, method, path, query, body),
            },
            receive,
            send,
        )
        start, *parts = events
        content = b"".join(part.get("body", b"") for part in parts)
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]}
        return Reply(start["status"], headers, json.loads(content) if content else None)


def as_of_a_program(event: Event, method: str, path: str, query: str = "", body: str = "") -> dict[str, Any]:
    """The event as the gateway would have made it of a program's request for `path`: who sends it stays who it was."""
    context = dict(event.get("requestContext") or {})
    return {
        "version": "2.0",
        "routeKey": f"ANY {_PREFIX}/{{proxy+}}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"content-type": "application/json"},
        "requestContext": context | {"http": {**(context.get("http") or {}), "method": method, "path": path}},
        "body": body,
        "isBase64Encoded": False,
    }
