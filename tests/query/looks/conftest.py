"""Looks at events show alike on every engine."""

from tests.engines import engine as engine
