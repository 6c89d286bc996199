"""A provider's document is believed where it speaks for itself, kept for an hour, and sends us to no odd place."""

from typing import Any

import pytest

from auth.social.oauth import addresses, discovery
from tests.auth.browser import Browser
from tests.auth.social.generic.conftest import Describe
from tests.auth.social.generic.forger import Forger
from tests.auth.social.journey import begin, location
from tests.auth.social.openid_provider import fields_of
from tests.conftest import forget_settings

UNKNOWN = (404, "PROVIDER_NOT_FOUND")


def test_a_document_that_is_none_or_speaks_for_another_makes_no_provider(
    browser: Browser, forger: Forger, describe: Describe
) -> None:
    wrong: list[dict[str, Any]] = [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"issuer": ["a"]},
        {"jwks_uri": None},
        {"token_endpoint": None},
        {"authorization_endpoint": 5},
        {"userinfo_endpoint": "file:///etc/passwd"},
        {"token_endpoint": "https://user:password@idp.example/token"},
        {"jwks_uri": "https://idp.example/jwks#part"},
        {"id_token_signing_alg_values_supported": ["none", "HS256"]},
    ]
    for document in wrong:
        forger.document = document
        describe({})
        assert browser.post("/sign-in/social", {"provider": "forged"}).code == UNKNOWN, document
    forger.document = {"issuer": f"{forger.url}/"}
    describe({})
    assert fields_of(begin(browser, "forged"))["client_id"] == "forged-app"


def test_a_provider_that_does_not_say_how_it_signs_is_none_of_openid(browser: Browser, forger: Forger) -> None:
    forger.document = {"id_token_signing_alg_values_supported": []}
    forger.info = {"id": "a", "email": "ann@example.com"}
    assert "nonce" not in fields_of(begin(browser, "forged"))
    assert location(forger.come_back(browser)) == "/new"


def test_it_is_asked_once_an_hour_and_goes_on_while_it_does_not_answer(
    browser: Browser, forger: Forger, describe: Describe, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(discovery, "time", lambda: clock[0])

    def asked(after: float) -> tuple[int, tuple[int, str | None]]:
        clock[0] += after
        forger.asked.clear()
        answers = {browser.post("/sign-in/social", {"provider": "forged"}).code for _ in range(3)}
        [code] = answers
        return forger.asked.count("openid-configuration"), code

    forger.status = 503
    assert asked(0) == (1, UNKNOWN), "not three times"
    forger.status = 200
    assert asked(6) == (1, (200, None))
    assert asked(3500) == (0, (200, None))
    forger.status = 503
    assert asked(200) == (1, (200, None))
    assert asked(6) == (1, (200, None))
    assert asked(86_000) == (1, UNKNOWN), "what is a day old is forgotten"


def test_a_provider_that_is_away_when_the_browser_comes_back_is_told(
    browser: Browser, forger: Forger, describe: Describe
) -> None:
    state = fields_of(begin(browser, "forged", errorCallbackURL="/e"))["state"]
    forger.status = 500
    describe({})
    reply = browser.get("/callback/forged", query=f"state={state}&code=x")
    assert location(reply) == "/e?error=oauth_provider_not_found"


@pytest.mark.parametrize("base", ["https://spoor.example", "http://127.0.0.1:3000"])
def test_only_https_at_a_host_with_a_name_is_asked_but_on_ones_own_machine(
    base: str, settings: pytest.MonkeyPatch
) -> None:
    settings.setenv("SPOOR_BASE_URL", base)
    forget_settings()
    everywhere = ["https://idp.example/a?b=c", "https://idp.example:8443/a"]
    at_home = ["http://127.0.0.1:9001/2018-06-01/runtime", "http://localhost:3990/token", "https://10.0.0.1/"]
    at_home += ["https://169.254.169.254/latest", "https://[::1]/", "https://127.1/", "https://0x7f.1/", "https://idp/"]
    nowhere = ["ftp://idp.example/", "https://", "https://a:b@idp.example/", "https://idp.example/#a", "//idp.example"]
    nowhere += ["https://idp.example:x/", "https://idp.\u00e9xample/", "https://[::1/", "https://idp.example/\n", ""]
    expected = everywhere + (at_home if base.startswith("http://") else [])
    assert [url for url in everywhere + at_home + nowhere if addresses.is_fit(url)] == expected
