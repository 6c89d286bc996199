"""The corpus holds on every engine."""

from tests.engines import engine as engine
