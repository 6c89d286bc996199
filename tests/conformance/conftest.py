"""The corpus holds on every engine."""

from tests.engines import every_engine as every_engine
