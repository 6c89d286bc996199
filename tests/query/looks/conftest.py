"""Looks at events show alike on every engine."""

from tests.engines import engine as engine
from tests.engines import take_ways as pytest_generate_tests

__all__ = ["engine", "pytest_generate_tests"]
