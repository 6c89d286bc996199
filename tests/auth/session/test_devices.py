"""Strangers who try an account's password do not lock its owner out where he has signed in before."""

from collections.abc import Callable

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.users import passwords
from tests.auth.browser import DEVICE, Browser
from tests.conftest import forget_settings

Direct = psycopg.Connection[DictRow]
WRONG = "wrong password"


@pytest.fixture(autouse=True)
def limited(browser: Browser, settings: pytest.MonkeyPatch) -> None:
    """The limits are on, as in AWS."""
    settings.delenv("AUTH_RATE_LIMIT", raising=False)
    forget_settings()


@pytest.fixture
def home(browser: Browser, database: Direct) -> Browser:
    """A browser in which Ann has signed in and out, and which has another address now."""
    browser.sign_up()
    browser.post("/sign-out", {})
    browser.source_ip = "198.51.100.200"
    return browser


def tried(count: int, *, jar: dict[str, str] | None = None, email: str = "ann@example.com") -> list[int]:
    """The statuses of wrong passwords from an address each."""
    browsers = [Browser(dict(jar or {}), source_ip=f"198.51.100.{number}") for number in range(count)]
    return [each.sign_in(email, WRONG).status for each in browsers]


def test_a_known_device_gets_in_while_strangers_try(home: Browser) -> None:
    assert tried(11) == [401] * 10 + [429]
    stranger = Browser(source_ip="198.51.100.201")
    assert stranger.sign_in().status == 429
    assert home.sign_in().status == 200


def test_a_known_device_may_try_ten_times_as_well(home: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tried(11, jar=home.jar) == [401] * 10 + [429]
    assert home.sign_in().status == 429
    assert Browser(source_ip="198.51.100.201").sign_in().status == 200  # strangers have a count of their own


def test_a_device_is_known_for_one_account(home: Browser) -> None:
    Browser(source_ip="203.0.113.1").sign_up("bob@example.com")
    assert tried(11, email="bob@example.com") == [401] * 10 + [429]
    assert home.sign_in("bob@example.com").status == 429


@pytest.mark.parametrize("forged", ["x", "a.b.c", "%00", ""])
def test_only_a_signed_cookie_makes_a_device_known(home: Browser, forged: str) -> None:
    tried(10)
    home.jar[DEVICE] = forged or home.jar[DEVICE].replace(".", "0.", 1)
    assert home.sign_in().status == 429


def test_the_cookie_outlasts_the_session_and_is_the_browsers_alone(browser: Browser) -> None:
    line = str(browser.sign_up().cookie(DEVICE))
    assert line.endswith("; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax")
    assert "ann" not in line
    browser.post("/sign-out", {})
    assert list(browser.jar) == [DEVICE]


def test_a_browser_keeps_its_name(browser: Browser) -> None:
    browser.sign_up()
    before = browser.jar[DEVICE]
    browser.sign_in()
    assert browser.jar[DEVICE] == before


def test_a_browser_that_is_not_to_be_remembered_is_not(browser: Browser) -> None:
    assert browser.sign_up(rememberMe=False).cookie(DEVICE) is None
    assert browser.sign_in(rememberMe=False).cookie(DEVICE) is None


def test_switched_off_no_device_is_known(browser: Browser, features: Callable[..., None]) -> None:
    features("-knowDevices")
    assert browser.sign_up().cookie(DEVICE) is None


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/verify-password", {"password": WRONG}),
        ("/delete-user", {"password": WRONG}),
        ("/change-email", {"newEmail": "new@example.com", "password": WRONG}),
        ("/change-password", {"currentPassword": WRONG, "newPassword": "another long one"}),
    ],
)
@pytest.mark.usefixtures("inbox")
def test_whoever_is_signed_in_may_try_ten_passwords_in_all_endpoints_together(
    browser: Browser,
    features: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    fields: dict[str, str],
) -> None:
    features("deleteUser")
    browser.sign_up()
    monkeypatch.setattr(passwords, "_COST", 2)
    others = [Browser(browser.jar, source_ip=f"198.51.100.{number}") for number in range(12)]
    assert [other.post("/verify-password", {"password": WRONG}).status for other in others[:9]] == [400] * 9
    assert [other.post(path, fields).status for other in others[9:]] == [400, 429, 429]


def test_the_right_password_clears_what_was_tried(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.sign_up()
    with monkeypatch.context() as cheap:
        cheap.setattr(passwords, "verify", lambda password, _: password != WRONG)
        for number in range(15):
            password = WRONG if number % 5 else "right"
            assert browser.post("/verify-password", {"password": password}).status == (400 if number % 5 else 200)
