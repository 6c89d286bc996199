"""How fast events get in, against the bare database in the same run: `python -m bench.ingest`.

The handler alone, called as Lambda calls it, through PgBouncer. A batch is compared with COPY of the same rows into the
same table, a single event with a bare INSERT on a pooled connection; both take turns.
"""

import argparse
import contextlib
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any
from uuid import uuid4

import psycopg

from bench.database import KEY, Bench, database
from spoor.ids import event_id

BATCH = 1000
MOST_ROUNDS = 5000
INSERT = (
    "INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)"
    " VALUES (%s, %s, %s, %s, %s, %s)"
)
COPY = "COPY public.events (id, app_id, name, anonymous_id, properties, occurred_at) FROM STDIN"


def events(count: int) -> list[dict[str, Any]]:
    """Events as a tracker sends them, of the last days, about 250 characters each."""
    now = datetime.now(UTC)
    return [
        {
            "id": str(uuid4()),
            "name": "order completed",
            "anonymousId": f"visitor {at % 97}",
            "occurredAt": (now - timedelta(minutes=at % 4000, milliseconds=at)).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "properties": {"plan": "pro", "amount": 12.5, "path": "/checkout/step", "n": at, "country": "DE"},
        }
        for at in range(count)
    ]


def request(batch: list[dict[str, Any]]) -> dict[str, Any]:
    """The function URL's event for a batch."""
    return {
        "version": "2.0",
        "rawPath": "/v1/events",
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "authorization": f"Bearer {KEY}"},
        "requestContext": {"http": {"method": "POST", "path": "/v1/events", "sourceIp": "127.0.0.1"}},
        "body": json.dumps(batch),
        "isBase64Encoded": False,
    }


def rows(bench: Bench, batch: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    """The rows a batch becomes, in order of their ids, as ingest stores them."""
    made = []
    for one in batch:
        milliseconds = int(datetime.fromisoformat(one["occurredAt"]).timestamp() * 1000)
        made.append(
            (
                event_id(bench.app_id, one["id"], milliseconds),
                bench.app_id,
                one["name"],
                one["anonymousId"],
                json.dumps(one["properties"]),
                one["occurredAt"],
            )
        )
    return sorted(made, key=lambda row: str(row[0]))


def seconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def copy(connection: psycopg.Connection[Any], made: list[tuple[object, ...]]) -> None:
    """COPY rows in."""
    with connection.cursor().copy(COPY) as writer:
        for row in made:
            writer.write_row(row)


def compare(bench: Bench, size: int, rounds: int) -> tuple[list[float], list[float]]:
    """The times of the handler and of the bare database for `size` events a request, taking turns."""
    from ingest.app import handler

    ours, bare = [], []
    with psycopg.connect(bench.pooled, autocommit=True, prepare_threshold=None) as connection:
        for _ in range(rounds):
            sent, made = request(events(size)), rows(bench, events(size))
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):  # metrics go to standard output
                ours.append(seconds(partial(handler, sent, None)))
            if size == 1:
                bare.append(seconds(partial(connection.execute, INSERT, made[0])))
            else:
                bare.append(seconds(partial(copy, connection, made)))
    return ours, bare


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.ingest", description=__doc__)
    parser.add_argument("--batches", type=int, default=40, help="requests of 1000 events (default: %(default)s)")
    parser.add_argument("--singles", type=int, default=1000, help="requests of one event (default: %(default)s)")
    given = parser.parse_args()
    with database() as bench:
        for size, rounds in ((1, 50), (BATCH, 2)):  # warm up
            compare(bench, size, rounds)
        ours, bare = compare(bench, BATCH, min(given.batches, MOST_ROUNDS))
        rate = median(bare) / median(ours)
        print(f"{BATCH} events a request: {median(ours) * 1000:.1f} ms, COPY {median(bare) * 1000:.1f} ms:", end=" ")
        print(f"{rate:.2f} x the rate of COPY  (aim: at least 0.6)")
        ours, bare = compare(bench, 1, min(given.singles, MOST_ROUNDS))
        ratio = median(ours) / median(bare)
        print(
            f"one event a request, p50: {median(ours) * 1e6:.0f} us, bare INSERT {median(bare) * 1e6:.0f} us:", end=" "
        )
        print(f"{ratio:.2f} x  (aim: at most 1.5)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
