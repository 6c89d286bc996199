"""Ann, who owns an app, and a way to call the query function as her."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest

from query.app import handler
from tests.gateway import Reply, call
from tests.people import Direct, sign_up, track

Ask = Callable[..., Reply]


@pytest.fixture
def ann(database: Direct) -> str:
    """A signed-in user."""
    return sign_up(database, "ann")


@pytest.fixture
def shop(database: Direct, ann: str) -> str:
    """Ann's app."""
    return track(database, ann, "spk_shop")


@pytest.fixture
def ask(ann: str) -> Ask:
    """Call the query function, as Ann unless told otherwise."""

    def put(method: str, path: str, body: object = None, user_id: str | None = ann) -> Reply:
        address, _, query = path.partition("?")
        return call(handler, method, unquote(address), body, user_id=user_id, query=query)  # as the HTTP API decodes it

    return put
