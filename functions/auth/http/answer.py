"""What the auth surface says, before it becomes a gateway's answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson


class Nothing:
    """The body of an answer that has none; `null` is a body."""


NOTHING: Final = Nothing()


@dataclass(frozen=True)
class Answer:
    """Status, JSON body, headers, and whole Set-Cookie lines."""

    status: int = 200
    body: Any = NOTHING
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()

    @property
    def content(self) -> bytes:
        """The body as JSON in UTF-8, empty where there is none."""
        if self.body is NOTHING:
            return b""
        try:
            return orjson.dumps(self.body)
        except orjson.JSONEncodeError:  # half a character, which a refusal quotes from the request
            return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")

    def for_gateway(self) -> dict[str, Any]:
        """The answer in the gateway's format, payload 2.0, as the adapter would make it."""
        content = self.content
        return {
            "statusCode": self.status,
            "headers": {**self.headers, "content-type": "application/json"} if content else self.headers,
            "cookies": list(self.cookies),
            "body": content.decode(),
            "isBase64Encoded": False,
        }
