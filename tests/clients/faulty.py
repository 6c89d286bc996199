"""A network that misbehaves between a tracker and ingest: it swallows replies, so that the tracker sends again."""

import http.client
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from socket import SHUT_RDWR
from threading import Thread
from urllib.parse import urlsplit


@contextmanager
def swallowing(target: str) -> Iterator[str]:
    """The address of a proxy before `target` that hands every request on, and of every three replies loses two:
    one becomes a 503, one a cut connection, though the events are stored."""
    numbers = count()

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            to = urlsplit(target)
            headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            with closing(http.client.HTTPConnection(to.hostname or "", to.port or 80, timeout=30)) as connection:
                connection.request("POST", self.path, body, headers)
                reply = connection.getresponse()
                answer = reply.read()
            number = next(numbers) % 3
            if number == 0:
                self.close_connection = True
                self.connection.shutdown(SHUT_RDWR)
                return
            self.send_response(503 if number == 1 else reply.status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
