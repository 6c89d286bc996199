"""A plain HTTP client: what comes back, byte for byte."""

import http.client
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """An HTTP response; header names in lower case."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    def values(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key == name]


@dataclass(frozen=True)
class Client:
    """Somebody who calls a port of this machine."""

    port: int

    def call(
        self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, target, body, dict(headers or {}))
            response = connection.getresponse()
            found = [(name.lower(), value) for name, value in response.getheaders()]
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def get(self, target: str, **headers: str) -> Answer:
        """A GET; underscores in header names stand for hyphens."""
        return self.call("GET", target, {name.replace("_", "-"): value for name, value in headers.items()})

    def say(self, raw: bytes, *more: bytes) -> bytes:
        """Send bytes as they are and read until the other side hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            for part in (raw, *more):
                connection.sendall(part)
            heard = b""
            while data := connection.recv(65536):
                heard += data
            return heard
