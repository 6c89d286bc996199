"""Ann, who has a second factor."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.auth.browser import PASSWORD, Browser
from tests.authenticator import Authenticator


@dataclass(frozen=True)
class Ann:
    """Ann's browser, in which she is signed in, her phone, and her paper."""

    browser: Browser
    phone: Authenticator
    paper: list[str]


def turn_on(browser: Browser) -> Ann:
    """Turn a second factor on for whoever is signed in there."""
    prepared = browser.post("/two-factor/enable", {"password": PASSWORD})
    assert prepared.status == 200, prepared
    phone = Authenticator.of(prepared.json["totpURI"])
    assert browser.post("/two-factor/verify-totp", {"code": phone.code()}).status == 200
    return Ann(browser, phone, prepared.json["backupCodes"])


@pytest.fixture
def second_factor(named: Callable[[str], None], features: Callable[..., None]) -> None:
    """There are second factors, whose codes may be used again, so that no test waits half a minute."""
    named("twoFactor,organization")
    features("-useCodesOnce")


@pytest.fixture
def ann(browser: Browser, second_factor: None) -> Ann:
    """Ann, who has one."""
    browser.sign_up()
    return turn_on(browser)
