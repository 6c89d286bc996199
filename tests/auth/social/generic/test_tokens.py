"""An id token counts where the provider signed it for us, for this journey and lately; nothing else opens anything."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from joserfc.jwk import RSAKey

from tests.auth.browser import TOKEN, Browser
from tests.auth.social.generic.conftest import Describe
from tests.auth.social.generic.forger import CLIENT, KEYS, Forger
from tests.auth.social.journey import location
from tests.auth.social.minted import seconds

REFUSED = "/e?error=unable_to_get_user_info"


def encoded(part: Any) -> str:
    """A part of a token."""
    return urlsafe_b64encode(part if isinstance(part, bytes) else json.dumps(part).encode()).decode().rstrip("=")


def test_every_algorithm_of_a_provider_is_taken_that_no_shared_secret_makes(forger: Forger) -> None:
    for algorithm in KEYS:
        forger.algorithm, forger.claims = algorithm, {"sub": algorithm, "email": f"{algorithm}@example.com"}
        assert location(forger.come_back(Browser())) == "/new", algorithm


def test_a_token_that_is_not_for_us_here_and_now_opens_nothing(browser: Browser, forger: Forger) -> None:
    now = seconds()
    wrong: dict[str, dict[str, Any]] = {
        "another nonce": {"nonce": "another"},
        "no nonce": {"nonce": None},
        "another issuer": {"iss": "https://evil.example"},
        "no issuer": {"iss": None},
        "another audience": {"aud": "other"},
        "several audiences, and no party": {"aud": [CLIENT, "other"]},
        "several audiences, and another party": {"aud": [CLIENT, "other"], "azp": "other"},
        "another party": {"azp": "other"},
        "past its end": {"exp": now - 60},
        "without an end": {"exp": None},
        "made long ago": {"iat": now - 4000},
        "made in the future": {"iat": now + 120, "exp": now + 600},
        "about nobody": {"sub": None},
    }
    for name, claims in wrong.items():
        forger.claims = claims
        answer = forger.come_back(browser)
        assert (location(answer), answer.cookie(TOKEN)) == (REFUSED, None), name
    forger.claims = {"aud": [CLIENT, "other"], "azp": CLIENT}
    assert location(forger.come_back(browser)) == "/new"


def test_a_token_that_another_signed_opens_nothing(browser: Browser, forger: Forger) -> None:
    def by(header: dict[str, str], key: bytes = b"") -> Callable[[Forger], str]:
        def make(said: Forger) -> str:
            text = f"{encoded(header)}.{encoded(said.text().encode())}"
            return f"{text}.{encoded(hmac.digest(key, text.encode(), sha256)) if key else ''}"

        return make

    stranger = RSAKey.generate_key(2048, {"kid": "rsa"})
    for name, make in {
        "nobody": by({"alg": "none"}),
        "the public key as a secret": by({"alg": "HS256", "kid": "rsa"}, KEYS["RS256"].as_pem(private=False)),
        "our own secret": by({"alg": "HS256"}, b"forged-secret"),
        "a stranger": lambda said: said.id_token(stranger),
        "the wrong end of it": lambda said: said.id_token().rpartition(".")[0] + "." + encoded(b"x" * 256),
        "no token": lambda _: "",
        "not three parts": lambda _: "a.b",
        "no base64": lambda _: "!.!.!",
    }.items():
        forger.make = make
        assert location(forger.come_back(browser)) == REFUSED, name
    forger.make = None
    assert location(forger.come_back(browser)) == "/new"


def test_what_the_provider_tells_besides_must_be_of_the_same_one(browser: Browser, forger: Forger) -> None:
    forger.claims = {"email": None, "email_verified": None}
    for info, ends in (
        ({"sub": "bob", "email": "bob@example.com", "email_verified": True}, REFUSED),
        ({"email": "bob@example.com", "email_verified": True}, REFUSED),
        ({"sub": "ann"}, "/e?error=email_not_found"),
        ({"sub": "ann", "email": "ann@example.com", "email_verified": True}, "/new"),
    ):
        forger.info = info
        assert location(forger.come_back(browser)) == ends
    assert browser.session()["user"]["emailVerified"] is True


def test_a_page_may_present_a_token_of_its_own(browser: Browser, forger: Forger, describe: Describe) -> None:
    wish = {"provider": "forged", "idToken": {"token": forger.id_token()}}
    assert browser.post("/sign-in/social", wish).status == 200
    describe(forger.described(domains="other.example"))
    assert browser.post("/sign-in/social", wish).code == (401, "OAUTH_LINK_ERROR")
    assert browser.post("/link-social", wish).status == 200, "it is theirs already"
