"""The corpus holds on every engine."""

import pytest

from tests.engines import EVERY_WAY, WAYS, take_ways
from tests.engines import engine as engine

OF_TELLERS = {
    "test_a_case_has_its_visitors_whoever_tells_it",
    "test_a_vendors_requests_have_their_visitors_in_every_order",
}
"""What is about who tells a case: what is stored is the same as where it is told in other orders, which is asked of
every engine."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each case in every way."""
    ways = EVERY_WAY[:1] if metafunc.function.__name__ in OF_TELLERS and EVERY_WAY != WAYS else EVERY_WAY
    take_ways(metafunc, ways)
