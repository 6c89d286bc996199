"""Where the server lives decides the names of its cookies and whom it trusts."""

import pytest

from auth.authorizer import handler as authorizer
from auth.http.site import keys, secure_cookies, site
from spoor.errors import Misconfigured
from tests.auth.browser import PASSWORD, TOKEN, Browser, call, event
from tests.auth.test_authorizer import request
from tests.conftest import SECRET, forget_settings

GATEWAY = "https://abc123.execute-api.eu-west-1.amazonaws.com"
SIGN_UP = f'{{"name":"A","email":"a@example.com","password":"{PASSWORD}"}}'


def test_on_plain_http_cookies_are_plain(settings: pytest.MonkeyPatch) -> None:
    assert not secure_cookies()
    assert site("").cookie("session_token") == "better-auth.session_token"


@pytest.mark.parametrize("base_url", ["https://app.example.com", "HTTPS://app.example.com/", ""])
def test_on_https_cookies_are_secure_and_say_so(settings: pytest.MonkeyPatch, base_url: str) -> None:
    settings.setenv("SPOOR_BASE_URL", base_url)
    assert secure_cookies()
    assert site("x.example").cookie("session_token") == "__Secure-better-auth.session_token"


@pytest.mark.usefixtures("database")
def test_a_secure_cookie_is_set_and_read(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("SPOOR_BASE_URL", "https://app.example.com")
    headers = {"content-type": "application/json", "origin": "https://app.example.com"}
    line, _ = call(event("POST", "/sign-up/email", headers=headers, body=SIGN_UP)).set_cookies
    assert line.startswith("__Secure-better-auth.session_token=")
    assert line.endswith("; Max-Age=604800; Path=/; HttpOnly; Secure; SameSite=Lax")
    pair = line.partition(";")[0]
    assert call(event("GET", "/get-session", cookies=[pair])).json["session"]
    plain = pair.removeprefix("__Secure-")
    assert call(event("GET", "/get-session", cookies=[plain])).json is None


@pytest.mark.usefixtures("database")
def test_without_a_base_url_the_gateways_own_domain_is_home(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("SPOOR_BASE_URL", "")
    headers = {"content-type": "application/json", "origin": GATEWAY}
    assert call(event("POST", "/sign-up/email", headers=headers, body=SIGN_UP)).status == 200
    headers = {"content-type": "application/json", "origin": "https://evil.example", "host": "evil.example"}
    assert call(event("POST", "/sign-up/email", headers=headers, body=SIGN_UP)).code == (403, "INVALID_ORIGIN")


def test_a_path_after_the_base_url_does_not_matter(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("SPOOR_BASE_URL", "https://app.example.com:443/some/path")
    assert site("").trusted == ("https://app.example.com",)


def test_a_base_url_that_is_none_is_named(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("SPOOR_BASE_URL", "app.example.com")
    with pytest.raises(Misconfigured, match=r"SPOOR_BASE_URL.*'app\.example\.com'"):
        site("")


@pytest.mark.parametrize("secret", ["", "short", "x" * 31])
def test_a_missing_or_short_secret_is_refused_and_nothing_stands_in_for_it(
    settings: pytest.MonkeyPatch, secret: str
) -> None:
    settings.setenv("BETTER_AUTH_SECRET", secret)
    with pytest.raises(Misconfigured, match="BETTER_AUTH_SECRET"):
        keys()
    reply = call(event("GET", "/get-session"))
    assert (reply.status, reply.text) == (500, "")


def test_while_a_secret_is_rotated_what_the_one_before_it_signed_is_still_read(
    browser: Browser, settings: pytest.MonkeyPatch
) -> None:
    browser.sign_up()
    old, held = SECRET, browser.jar[TOKEN]
    settings.setenv("BETTER_AUTH_SECRET", "a-newer-secret-that-only-tests-know-012345")
    settings.setenv("BETTER_AUTH_PREVIOUS_SECRET", old)
    forget_settings()
    assert browser.session()["user"]["email"] == "ann@example.com"
    assert authorizer(request(f"{TOKEN}={held}"), None)["isAuthorized"]
    browser.post("/update-user", {"name": "Anna"})  # sets the cookie again, by the new one
    settings.delenv("BETTER_AUTH_PREVIOUS_SECRET")
    forget_settings()
    assert browser.jar[TOKEN] != held
    assert browser.session()["user"]["name"] == "Anna"
    browser.jar[TOKEN] = held
    assert browser.session() is None
    assert not authorizer(request(f"{TOKEN}={held}"), None)["isAuthorized"]


def test_a_previous_secret_that_could_be_guessed_is_refused(settings: pytest.MonkeyPatch) -> None:
    settings.setenv("BETTER_AUTH_PREVIOUS_SECRET", "short")
    forget_settings()
    with pytest.raises(Misconfigured, match="BETTER_AUTH_PREVIOUS_SECRET"):
        keys()
