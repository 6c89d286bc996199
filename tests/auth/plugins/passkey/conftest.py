"""Ann, who has a passkey."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.auth.browser import ORIGIN, Browser
from tests.passkeys import PasskeyHolder


@pytest.fixture(autouse=True)
def passkeys(named: Callable[[str], None], features: Callable[..., None]) -> None:
    """There are passkeys, and second factors whose codes may be used again."""
    named("passkey,twoFactor")
    features("-useCodesOnce")


@pytest.fixture
def holder() -> PasskeyHolder:
    """Ann's authenticator."""
    return PasskeyHolder(ORIGIN)


@pytest.fixture
def ann(browser: Browser, holder: PasskeyHolder) -> Browser:
    """Ann's browser; she is signed in, and has a passkey."""
    browser.sign_up()
    made = register(browser, holder, name="Laptop")
    assert made.status == 200, made
    return browser


def register(browser: Browser, holder: PasskeyHolder, **said: Any) -> Any:
    """Let whoever is signed in there make a passkey."""
    options = browser.get("/passkey/generate-register-options").json
    return browser.post("/passkey/verify-registration", {"response": holder.create(options), **said})


def sign_in(browser: Browser, holder: PasskeyHolder, **client: Any) -> Any:
    """Sign in with the newest passkey."""
    options = browser.get("/passkey/generate-authenticate-options").json
    return browser.post("/passkey/verify-authentication", {"response": holder.get(options, **client)})
