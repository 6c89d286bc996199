"""The corpus holds on every engine."""

import pytest

from tests.engines import EVERY_WAY, take_ways
from tests.engines import engine as engine


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each case in every way."""
    take_ways(metafunc, EVERY_WAY)
