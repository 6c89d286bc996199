"""What an event costs in each tracker's format, in CPU time of the handler: `python -m bench.intake.vendors`.

The same events in every format, batches of 1000 where it has them, stored through PgBouncer; the formats take turns.
Only this process is counted, neither Postgres nor PgBouncer, so it is the figure that Lambda is paid for.
"""

import argparse
import contextlib
import json
import os
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.database import KEY, Bench, database
from bench.ingest import BATCH, events

AIM = 30.0
"""Microseconds of CPU for an event in a batch of Spoor's own format."""

PEER_MS = (10.0, 18.0)
"""Milliseconds of CPU that Umami's application takes for an event: a figure from a measurement of Umami elsewhere, not
of this run, so good for an order of magnitude and no more."""

MOST = 1.5
"""Times the cost of Spoor's own format that any other may cost in a batch."""

MOST_ROUNDS = 500
_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
_ENTITY = "iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4"

Event = Mapping[str, Any]
Make = Callable[[list[dict[str, Any]]], dict[str, Any]]


def request(path: str, body: object, *, query: str = "", **headers: str) -> dict[str, Any]:
    """The function URL's event for a POST of `body`."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"content-type": "application/json", "user-agent": _AGENT, **given},
        "requestContext": {"http": {"method": "POST", "path": path, "sourceIp": "127.0.0.1"}},
        "body": body if isinstance(body, str) else json.dumps(body),
        "isBase64Encoded": False,
    }


def _ms(one: Event) -> int:
    return int(datetime.fromisoformat(one["occurredAt"]).timestamp() * 1000)


def _amplitude(one: Event) -> dict[str, Any]:
    return {
        "insert_id": one["id"],
        "event_type": one["name"],
        "device_id": one["anonymousId"],
        "time": _ms(one),
        "event_properties": one["properties"],
    }


def _mixpanel(one: Event) -> dict[str, Any]:
    own = {"token": KEY, "$insert_id": one["id"], "distinct_id": one["anonymousId"], "time": _ms(one)}
    return {"event": one["name"], "properties": {**own, **one["properties"]}}


def _posthog(one: Event) -> dict[str, Any]:
    return {
        "uuid": one["id"],
        "event": one["name"],
        "distinct_id": one["anonymousId"],
        "timestamp": one["occurredAt"],
        "properties": one["properties"],
    }


def _segment(one: Event, **own: str) -> dict[str, Any]:
    return {
        **own,
        "type": "track",
        "messageId": one["id"],
        "event": one["name"],
        "anonymousId": one["anonymousId"],
        "timestamp": one["occurredAt"],
        "properties": one["properties"],
    }


def _snowplow(one: Event, *, in_base64: bool = False) -> dict[str, Any]:
    inside = {"schema": "iglu:com.example/order_completed/jsonschema/1-0-0", "data": one["properties"]}
    told = {"schema": "iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0", "data": inside}
    own = {"e": "ue", "aid": KEY, "eid": one["id"], "duid": one["anonymousId"], "dtm": str(_ms(one)), "p": "web"}
    text = json.dumps(told)
    return {**own, "ue_px": b64encode(text.encode()).decode()} if in_base64 else {**own, "ue_pr": text}


def _umami(one: Event) -> dict[str, Any]:
    payload = {"website": KEY, "id": one["anonymousId"], "name": one["name"], "timestamp": _ms(one) // 1000}
    return {"type": "event", "payload": {**payload, "data": one["properties"]}}


def _native(batch: list[dict[str, Any]]) -> dict[str, Any]:
    return request("/v1/events", batch, authorization=f"Bearer {KEY}")


_BASIC = f"Basic {b64encode(f'{KEY}:'.encode()).decode()}"
_GA4_KEY = urlencode({"measurement_id": "G-1", "api_secret": KEY})

BATCHES: dict[str, Make] = {
    "native": _native,
    "posthog": lambda b: request("/batch", {"api_key": KEY, "batch": [_posthog(one) for one in b]}),
    "amplitude": lambda b: request("/2/httpapi", {"api_key": KEY, "events": [_amplitude(one) for one in b]}),
    "mixpanel": lambda b: request("/track", [_mixpanel(one) for one in b]),
    "segment": lambda b: request("/v1/batch", {"batch": [_segment(one) for one in b]}, authorization=_BASIC),
    "rudderstack": lambda b: request(
        "/v1/batch", {"batch": [_segment(one, channel="web") for one in b]}, authorization=_BASIC
    ),
    "snowplow": lambda b: request(
        "/com.snowplowanalytics.snowplow/tp2", {"schema": _ENTITY, "data": [_snowplow(one) for one in b]}
    ),
    "snowplow in base64": lambda b: request(
        "/com.snowplowanalytics.snowplow/tp2",
        {"schema": _ENTITY, "data": [_snowplow(one, in_base64=True) for one in b]},
    ),
    "umami": lambda b: request("/api/batch", [_umami(one) for one in b]),
    "ga4": lambda b: request(
        "/mp/collect",
        {"client_id": "1.2", "events": [{"name": one["name"], "params": one["properties"]} for one in b]},
        query=_GA4_KEY,
    ),
}

SINGLES: dict[str, Make] = {
    "native": _native,
    "umami": lambda b: request("/api/send", _umami(b[0])),
    "plausible": lambda b: request(
        "/api/event", {"n": b[0]["name"], "d": KEY, "u": "https://example.com/a", "p": b[0]["properties"]}
    ),
    "openpanel": lambda b: request(
        "/track",
        {"type": "track", "payload": {"name": b[0]["name"], "properties": b[0]["properties"]}},
        openpanel_client_id=KEY,
    ),
    "rybbit": lambda b: request(
        "/api/track",
        {
            "type": "custom_event",
            "site_id": KEY,
            "event_name": b[0]["name"],
            "properties": json.dumps(b[0]["properties"]),
        },
    ),
    "jitsu": lambda b: request("/api/s/track", _segment(b[0]), x_write_key=f"{KEY}:secret"),
}

Costs = Mapping[str, list[float]]
"""Microseconds of CPU for an event, by format: one for each round, in which all formats took their turn."""


def measure(bench: Bench, makes: Mapping[str, Make], size: int, rounds: int) -> Costs:
    """What an event costs in each format, in `rounds` requests with `size` events each.

    Raises SystemExit when other events than these are stored: then it is not their cost that was measured.
    """
    from ingest.app import handler

    before = _count(bench)
    times: dict[str, list[float]] = {name: [] for name in makes}
    for _ in range(rounds):
        for name, make in makes.items():
            sent = make(events(size))
            begin = time.process_time()
            handler(sent, None)
            times[name].append((time.process_time() - begin) / size * 1e6)
    new, expected = _count(bench) - before, size * rounds * len(makes)
    if new != expected:
        raise SystemExit(f"{new} events were stored instead of {expected}.")
    return times


def share(of: Sequence[float], base: Sequence[float]) -> float:
    """How many times `base` it costs: the median over the rounds, of which a busy machine spoils some."""
    return median(one / other for one, other in zip(of, base, strict=True))


def _count(bench: Bench) -> int:
    row = bench.direct.execute("SELECT count(*)::text FROM public.events").fetchone()
    return int(row[0]) if row else 0


def _tell(title: str, costs: Costs) -> None:
    print(f"{title:<26}{'CPU us/event':>14}{'/ native':>10}{'events/CPU s':>14}{'x Umami (elsewhere)':>24}")
    for name, taken in sorted(costs.items(), key=lambda pair: median(pair[1])):
        cost, ratio = median(taken), share(taken, costs["native"])
        low, high = (peer * 1000 / cost for peer in PEER_MS)
        print(f"{name:<26}{cost:>14.1f}{ratio:>10.2f}{1e6 / cost:>14.0f}{f'{low:.0f} to {high:.0f}':>24}")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.intake.vendors", description=__doc__)
    parser.add_argument("--batches", type=int, default=15, help="requests of 1000 events (default: %(default)s)")
    parser.add_argument("--singles", type=int, default=200, help="requests of one event (default: %(default)s)")
    given = parser.parse_args()
    batches, singles = (min(max(count, 1), MOST_ROUNDS) for count in (given.batches, given.singles))
    with database() as bench, open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):  # metrics and logs
        for makes, size in ((SINGLES, 1), (BATCHES, BATCH)):  # warm up
            measure(bench, makes, size, 3)
        many = measure(bench, BATCHES, BATCH, batches)
        alone = measure(bench, SINGLES, 1, singles)
    _tell(f"stored, {BATCH} a request (aim: {MOST} x native)", many)
    _tell("stored, one a request", alone)
    native = median(many["native"])
    print(f"native in batches: {native:.1f} us an event = {native / AIM:.2f} of the aim of {AIM:.0f} us")
    low, high = PEER_MS
    print("x Umami: how many times the events of a CPU second there, where one takes the application", end=" ")
    print(f"{low:.0f} to {high:.0f} ms, as measured elsewhere and not in this run: an order of magnitude, no more.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
