"""Batches go out until they have a receipt, and nothing goes out for ever."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from dev.demo.send import NotTaken, Tally, send
from dev.demo.site import Site

EVENTS = [{"id": str(number), "name": "page viewed"} for number in range(2500)]


class Moody(ThreadingHTTPServer):
    """An ingest in trouble: gives the answers of `moods` first (None hangs up), then takes everything."""

    def __init__(self, moods: list[int | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.moods = moods
        self.taken: list[str] = []


class _Door(BaseHTTPRequestHandler):
    server: Moody

    def do_POST(self) -> None:
        batch = json.loads(self.rfile.read(int(self.headers["content-length"])))["events"]
        mood = self.server.moods.pop(0) if self.server.moods else 200
        if mood is None:
            self.close_connection = True
            return
        if mood == 200:
            self.server.taken += [event["id"] for event in batch]
            body: dict[str, Any] = {"accepted": len(batch), "duplicates": 0, "rejected": []}
        else:
            body = {"code": "SOME_CODE", "message": "Not now."}
        self.send_response(mood)
        if mood == 503:
            self.send_header("retry-after", "7")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args: object) -> None:
        """Say nothing: the test speaks."""


@contextmanager
def ingest_that(moods: list[int | None]) -> Iterator[tuple[Moody, Site]]:
    """Such an ingest, served."""
    with Moody(moods) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server, Site(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


def test_every_event_goes_out_once_in_order_and_is_tallied() -> None:
    seen: list[int] = []
    with ingest_that([]) as (server, site):
        tally = send(site, "spk_x", EVENTS, lambda so_far: seen.append(so_far.sent))
    assert server.taken == [event["id"] for event in EVENTS]
    assert (tally.accepted, seen) == (2500, [1000, 2000, 2500])


def test_a_batch_without_a_receipt_is_sent_again_after_the_time_that_ingest_asks_for() -> None:
    waits: list[float] = []
    with ingest_that([503, None, 429, 200]) as (server, site):
        tally = send(site, "spk_x", EVENTS, lambda _: None, waits.append)
    assert server.taken == [event["id"] for event in EVENTS]
    assert tally.accepted == 2500
    assert waits == [7, 1, 2]


def test_a_refusal_that_time_will_not_mend_ends_it_with_the_reason() -> None:
    with ingest_that([401]) as (_, site), pytest.raises(NotTaken, match=r"Not now\. \(HTTP 401\)"):
        send(site, "spk_x", EVENTS, lambda _: None)


def test_an_ingest_that_stays_away_ends_it_and_says_how_far_it_came() -> None:
    with ingest_that([200, *[503] * 8]) as (server, site):
        with pytest.raises(NotTaken, match="1000 of 2500 events are stored"):
            send(site, "spk_x", EVENTS, lambda _: None, lambda _: None)
        assert len(server.taken) == 1000


def test_rejected_events_are_counted_by_code() -> None:
    tally = Tally(3)
    tally.add({"accepted": 1, "duplicates": 0, "rejected": [{"code": "INVALID_TIME"}, {"code": "INVALID_TIME"}]})
    assert (tally.sent, tally.rejected) == (3, {"INVALID_TIME": 2})
