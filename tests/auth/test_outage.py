"""Through the gateway: an outage is a 503 that says when to come back, and never looks like what was revoked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dev import migrate
from dev.database import pooler, postgres
from dev.stack import Stack
from tests.auth.test_revocation import Person
from tests.dev.client import Client
from tests.people import Direct
from tests.serving import serving
from tests.tables import empty


@pytest.fixture
def fragile(server: postgres.Server, direct: Direct, outside: Path) -> Iterator[pooler.Pooler]:
    """A pooler that may be frozen."""
    empty(direct)
    running = pooler.start(server.url_of(migrate.LOCAL_USER), outside / "fragile")
    assert running is not None
    yield running
    running.thaw()
    running.stop()


@pytest.fixture
def stack(fragile: pooler.Pooler, tmp_path: Path) -> Iterator[Stack]:
    """All functions on it."""
    with serving(fragile.url("query"), tmp_path, settings={"AUTH_RATE_LIMIT": "false"}) as running:
        yield running


def test_who_is_signed_in_hears_503_while_the_database_hangs_and_gets_in_again_afterwards(
    stack: Stack, fragile: pooler.Pooler
) -> None:
    ann, client = Person(stack, "ann"), Client(stack.port)
    token = ann.post("/api/tokens", {"name": "script", "scopes": ["read"], "expiresInDays": 1}).json["token"]
    bearer = {"authorization": f"Bearer {token}"}
    fragile.freeze()
    for answer in (ann.call("GET", "/api/apps"), client.call("GET", "/api/v1/apps", bearer)):
        assert (answer.status, answer.json["code"]) == (503, "CALLER_NOT_LOOKED_UP")
        assert int(answer.values("retry-after")[0]) >= 1
    forged = {"authorization": f"Bearer {token[:-8]}AAAAAAAA"}
    assert client.call("GET", "/api/v1/apps", forged).status == 403
    assert client.call("GET", "/api/apps", {"cookie": "better-auth.session_token=x.y"}).status == 403
    fragile.thaw()
    assert (ann.api(), ann.program(token)) == (200, 200)
