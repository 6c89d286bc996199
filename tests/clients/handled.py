"""The auth function at an address of its own, one request after another, without a stack around it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import urlsplit

from auth import app
from tests.auth.browser import event


class _Requests(BaseHTTPRequestHandler):
    """Makes the gateway's event of each request, and an answer of what the handler gives back."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        cookies = headers.pop("cookie", "").split("; ")
        length = int(headers.get("content-length", "0"))
        asked = event(
            self.command,
            parts.path.removeprefix("/api/auth"),
            query=parts.query,
            headers=headers,
            cookies=[each for each in cookies if each],
            body=self.rfile.read(length).decode() if length else None,
            source_ip="203.0.113.9",
        )
        answer = app.handler(asked, None)
        content = (answer.get("body") or "").encode()
        self.send_response(answer["statusCode"])
        for name, value in (answer.get("headers") or {}).items():
            if name != "content-length":
                self.send_header(name, value)
        for line in answer.get("cookies") or []:
            self.send_header("set-cookie", line)
        self.send_header("content-length", str(len(content)))
        self.send_header("connection", "close")  # or whoever comes by another one would wait until this one rests
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self) -> None:
        """Answer."""
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _serve(server: HTTPServer) -> None:
    loop = asyncio.new_event_loop()  # which the adapter looks for, as it has one in Lambda
    asyncio.set_event_loop(loop)
    server.serve_forever(0.05)
    loop.close()


@contextmanager
def handled() -> Iterator[str]:
    """The address of the auth function as it is set up here."""
    server = HTTPServer(("127.0.0.1", 0), _Requests)
    thread = Thread(target=_serve, args=[server], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
