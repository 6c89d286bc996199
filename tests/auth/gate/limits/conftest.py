"""The gate with its limits on, and Ann, who signed up at it."""

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.users import passwords
from tests.auth.browser import Browser
from tests.conftest import forget_settings


@pytest.fixture(autouse=True)
def limited(browser: Browser, settings: pytest.MonkeyPatch) -> None:
    """The limits are on, as in AWS."""
    settings.delenv("AUTH_RATE_LIMIT", raising=False)
    forget_settings()


@pytest.fixture
def ann(browser: Browser, database: psycopg.Connection[DictRow]) -> Browser:
    """Ann's browser; she signed up with it and is signed in."""
    assert browser.sign_up("ann@example.com").status == 200
    return browser


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that costs nothing, for tests that try many passwords and none that is right."""
    monkeypatch.setattr(passwords, "_COST", 2)
