"""A server that answers however a test wants it to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

Answer = Callable[[BaseHTTPRequestHandler], None]
stop = Event()


def answer(status: int, body: bytes = b"", **headers: str) -> Answer:
    """An answer in one piece."""

    def give(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return give


def endless(request: BaseHTTPRequestHandler) -> None:
    """An answer without an end."""
    request.send_response(200)
    request.end_headers()
    while not stop.is_set():
        request.wfile.write(b" " * 65536)


def dripping(request: BaseHTTPRequestHandler) -> None:
    """An answer that comes letter by letter, each in time."""
    request.send_response(200)
    request.end_headers()
    while not stop.wait(0.02):
        request.wfile.write(b" ")


def silent(_: BaseHTTPRequestHandler) -> None:
    """No answer."""
    stop.wait(60)


@contextmanager
def server(give: Answer, seen: list[str] | None = None) -> Iterator[str]:
    """Somebody who answers every request like that; gives the address."""

    class Requests(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            if seen is not None:
                seen.append(self.path)
            with suppress(OSError):  # we hung up
                give(self)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    stop.clear()
    running = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    thread = Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}"
    finally:
        stop.set()
        running.shutdown()
        running.server_close()
        thread.join()
