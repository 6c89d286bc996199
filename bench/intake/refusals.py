"""What refusing a request costs against storing a good one as large, in CPU time of the handler:
`python -m bench.intake.refusals`.

The two of a pair take turns, so that a busy machine spoils both. The aim is for requests that are refused as a whole;
those of which each event is refused for itself, and named in the receipt, have to be read to their end.
"""

import argparse
import contextlib
import gzip
import json
import os
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from psycopg import sql

from bench.database import KEY, Bench, database
from bench.ingest import BATCH, events
from bench.intake.vendors import BATCHES, MOST_ROUNDS, SINGLES, Make, request, share

AIM = 0.3
"""Of the CPU time of a good request."""

FLOOD = 25
"""Requests after which an instance has no room for statements that only count."""

LARGE = 5000
"""Events of the largest request that is taken."""

_NOBODY, _CLOSED, _SLOW, _PICKY = "spk_nobody", "spk_closed", "spk_slow", "spk_picky"
_APPS = {
    _CLOSED: ("allowed_origins", "{https://a}"),
    _SLOW: ("rate_limit_per_minute", "1"),
    _PICKY: ("allowed_event_names", "{a}"),
}
_REFUSED = {400, 401, 403, 404, 413, 429}
_RECEIPTS = {200, 400}  # a receipt with nothing stored: 400 where something is wrong with the events
_BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

Request = dict[str, Any]
Spoil = Callable[[Request], Request]


@dataclass(frozen=True)
class Pair:
    """A good request and a bad one as large, both made anew for each round.

    Some bad ones `ask` the database all the same: outcomes are counted, the first of a flood each by a statement and
    the others by what an instance adds up, and what is large takes a turn before its events are read.
    """

    name: str
    good: Callable[[], Request]
    bad: Callable[[], Request]
    ask: bool = False


def _nobodys(good: Request) -> Request:
    """The request with another key, wherever its vendor puts it."""
    known, unknown = (b64encode(f"{key}:".encode()).decode() for key in (KEY, _NOBODY))
    spoiled: Request = json.loads(json.dumps(good).replace(KEY, _NOBODY).replace(known, unknown))
    return spoiled


def _with(good: Request, **headers: str) -> Request:
    return {**good, "headers": {**good["headers"], **{name.replace("_", "-"): it for name, it in headers.items()}}}


def _of(key: str, good: Request) -> Request:
    return _with(good, authorization=f"Bearer {key}")


def _changed(good: Request, **change: str) -> Request:
    return {**good, "body": json.dumps([{**one, **change} for one in json.loads(good["body"])])}


AS_A_WHOLE: Mapping[str, Spoil] = {
    "nobody's key": _nobodys,
    "what cannot be a key": partial(_of, "k" * 500),
    "no key": lambda good: {**good, "headers": {"content-type": "application/json"}},
    "where nothing is taken": lambda good: {**good, "rawPath": "/nothing/at/all"},
    "cut short": lambda good: {**good, "body": good["body"][:-1]},
    "from a page not allowed": lambda good: _with(_of(_CLOSED, good), origin="https://elsewhere.example"),
    "over the rate limit": partial(_of, _SLOW),
}
BY_EVENT: Mapping[str, Spoil] = {
    "of a known bot": partial(_with, user_agent=_BOT),
    "names not allowed": partial(_of, _PICKY),
    "no names": partial(_changed, name=""),
    "no objects": lambda good: {**good, "body": json.dumps(["x" * 100 for _ in json.loads(good["body"])])},
}


ASKING = {"over the rate limit", *BY_EVENT}


def _pair(name: str, make: Make, size: int, spoil: Spoil) -> Pair:
    return Pair(name, lambda: make(events(size)), lambda: spoil(make(events(size))), name in ASKING)


def _pairs(makes: Mapping[str, Make], size: int, spoils: Mapping[str, Spoil]) -> list[Pair]:
    return [_pair(name, makes["native"], size, spoil) for name, spoil in spoils.items()]


def _of_each(makes: Mapping[str, Make], size: int) -> list[Pair]:
    """Nobody's key in each vendor's format but Spoor's own."""
    return [_pair(f"nobody's key, {name}", make, size, _nobodys) for name, make in makes.items() if name != "native"]


def _large() -> list[Pair]:
    """Bodies over a limit, each beside one that all but reaches it."""
    values = json.dumps([{}] * 450_000)
    return [
        Pair("too many bytes", partial(_good, 1000), lambda: _native("x" * 6_300_000)),
        Pair("too many bytes once opened", partial(_good_gzip, 1400), lambda: _gzip(_bomb())),
        Pair("too many values", partial(_good, 50), lambda: _native(values)),
        Pair("too many events", partial(_good, 0), lambda: _native(json.dumps([{"name": "a"}] * (LARGE + 1))), True),
    ]


def _good(letters: int) -> Request:
    return _native(json.dumps([{**one, "properties": {"text": "x" * letters}} for one in events(LARGE)]))


def _good_gzip(letters: int) -> Request:
    return _gzip(gzip.compress(_good(letters)["body"].encode()))


def _native(body: str) -> Request:
    return request("/v1/events", body, authorization=f"Bearer {KEY}")


def _gzip(body: bytes) -> Request:
    return {**_native(b64encode(body).decode()), "isBase64Encoded": True}


@cache
def _bomb() -> bytes:
    return gzip.compress(b" " * 20_000_000)


def compare(pairs: Iterable[Pair], rounds: int) -> dict[str, float]:
    """How many times its good request each bad one costs, by name.

    Raises SystemExit when a good one is refused or a bad one is not (then it is not this that was measured), and when a
    bad one that was met before needs the database, and is none of those that ask it.
    """
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):  # metrics
        return {pair.name: _compare(pair, rounds) for pair in pairs}


def _compare(pair: Pair, rounds: int) -> float:
    for _ in range(2):  # then everything is warm, a key known to be nobody's, and an app over its limit
        _seconds(pair.good())
        _seconds(pair.bad())
    if pair.ask:
        for _ in range(FLOOD):
            _seconds(pair.bad())
    else:
        _see_that_no_query_is_made(pair)
    refused = _RECEIPTS if pair.name in BY_EVENT else _REFUSED
    if pair.name in BY_EVENT and json.loads(_answer(pair.bad())["body"])["accepted"]:
        raise SystemExit(f"{pair.name}: an event was accepted.")
    taken = [(_seconds(pair.good(), {200, 202, 204}), _seconds(pair.bad(), refused)) for _ in range(rounds)]
    return share([bad for _, bad in taken], [good for good, _ in taken])


def _see_that_no_query_is_made(pair: Pair) -> None:
    from spoor import database as layer

    layer.close()
    _seconds(pair.bad())
    if layer._connection is not None:
        raise SystemExit(f"{pair.name}: a refusal opened a connection to the database.")
    _seconds(pair.good())


def _answer(sent: Request) -> dict[str, Any]:
    from ingest.app import handler

    return handler(sent, None)


def _seconds(sent: Request, expected: Container[int] = range(600)) -> float:
    begin = time.process_time()
    status = _answer(sent)["statusCode"]
    taken = time.process_time() - begin
    if status not in expected:
        raise SystemExit(f"A request was answered with {status}.")
    return taken


def _add_apps(bench: Bench) -> None:
    for key, (setting, value) in _APPS.items():
        made = "INSERT INTO public.tracked_apps (owner_id, name, api_key) VALUES ('b', 'b', %s) RETURNING id"
        [app] = bench.direct.execute(made, [key]).fetchall()
        said = sql.SQL("INSERT INTO spoor.app_settings (app_id, {}) VALUES (%s, %s)").format(sql.Identifier(setting))
        bench.direct.execute(said, [app[0], value])


def _tell(title: str, ratios: Mapping[str, float], aim: float | None) -> None:
    print(f"{title:<44}{'/ good':>8}")
    for name, ratio in ratios.items():
        print(f"  {name:<42}{ratio:>8.2f}{'  over the aim' if aim and ratio > aim else ''}")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.intake.refusals", description=__doc__)
    parser.add_argument("--batches", type=int, default=15, help="rounds of 1000 events (default: %(default)s)")
    parser.add_argument("--singles", type=int, default=100, help="rounds of one event (default: %(default)s)")
    parser.add_argument("--large", type=int, default=5, help="rounds of the largest requests (default: %(default)s)")
    given = parser.parse_args()
    batches, singles, large = (min(max(it, 1), MOST_ROUNDS) for it in (given.batches, given.singles, given.large))
    with database() as bench:
        _add_apps(bench)
        for size, makes, rounds in ((BATCH, BATCHES, batches), (1, SINGLES, singles)):
            whole = [*_pairs(makes, size, AS_A_WHOLE), *_of_each(makes, size)]
            _tell(f"refused as a whole, {size} a request (aim: {AIM})", compare(whole, rounds), AIM)
            _tell(f"each event refused, {size} a request", compare(_pairs(makes, size, BY_EVENT), rounds), None)
        _tell(f"over a limit (aim: {AIM})", compare(_large(), large), AIM)
    return 0


if __name__ == "__main__":
    sys.exit(main())
