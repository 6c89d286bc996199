"""The line between a page and ingest: it can be cut, lose an answer, or give one of its own."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

OPEN = "open"
CUT = "cut"
ANSWER_LOST = "answer lost"
_PASSED_ON = ("content-type", "origin", "user-agent", "access-control-request-method", "access-control-request-headers")


class Line(ThreadingHTTPServer):
    """Passes requests on to `ingest` and remembers them, as (method, content type, batch).

    `fate` is what happens to the next ones: OPEN, CUT (nothing arrives), ANSWER_LOST (it arrives, the sender is not
    told), or a status and headers that are answered instead.
    """

    def __init__(self, ingest: str) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.ingest = ingest
        self.fate: str | tuple[int, dict[str, str]] = OPEN
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """The line's near end."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def batches(self) -> list[list[str]]:
        """The names of the events of each call."""
        return [[event["name"] for event in batch["events"]] for _, _, batch in self.calls]

    def close(self) -> None:
        """Take the line down."""
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is part of the story."""


class _Call(BaseHTTPRequestHandler):
    server: Line

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        fate = self.server.fate
        self.server.calls.append((self.command, self.headers.get("content-type", ""), json.loads(body or b"{}")))
        if fate == CUT:
            self.close_connection = True
            return
        if isinstance(fate, tuple):
            status, headers = fate
            self._answer(status, {"access-control-allow-origin": "*", **headers}, b"{}")
            return
        headers = {name: value for name in _PASSED_ON if (value := self.headers.get(name))}
        onward = Request(self.server.ingest + self.path, body or None, headers, method=self.command)
        try:
            with urlopen(onward, timeout=30) as answer:
                status, given, text = answer.status, answer.headers, answer.read()
        except HTTPError as refused:
            with refused:
                status, given, text = refused.code, refused.headers, refused.read()
        if fate == ANSWER_LOST:
            self.close_connection = True
            return
        self._answer(status, dict(given.items()), text)

    def do_OPTIONS(self) -> None:
        self.do_POST()

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in {"content-length", "connection", "date", "server", "transfer-encoding"}:
                self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: the test speaks."""
