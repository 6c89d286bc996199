"""Somebody else's site: a page at another origin that holds a snippet, and a server that sends events of its own."""

import json
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

TRACKER = Path(__file__).parents[1] / "clients/node_modules/posthog-js/dist/array.js"
#: How far each of ten visitors gets.
STEPS = ["visited", "signed up", "order completed"]
REACHED = {"visited": 10, "signed up": 6, "order completed": 3}


class Shop(ThreadingHTTPServer):
    """Serves one page that holds `snippet`, and the tracker that the snippet asks for."""

    snippet = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """The shop's page."""
        return f"http://127.0.0.1:{self.server_port}/"

    def close(self) -> None:
        """Shut the shop."""
        self.shutdown()
        self.server_close()


class _Page(BaseHTTPRequestHandler):
    server: Shop

    def do_GET(self) -> None:
        page = f"<!doctype html><title>Shop</title>{self.server.snippet}".encode()
        body, kind = (page, "text/html") if self.path == "/" else (TRACKER.read_bytes(), "text/javascript")
        self.send_response(200 if self.path in ("/", "/array.js") else 404)
        self.send_header("content-type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: the test speaks."""


def journeys() -> list[dict[str, str]]:
    """Ten visitors' events of the last minutes."""
    start = datetime.now(UTC) - timedelta(minutes=10)
    return [
        {
            "id": f"{visitor}-{step}",
            "name": step,
            "anonymousId": f"visitor-{visitor}",
            "occurredAt": (start + timedelta(minutes=place)).isoformat(),
        }
        for place, step in enumerate(STEPS)
        for visitor in range(100, 100 + REACHED[step])
    ]


def send(ingest: str, key: str, events: list[dict[str, str]]) -> tuple[int, dict[str, object]]:
    """The native format, from a server."""
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    request = Request(f"{ingest}/v1/events", json.dumps(events).encode(), headers)
    try:
        with urlopen(request, timeout=15) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)
