"""The auth functions as the local stack sets them up, on an empty database."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.mail import quiet
from auth.users import passwords
from spoor import database as layer
from tests.auth.browser import ORIGIN, Browser
from tests.conftest import SECRET, forget_settings
from tests.doubles.inbox import Inbox, outbox

DEAR, CHEAP = passwords._COST, 16
"""What a hash costs, a tenth of a second, and what it costs where a test is about something else."""


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The local stack's settings: plain http, no limits. Change them before the first request."""
    monkeypatch.setenv("AUTH_RATE_LIMIT", "false")
    monkeypatch.setenv("SPOOR_BASE_URL", ORIGIN)
    monkeypatch.setenv("BETTER_AUTH_SECRET", SECRET)
    for name in ("TRUSTED_ORIGINS", "AUTH_FEATURES", "MAIL_SENDER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(quiet, "_FLOOR", 0.0)  # tests look at answers, not at clocks
    monkeypatch.setattr(passwords, "_COST", CHEAP)
    forget_settings()
    return monkeypatch


@pytest.fixture
def dear_hashes(settings: pytest.MonkeyPatch) -> None:
    """Hashes are as Better Auth makes them."""
    settings.setattr(passwords, "_COST", DEAR)


@pytest.fixture
def browser(database: psycopg.Connection[DictRow], settings: pytest.MonkeyPatch) -> Browser:
    """A browser without cookies."""
    return Browser()


@pytest.fixture
def features(settings: pytest.MonkeyPatch) -> Callable[..., None]:
    """Switches on what Better Auth makes optional, by its words."""

    def switch_on(*words: str) -> None:
        settings.setenv("AUTH_FEATURES", ",".join(words))
        forget_settings()

    return switch_on


@pytest.fixture
def inbox(settings: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Inbox]:
    """There is mail; what was sent so far."""
    with outbox(tmp_path / "outbox", settings) as running:
        yield running


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An entry for each hash that is made from now on: they are what a request costs."""
    made: list[str] = []
    scrypt = hashlib.scrypt

    def listen(password: bytes, **rest: Any) -> bytes:
        made.append("hash")
        return scrypt(password, **rest)

    monkeypatch.setattr(hashlib, "scrypt", listen)
    return made


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
