"""Somebody's site, at an origin of its own: every address is a page with the same head."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Site(ThreadingHTTPServer):
    """Serves pages that hold `head`; the title is the path. `/plain` holds nothing."""

    head = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        Thread(target=self.serve_forever, daemon=True).start()

    def at(self, path: str) -> str:
        """The address of a page."""
        return f"http://127.0.0.1:{self.server_port}{path}"

    def close(self) -> None:
        """Take the site down."""
        self.shutdown()
        self.server_close()


class _Page(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        head = "" if self.path == "/plain" else self.server.head
        body = f"<!doctype html><title>{self.path}</title><link rel=icon href='data:,'>{head}<p>Hello".encode()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: the test speaks."""
