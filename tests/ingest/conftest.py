"""An app with an ingest key, and a way to send to it."""

from collections.abc import Callable, Iterator, Mapping

import pytest

from ingest import keys
from ingest.app import handler
from tests.gateway import Reply, call
from tests.people import Direct, sign_up, track

KEY = "spk_shop"

Send = Callable[..., Reply]


@pytest.fixture(autouse=True)
def new_instance() -> Iterator[None]:
    """An instance that remembers no key."""
    keys._remembered.clear()
    yield
    keys._remembered.clear()


@pytest.fixture
def shop(database: Direct) -> str:
    """Ann's app."""
    return track(database, sign_up(database, "ann"), KEY)


@pytest.fixture
def send() -> Send:
    """Send to Spoor's own format with the app's key, unless told otherwise."""

    def post(body: object, *, key: str | None = KEY, headers: Mapping[str, str] | None = None) -> Reply:
        given = {"authorization": f"Bearer {key}"} if key is not None else {}
        return call(handler, "POST", "/v1/events", body, headers={**given, **(headers or {})})

    return post
