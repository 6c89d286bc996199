"""An app, and another process that runs rollup."""

from collections.abc import Iterator

import pytest

from dev.database import pooler
from tests.people import Direct, sign_up, track
from tests.rollup.runner import Runner


@pytest.fixture
def shop(database: Direct) -> str:
    """An app with the usual gap of half an hour."""
    return track(database, sign_up(database, "ann"), "spk_shop")


@pytest.fixture(scope="session")
def runner(bouncer: pooler.Pooler) -> Iterator[Runner]:
    """Another process, which runs rollup when it is told to."""
    with Runner(bouncer.url("rollup")) as running:
        yield running
