"""Other sites cannot act in a signed-in browser's name, nor sign it in as somebody else."""

import pytest

from tests.auth.browser import ORIGIN, PASSWORD, Browser

INVALID = (403, "INVALID_ORIGIN")
MISSING = (403, "MISSING_OR_NULL_ORIGIN")
NAVIGATION = (403, "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED")
FINE = (200, None)
UNKNOWN_USER = (401, "INVALID_EMAIL_OR_PASSWORD")  # what signing in says here once every guard is passed

BODY = {"email": "nobody@example.com", "password": PASSWORD}


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({"origin": ORIGIN}, FINE),
        ({"origin": f"{ORIGIN}/"}, FINE),
        ({"origin": ORIGIN.upper()}, FINE),
        ({"origin": "https://evil.example"}, INVALID),
        ({"origin": f"{ORIGIN}.evil.example"}, INVALID),
        ({"origin": f"https://evil.example/?{ORIGIN}"}, INVALID),
        ({"origin": f"{ORIGIN}0"}, INVALID),
        ({"origin": ORIGIN.replace("http", "https")}, INVALID),
        ({"origin": "https://evil.example", "referer": ORIGIN}, INVALID),
        ({"origin": ""}, MISSING),
        ({"origin": "null"}, MISSING),
        ({"origin": "null", "referer": ORIGIN}, MISSING),
        ({"origin": "null", "sec_fetch_site": "cross-site"}, MISSING),
        ({"origin": "null", "sec_fetch_site": "same-origin"}, FINE),
        ({"origin": "", "sec_fetch_site": "same-origin"}, MISSING),
        ({"origin": "", "referer": f"{ORIGIN}/some/page?x=1"}, FINE),
        ({"origin": "", "referer": "https://evil.example/x"}, INVALID),
    ],
    ids=repr,
)
def test_with_any_cookie_a_change_must_come_from_here(
    browser: Browser, headers: dict[str, str], outcome: tuple[int, str | None]
) -> None:
    browser.jar["foo"] = "bar"
    assert browser.post("/sign-out", {}, **headers).code == outcome


def test_a_foreign_page_cannot_sign_anybody_out(browser: Browser) -> None:
    browser.sign_up()
    assert browser.post("/sign-out", {}, origin="https://evil.example").code == INVALID
    assert browser.session() is not None


def test_reading_is_not_checked(browser: Browser) -> None:
    browser.sign_up()
    reply = browser.get("/get-session", origin="https://evil.example")
    assert reply.json["session"]
    assert not [name for name in reply.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({"origin": ORIGIN}, UNKNOWN_USER),
        ({"origin": "https://evil.example"}, INVALID),
        ({"origin": "null"}, MISSING),
        ({"origin": "", "referer": "https://evil.example/"}, INVALID),
        ({"origin": ""}, UNKNOWN_USER),
        ({"origin": "", "sec_fetch_mode": "cors"}, MISSING),
        ({"origin": "", "sec_fetch_dest": "empty"}, MISSING),
        ({"origin": "", "sec_fetch_site": "none"}, MISSING),
        ({"origin": "", "sec_fetch_mode": "cors", "referer": f"{ORIGIN}/x"}, UNKNOWN_USER),
        ({"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}, NAVIGATION),
        ({"sec_fetch_site": "cross-site", "sec_fetch_mode": "cors"}, UNKNOWN_USER),
        ({"sec_fetch_site": "same-origin", "sec_fetch_mode": "navigate"}, UNKNOWN_USER),
        ({"origin": "null", "sec_fetch_site": "same-origin"}, UNKNOWN_USER),
    ],
    ids=repr,
)
def test_signing_in_without_a_cookie_is_guarded_wherever_a_browser_says_where_it_comes_from(
    browser: Browser, headers: dict[str, str], outcome: tuple[int, str | None]
) -> None:
    assert browser.post("/sign-in/email", BODY, **headers).code == outcome


def test_a_foreign_page_cannot_sign_anybody_up(browser: Browser) -> None:
    reply = browser.post(
        "/sign-up/email", {"name": "A", "email": "a@example.com", "password": PASSWORD}, origin="https://evil.example"
    )
    assert reply.code == INVALID
    assert not reply.set_cookies


def test_without_a_cookie_the_rest_does_not_look_at_the_origin(browser: Browser) -> None:
    assert browser.post("/sign-out", {}, origin="https://evil.example").code == FINE


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_browser_says_another_site_has_sent_needs_an_origin_with_or_without_a_cookie(
    browser: Browser, site: str
) -> None:
    missing = (403, "MISSING_OR_NULL_ORIGIN")
    assert browser.post("/sign-out", {}, sec_fetch_site=site, origin="").code == missing
    assert browser.post("/sign-out", {}, sec_fetch_site=site, origin="", referer=f"{ORIGIN}/x").code == FINE
    assert browser.post("/sign-out", {}, sec_fetch_site="same-origin", origin="").code == FINE


def test_further_origins_can_be_trusted(browser: Browser, settings: pytest.MonkeyPatch) -> None:
    settings.setenv("TRUSTED_ORIGINS", "https://*.preview.example.com, https://app.example.com")
    browser.jar["foo"] = "bar"
    assert browser.post("/sign-out", {}, origin="https://app.example.com").code == FINE
    assert browser.post("/sign-out", {}, origin="https://x.preview.example.com").code == FINE
    assert browser.post("/sign-out", {}, origin="https://preview.example.com").code == INVALID
