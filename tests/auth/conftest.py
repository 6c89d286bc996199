"""The auth functions as the local stack sets them up, on an empty database."""

from io import StringIO
from logging import StreamHandler
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from spoor import database as layer
from spoor.telemetry import logger
from tests.auth.browser import ORIGIN, Browser
from tests.conftest import SECRET, forget_settings


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The local stack's settings: plain http. Change them before the first request."""
    monkeypatch.setenv("SPOOR_BASE_URL", ORIGIN)
    monkeypatch.setenv("BETTER_AUTH_SECRET", SECRET)
    monkeypatch.delenv("TRUSTED_ORIGINS", raising=False)
    forget_settings()
    return monkeypatch


@pytest.fixture
def browser(database: psycopg.Connection[DictRow], settings: pytest.MonkeyPatch) -> Browser:
    """A browser without cookies."""
    return Browser()


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the statements that the layer runs from now on, in their order."""
    names: list[str] = []
    execute = layer._execute

    def listen(statement: Any, *rest: Any) -> Any:
        names.append(statement.split()[1].rstrip(":"))
        return execute(statement, *rest)

    monkeypatch.setattr(layer, "_execute", listen)
    return names


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the function's logger writes from now on."""
    written = StringIO()
    for handler in logger.handlers:
        if isinstance(handler, StreamHandler):
            monkeypatch.setattr(handler, "stream", written)
    return written
