"""The local stack, for the demo to fill."""

import os
from collections.abc import Iterator

import pytest

from dev.stack import Stack
from dev.up import TEMPLATE, Wishes, up

VARIABLES = {"DATABASE_URL", "DIRECT_DATABASE_URL", "SPOOR_BASE_URL", "INGEST_URL", "BETTER_AUTH_SECRET"}


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The local stack on ports of its own."""
    caller = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    caller |= {"SPOOR_PORT": "0", "SPOOR_INGEST_PORT": "0", "SPOOR_DATA": str(tmp_path_factory.mktemp("spoor"))}
    with up(Wishes.of(caller, TEMPLATE)) as running:
        yield running
