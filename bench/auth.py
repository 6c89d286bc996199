"""What it costs to know who is asking, against a bare SELECT in the same run: `python -m bench.auth`.

The handlers alone, called as Lambda calls them, through PgBouncer; the SELECT is by primary key, on the very connection
that they use. Whatever is compared takes turns. A cookie or token is one that the instance has seen before, as nearly
all are; `new` tells what a first one costs.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any
from uuid import uuid4

from bench.database import Bench, database

MOST_ROUNDS = 20_000
AIM, AIM_OF_AUTHORIZER, SAME = 1.5, 1.25, 1.15
SECRET = "a-secret-that-only-the-bench-knows-0123456789"  # noqa: S105 - of a database that lives for a minute
PASSWORD = "correct horse battery"  # noqa: S105 - of the same
BARE = "SELECT * FROM public.session WHERE id = %s"
FORGED = -20
"""The place of a letter in a signature, cookie's or token's, that is changed to forge it."""

Call = Callable[[], object]


def request(method: str, path: str, body: object = None, cookie: str = "") -> dict[str, Any]:
    """The HTTP API's event for a request to the auth routes."""
    path = f"/api/auth{path}"
    event = {
        "version": "2.0",
        "routeKey": "ANY /api/auth/{proxy+}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "127.0.0.1:3000", "user-agent": "bench/1", "content-type": "application/json"},
        "requestContext": {
            "domainName": "127.0.0.1",
            "http": {"method": method, "path": path, "sourceIp": "192.0.2.1"},
        },
        "body": "" if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
    return event | {"cookies": [cookie]} if cookie else event


def question(cookie: str = "", token: str = "") -> dict[str, Any]:
    """The HTTP API's question to its authorizer."""
    event = {"version": "2.0", "type": "REQUEST", "routeKey": "ANY /api/{proxy+}", "headers": {"accept": "*/*"}}
    if cookie:
        return event | {"cookies": [cookie]}
    return event | {"routeKey": "ANY /api/v1/{proxy+}", "headers": {"authorization": f"Bearer {token}"}}


def forged(text: str) -> str:
    """`text` with one letter of its signature changed."""
    letter = "x" if text[FORGED] != "x" else "y"
    return text[:FORGED] + letter + text[FORGED + 1 :]


def medians(rounds: int, *ways: Call) -> list[float]:
    """The median seconds of each way to do a thing, the ways taking turns; the first tenth warms up and is left out."""
    times: list[list[float]] = [[] for _ in ways]
    for at in range(rounds + rounds // 10):
        for way, found in zip(ways, times, strict=True):
            begin = time.perf_counter()
            way()
            if at >= rounds // 10:
                found.append(time.perf_counter() - begin)
    return [median(found) for found in times]


def limit(on: bool) -> None:
    """Switch the limits of the auth routes on, as in AWS, or off, as in `make dev`."""
    from spoor import settings

    os.environ["AUTH_RATE_LIMIT"] = "true" if on else "false"
    settings.setting.cache_clear()


def sign_up() -> tuple[str, str]:
    """Ann's cookie, and her session's id."""
    from auth.app import handler

    made = handler(request("POST", "/sign-up/email", {"name": "Ann", "email": "ann@x.io", "password": PASSWORD}), None)
    cookie = made["cookies"][0].partition(";")[0]
    session = json.loads(handler(request("GET", "/get-session", cookie=cookie), None)["body"])["session"]
    return cookie, session["id"]


def make_token(bench: Bench) -> str:
    """A token of Bob's, whose account has no password."""
    from spoor.accounts import api_tokens

    now, token_id = datetime.now(UTC), uuid4()
    bench.direct.execute("INSERT INTO public.\"user\" (id, name, email) VALUES ('bob', 'Bob', 'bob@x.io')")
    bench.direct.execute(
        "INSERT INTO spoor.api_tokens (id, user_id, name, scopes, expires_at)"
        " VALUES (%s, 'bob', 'bench', '{read}', %s)",
        [token_id, now + timedelta(days=1)],
    )
    return api_tokens.issue(token_id, now, now + timedelta(days=1))


@dataclass(frozen=True)
class Way:
    """A way to say who is asking: what the handler lets in, what it refuses, and the cache of what it has seen."""

    name: str
    handler: Callable[..., Any]
    good: dict[str, Any]
    bad: dict[str, Any]
    seen: Any
    aim: float = AIM

    def compare(self, bare: Call, rounds: int) -> Iterator[bool]:
        """Print what it costs; tells of each line whether it keeps its aim."""
        good, bad = partial(self.handler, self.good, None), partial(self.handler, self.bad, None)
        assert str(good()) != str(bad())
        base, taken = medians(rounds, bare, good)
        show(self.name, taken, base, f"(aim: at most {self.aim})")
        yield taken <= self.aim * base

        def bare_and_forget() -> None:
            bare()
            self.seen.cache_clear()

        base, first = medians(rounds, bare_and_forget, good)
        show("  new", first, base)
        taken, refused = medians(rounds, good, bad)
        show("  forged", refused, taken, "(aim: below 1)")
        yield refused < taken


def show(name: str, taken: float, base: float, aim: str = "") -> None:
    """A line of the table."""
    print(f"{name:<22}{taken * 1e6:8.0f} us / {base * 1e6:6.0f} us = {taken / base:.2f}  {aim}")


def compare(bench: Bench, rounds: int) -> Iterator[bool]:
    """Print what a request costs that says who is asking; tells of each line whether it keeps its aim."""
    from auth import app, authorizer
    from auth.http import cookies
    from spoor import database as layer
    from spoor.accounts import api_tokens

    cookie, session_id = sign_up()
    token = make_token(bench)
    get = partial(request, "GET", "/get-session")
    assert layer._connection
    select = partial(layer._connection.execute, BARE, [session_id])

    def bare() -> None:
        select().fetchone()

    ask, aim = authorizer.handler, AIM_OF_AUTHORIZER
    by_cookie, by_token = (
        (question(cookie), question(forged(cookie))),
        (question("", token), question("", forged(token))),
    )
    for way in (
        Way("get-session", app.handler, get(cookie=cookie), get(cookie=forged(cookie)), cookies._genuine),
        Way("authorizer, cookie", ask, *by_cookie, cookies._genuine, aim),
        Way("authorizer, token", ask, *by_token, api_tokens._id_of, aim),
    ):
        yield from way.compare(bare, rounds)
    limit(on=True)
    base, taken = medians(90, bare, partial(app.handler, get(cookie=cookie), None))  # the limit is 100
    show("get-session, counted", taken, base)
    limit(on=False)


def compare_sign_in(rounds: int) -> Iterator[bool]:
    """The same of attempts to sign in; Bob has no password, Carl does not exist."""
    from auth.app import handler
    from auth.users import passwords

    def attempt(email: str, password: str) -> Callable[[], dict[str, Any]]:
        return partial(handler, request("POST", "/sign-in/email", {"email": email, "password": password}), None)

    good, wrong = attempt("ann@x.io", PASSWORD), attempt("ann@x.io", "wrong horse battery")
    refused = (wrong, attempt("carl@x.io", PASSWORD), attempt("bob@x.io", PASSWORD))
    assert [way()["statusCode"] for way in (good, *refused)] == [200, 401, 401, 401]
    found = medians(rounds, *refused)
    told = ", ".join(f"{took * 1e3:.0f} ms" for took in found)
    spread = max(found) / min(found)
    print(f"wrong password, unknown address, no password: {told}: {spread:.2f} apart  (aim: at most {SAME})")
    yield max(found) <= SAME * min(found)
    taken, hashed = medians(rounds, good, partial(passwords.hash_password, PASSWORD))
    show("signing in, one hash", taken, hashed)
    limit(on=True)
    assert [good()["statusCode"] for _ in range(4)][3] == 429
    [stopped] = medians(rounds, good)
    show("  stopped by the limit", stopped, taken, "(aim: below 1)")
    yield stopped < taken


def main() -> int:
    """The command line; 1 when an aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.auth", description=__doc__)
    parser.add_argument("--requests", type=int, default=3000, help="of each kind (default: %(default)s)")
    rounds = min(max(parser.parse_args().requests, 100), MOST_ROUNDS)
    os.environ |= {"BETTER_AUTH_SECRET": SECRET, "API_TOKEN_SECRETS": SECRET, "SPOOR_BASE_URL": "http://127.0.0.1:3000"}
    with database() as bench:
        limit(on=False)
        kept = [*compare(bench, rounds), *compare_sign_in(max(rounds // 50, 10))]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
