"""What it costs to say who a visitor is, against the same event without: `python -m bench.intake.claims`.

The handler alone, called as Lambda calls it, through PgBouncer on a connection that is open before. The two of a pair
take turns, one statement and one commit each, so connecting is in neither and committing in both. Users are known
before, and each identify brings a new anonymous id. After that, an app that has many claims takes turns with a new one.
"""

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from statistics import median
from typing import Any
from uuid import uuid4

from bench.database import KEY, Bench, database
from bench.ingest import events, request, seconds

AIM = 1.15
"""Of the same event with the user's id alone."""

AIM_FULL = 1.5
"""Of an identify in a new app."""

CLAIMS = 200_000
USERS = 500
"""Known users of an app, so that none of them gets to the most ids of a visitor."""

BATCH = 4000
WARM = 100
FULL = "spk_bench_full"

Event = dict[str, Any]


def of_user(at: int) -> Event:
    """An event that says a known user's id alone."""
    [event] = events(1)
    del event["anonymousId"]
    return {**event, "userId": f"user {at % USERS}"}


def with_claim(at: int) -> Event:
    """The same event, on a device that nobody has claimed yet."""
    return {**of_user(at), "anonymousId": str(uuid4())}


def plain(at: int) -> Event:
    """The same event of an anonymous visitor: nothing is said of ids."""
    [event] = events(1)
    return {**event, "anonymousId": f"visitor {at % USERS}"}


def send(batch: Iterable[Event], key: str = KEY) -> float:
    """How many seconds the handler takes. Raises SystemExit when it refuses the request."""
    from ingest.app import handler

    made = request(list(batch))
    made["headers"]["authorization"] = f"Bearer {key}"
    answer: dict[str, Any] = {}
    taken = seconds(lambda: answer.update(handler(made, None)))
    receipt = json.loads(answer.get("body") or "{}")
    if answer["statusCode"] != 200 or receipt.get("rejected") or receipt.get("warnings"):
        raise SystemExit(f"A request was answered with {answer['statusCode']}: {answer.get('body', '')[:200]}")
    return taken


def take_turns(calls: Sequence[Callable[[int], float]], rounds: int) -> list[float]:
    """The median of each call's times; they take turns, each round in another order."""
    taken: list[list[float]] = [[] for _ in calls]
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):  # metrics go to standard output
        for at in range(rounds + WARM):
            for place in range(len(calls)):
                which = (place + at) % len(calls)
                time = calls[which](at)
                if at >= WARM:
                    taken[which].append(time)
    return [median(times) for times in taken]


def know_users(key: str = KEY) -> None:
    """Let an app know its users."""
    send(({**of_user(at), "name": "sign up"} for at in range(USERS)), key)


def fill(claims: int) -> None:
    """Make that many claims in the app FULL, as ingest takes them."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        know_users(FULL)
        for begin in range(0, claims, BATCH):
            send((with_claim(at) for at in range(begin, min(begin + BATCH, claims))), FULL)


def add_app(bench: Bench) -> None:
    """Add the app that will have many claims."""
    made = "INSERT INTO public.tracked_apps (owner_id, name, api_key) VALUES ('b', 'full', %s)"
    bench.direct.execute(made, [FULL])


def main() -> int:
    """The command line; ends with 1 when an aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.intake.claims", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000, help="requests of each kind (default: %(default)s)")
    parser.add_argument("--claims", type=int, default=CLAIMS, help="how many an app has then (default: %(default)s)")
    given = parser.parse_args()
    with database() as bench:
        know_users()
        one = [partial(_one, make) for make in (plain, of_user, with_claim)]
        without, alone, claimed = take_turns(one, given.rounds)
        ratio = claimed / alone
        print(f"one event, p50: {without * 1e6:.0f} us without a user, {alone * 1e6:.0f} us with one,", end=" ")
        print(f"{claimed * 1e6:.0f} us with a claim: {ratio:.2f} x  (aim: at most {AIM})")
        add_app(bench)
        fill(given.claims)
        both = [partial(_one, with_claim, key=key) for key in (KEY, FULL)]
        first, further = take_turns(both, given.rounds)
        grown = further / first
        print(f"identify, p50: {first * 1e6:.0f} us in a new app, {further * 1e6:.0f} us", end=" ")
        print(f"after {given.claims} claims: {grown:.2f} x  (aim: at most {AIM_FULL})")
    return int(ratio > AIM or grown > AIM_FULL)


def _one(make: Callable[[int], Event], at: int, key: str = KEY) -> float:
    return send([make(at)], key)


if __name__ == "__main__":
    sys.exit(main())
