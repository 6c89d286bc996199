"""Whatever fails on the way back has its code, and the log holds no code, token or word of the provider's."""

import json
from io import StringIO

import pytest

from spoor import database as layer
from tests.auth.browser import ORIGIN, Browser
from tests.auth.social.journey import CLEARED, begin, come_back, location
from tests.auth.social.openid_provider import OpenIdProvider, fields_of
from tests.conftest import forget_settings

ERROR = f"{ORIGIN}/api/auth/error"


def test_whoever_refuses_at_the_provider_is_told_so(browser: Browser, provider: OpenIdProvider) -> None:
    reply = come_back(browser, provider.refuse(begin(browser, errorCallbackURL="/sign-in?x=1#form")))
    description = "error_description=End-User+aborted+interaction"
    assert location(reply) == f"/sign-in?x=1&error=access_denied&{description}#form"
    assert reply.set_cookies == [CLEARED]
    assert location(come_back(browser, provider.refuse(begin(browser)))).startswith(f"{ERROR}?error=access_denied&")


def test_what_a_provider_says_of_an_error_is_not_in_the_log(browser: Browser, log: StringIO) -> None:
    for error in ("access_denied", "ann%40example.com"):
        state = fields_of(begin(browser))["state"]
        browser.get("/callback/google", query=f"state={state}&error={error}")
    said = [json.loads(line)["reason"] for line in log.getvalue().splitlines() if '"signIn"' in line]
    assert said == ["access_denied", "refused_by_provider"]
    assert "ann@" not in log.getvalue()


def test_what_a_provider_says_of_an_error_cannot_break_out_of_the_address(browser: Browser) -> None:
    state = fields_of(begin(browser))["state"]
    reply = browser.get("/callback/google", query=f"state={state}&error=a%20b%0d%0a&error_description=%C3%A9%26")
    assert location(reply) == f"{ERROR}?error=a+b%0D%0A&error_description=%C3%A9%26"


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("google", "", "no_code"),
        ("google", "&code=made-up", "invalid_code"),
        ("apple", "&code=x", "oauth_provider_not_found"),
        ("github", "&code=x", "state_mismatch"),
        ("google", "&code=x&iss=https%3A%2F%2Fevil.example", "issuer_mismatch"),
    ],
)
def test_every_other_failure_has_its_code(browser: Browser, path: str, query: str, code: str) -> None:
    state = fields_of(begin(browser, errorCallbackURL="/sign-in"))["state"]
    reply = browser.get(f"/callback/{path}", query=f"state={state}{query}")
    assert location(reply) == f"/sign-in?error={code}"
    assert reply.set_cookies == [CLEARED]


def test_a_database_that_is_away_is_told_on_the_page_for_errors(browser: Browser, provider: OpenIdProvider) -> None:
    back = provider.sign_in(begin(browser), "ann")
    layer.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/query")
        forget_settings()
        reply = come_back(browser, back)
    forget_settings()
    assert location(reply) == f"{ERROR}?error=internal_server_error"
    assert location(come_back(browser, back)) == ORIGIN, "the state was not used up"


def test_a_provider_that_is_away_is_told_and_logged_without_any_code_or_token(
    browser: Browser, provider: OpenIdProvider, settings: pytest.MonkeyPatch, log: StringIO
) -> None:
    back = provider.sign_in(begin(browser, errorCallbackURL="/sign-in"), "ann")
    settings.setenv("GOOGLE_TOKEN_ENDPOINT", "http://127.0.0.1:1/token")
    forget_settings()
    assert location(come_back(browser, back)) == "/sign-in?error=invalid_code"
    assert "ConnectError" in log.getvalue()
    assert fields_of(back)["code"] not in log.getvalue()


def test_a_missing_client_secret_is_a_fault_of_ours_and_told_as_one(
    browser: Browser, provider: OpenIdProvider, settings: pytest.MonkeyPatch, log: StringIO
) -> None:
    back = provider.sign_in(begin(browser, errorCallbackURL="/sign-in"), "ann")
    settings.delenv("GOOGLE_CLIENT_SECRET")
    forget_settings()
    assert location(come_back(browser, back)) == "/sign-in?error=internal_server_error"
    assert "GOOGLE_CLIENT_SECRET" in log.getvalue()


def test_a_wrong_client_secret_signs_nobody_in(
    browser: Browser, provider: OpenIdProvider, settings: pytest.MonkeyPatch, log: StringIO
) -> None:
    for id_ in ("google", "github"):
        back = provider.sign_in(begin(browser, id_, errorCallbackURL="/sign-in"), "ann")
        settings.setenv(f"{id_.upper()}_CLIENT_SECRET", "wrong-secret")
        forget_settings()
        assert location(come_back(browser, back)) == "/sign-in?error=invalid_code"
    assert "invalid_client" in log.getvalue()
    assert "wrong-secret" not in log.getvalue()
