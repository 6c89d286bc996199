"""The compiled kernel alone: no database."""

import pytest


@pytest.fixture(autouse=True)
def store() -> None:
    """None: nothing here asks for the lake's files."""
