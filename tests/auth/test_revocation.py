"""Through the gateway: whoever was let in is refused by the very next call once his session or token is ended."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dev.database import pooler
from dev.stack import Stack
from tests.auth.browser import PASSWORD
from tests.dev.client import Answer, Client
from tests.people import Direct
from tests.serving import serving
from tests.tables import empty

PATIENCE = 30
REMEMBERED_FOR_S = 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a stack logs."""
    return tmp_path_factory.mktemp("serving")


@pytest.fixture(scope="module")
def plain(bouncer: pooler.Pooler, direct: Direct, folder: Path) -> Iterator[Stack]:
    """A stack whose gateway asks the authorizer each time, as it is without a word about it."""
    empty(direct)
    with serving(bouncer.url("all"), folder, settings={"AUTH_RATE_LIMIT": "false"}) as stack:
        yield stack


class Person:
    """Somebody who has just signed up on a browser."""

    def __init__(self, stack: Stack, name: str) -> None:
        self._client = Client(stack.port)
        self._own = {"origin": f"http://127.0.0.1:{stack.port}", "content-type": "application/json"}
        body = {"name": name, "email": f"{name}@example.com", "password": PASSWORD}
        [line, *_] = self.post("/api/auth/sign-up/email", body).values("set-cookie")
        self._own["cookie"] = line.partition(";")[0]

    def post(self, path: str, body: Any = None) -> Answer:
        """What a page of ours sends."""
        return self._client.call("POST", path, self._own, json.dumps(body or {}).encode())

    def call(self, method: str, path: str) -> Answer:
        """The same without a body."""
        return self._client.call(method, path, self._own)

    def api(self) -> int:
        """The status of a call of the API, with the cookie."""
        return self.call("GET", "/api/apps").status

    def program(self, token: str) -> int:
        """The status of the same call by a program."""
        return self._client.call("GET", "/api/v1/apps", {"authorization": f"Bearer {token}"}).status


def test_a_session_that_was_ended_is_refused_by_the_very_next_call(plain: Stack) -> None:
    ann = Person(plain, "ann")
    assert ann.api() == 200
    assert ann.post("/api/auth/sign-out").status == 200
    assert ann.api() == 403
    assert ann.call("GET", "/api/auth/get-session").json is None


def test_a_token_that_was_revoked_is_refused_by_the_very_next_call(plain: Stack) -> None:
    bob = Person(plain, "bob")
    made = bob.post("/api/tokens", {"name": "script", "scopes": ["read"], "expiresInDays": 1}).json
    assert bob.program(made["token"]) == 200
    assert bob.call("DELETE", f"/api/tokens/{made['id']}").status == 204
    assert bob.program(made["token"]) == 403


def test_a_cookie_opens_api_and_a_token_opens_api_v1_and_neither_the_other(plain: Stack) -> None:
    eve = Person(plain, "eve")
    made = eve.post("/api/tokens", {"name": "script", "scopes": ["manage"], "expiresInDays": 1}).json
    client, bearer = Client(plain.port), {"authorization": f"Bearer {made['token']}"}
    assert eve.call("GET", "/api/v1/apps").status == 401
    assert client.call("GET", "/api/apps", bearer).status == 401
    assert client.call("GET", "/api/apps", {**bearer, "cookie": "a=b"}).status == 403
    assert client.call("GET", "/api/v1/tokens", bearer).status == 403
    assert client.call("GET", "/api/%76%31/apps", bearer).status == 200


def test_a_gateway_that_remembers_forgets_in_time(bouncer: pooler.Pooler, tmp_path: Path, direct: Direct) -> None:
    quiet = {"AUTH_RATE_LIMIT": "false"}
    with serving(bouncer.url("all"), tmp_path, settings=quiet, cache_seconds=REMEMBERED_FOR_S) as stack:
        fay = Person(stack, "fay")
        made = fay.post("/api/tokens", {"name": "script", "scopes": ["read"], "expiresInDays": 1}).json
        assert (fay.api(), fay.program(made["token"])) == (200, 200)
        direct.execute("DELETE FROM spoor.api_tokens")
        direct.execute("DELETE FROM public.session")
        until = time.monotonic() + PATIENCE
        while (fay.api(), fay.program(made["token"])) != (403, 403):
            assert time.monotonic() < until, "the gateway still remembers"
            time.sleep(0.2)
