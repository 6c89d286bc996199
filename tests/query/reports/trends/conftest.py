"""Ways to let something happen in Ann's app and to ask for its trends."""

import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import pytest

from tests.oracles.trends import Seen
from tests.people import Direct
from tests.query.conftest import Ask

Tell = Callable[..., Any]
Store = Callable[..., None]
_INSERT = (
    "INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at) VALUES (%s,%s,%s,%s,%s,%s)"
)


@pytest.fixture
def store(database: Direct, shop: str) -> Store:
    """Put events into the app, whose `visitor` is the id of a device; `links` make several devices one visitor."""

    def put(seen: Sequence[Seen], links: dict[str, str] | None = None) -> None:
        rows = [(uuid4(), shop, one.name, one.visitor, json.dumps(one.properties), one.at) for one in seen]
        with database.cursor() as cursor:
            cursor.executemany(_INSERT, rows)
            cursor.executemany(
                "INSERT INTO spoor.identities VALUES (%s, %s, %s)", [(shop, *link) for link in (links or {}).items()]
            )

    return put


@pytest.fixture
def tell(shop: str, ask: Ask) -> Tell:
    """The answer to a trends question, whose range is the 20th to the 22nd of November unless it says otherwise."""

    def put(**question: Any) -> Any:
        asked = {"from": "2026-11-20", "to": "2026-11-22", "interval": "day", **question}
        reply = ask("POST", f"/api/apps/{shop}/reports/trends", asked)
        assert reply.status == 200, reply.json
        return reply.json

    return put
