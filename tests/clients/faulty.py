"""A network that misbehaves between a tracker and ingest."""

import http.client
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from socket import SHUT_RDWR
from threading import Thread
from urllib.parse import urlsplit

Fate = Callable[[], str]
"""What becomes of the next request: "passed" on, its reply "cut" or turned into a "503" after it was passed on, or
"away": a 503 as ingest gives it while its database is away, and nothing is passed on."""


_READABLE = {"access-control-allow-credentials": "true", "retry-after": "2"}


class Network(ThreadingHTTPServer):
    """Stands before `target` and asks `fate` at every request that brings something."""

    daemon_threads = True

    def __init__(self, target: str, fate: Fate) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.target = urlsplit(target)
        self.fate = fate

    @property
    def url(self) -> str:
        """Its near end."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is part of the story."""


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Network

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        fate = self.server.fate() if self.command == "POST" else "passed"
        if fate == "away":
            return self._answer(
                503, {"access-control-allow-origin": self.headers.get("origin", "*"), **_READABLE}, b"{}"
            )
        headers = dict(self.headers.items())  # the host too: this is a line, not a place
        to = self.server.target
        with closing(http.client.HTTPConnection(to.hostname or "", to.port or 80, timeout=30)) as connection:
            connection.request(self.command, self.path, body or None, headers)
            reply = connection.getresponse()
            answer = reply.read()
        if fate == "cut":
            return self._cut()
        return self._answer(503 if fate == "503" else reply.status, dict(reply.getheaders()), answer)

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in {"content-length", "connection", "transfer-encoding"}:
                self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.do_POST()

    def do_OPTIONS(self) -> None:
        self.do_POST()

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def network(target: str, fate: Fate) -> Iterator[str]:
    """The address of a Network before `target`, as long as it lasts."""
    server = Network(target, fate)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def losing_two_replies_of_three() -> Fate:
    """Every request is passed on; of three replies one is cut and one becomes a 503, though the events are stored."""
    numbers = count()
    return lambda: ("cut", "503", "passed")[next(numbers) % 3]
