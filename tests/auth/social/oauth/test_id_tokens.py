"""An id token signs in whom the provider made it for: for us, lately, with its own key."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from joserfc.jwk import RSAKey

from auth.social.oauth import id_tokens
from tests.auth.browser import TOKEN, Browser, Reply
from tests.auth.social.journey import Direct, begin, rows, sign_in, verify
from tests.auth.social.minted import id_token, seconds
from tests.auth.social.openid_provider import GOOGLE, OpenIdProvider, fields_of
from tests.conftest import forget_settings

INVALID = {"message": "Invalid token", "code": "INVALID_TOKEN"}


def present(browser: Browser, token: str, **more: Any) -> Reply:
    """Sign in by an id token."""
    return browser.post("/sign-in/social", {"provider": "google", "idToken": {"token": token, **more}})


def test_an_id_token_from_the_provider_itself_opens_a_session_at_once(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    token = obtained(browser, provider, "ann", "a nonce of the page")
    reply = present(browser, token, nonce="a nonce of the page", accessToken="access", refreshToken="refresh")
    assert (reply.status, list(reply.json)) == (200, ["redirect", "token", "user"])
    assert reply.json["redirect"] is False
    assert "; Max-Age=604800;" in str(reply.cookie(TOKEN))
    session = browser.session()
    assert session["session"]["token"] == reply.json["token"]
    assert session["user"] == reply.json["user"]
    [account] = rows(database, "account")
    assert (account["account_id"], account["access_token"], account["id_token"]) == ("ann", "access", token)
    assert (account["refresh_token"], account["scope"]) == (None, None)


def test_it_is_the_same_user_as_by_a_journey(browser: Browser, provider: OpenIdProvider, database: Direct) -> None:
    sign_in(browser, provider, "ann")
    assert present(Browser(), id_token(provider)).json["user"]["id"] == browser.session()["user"]["id"]
    assert len(rows(database, "account")) == 1


GOOD = {
    "a clock that is a little ahead": lambda: {"iat": seconds() + 20},
    "an end that is hardly past": lambda: {"exp": seconds() - 20},
    "an age of hardly more than an hour": lambda: {"iat": seconds() - 3620},
    "several audiences, us among them": lambda: {"aud": ["other", GOOGLE]},
    "a nonce that nobody asked for": lambda: {"nonce": "any"},
}
BAD = {
    "past its end": lambda: {"exp": seconds() - 40},
    "without an end": lambda: {"exp": None},
    "with an end that is no number": lambda: {"exp": "tomorrow"},
    "without a beginning": lambda: {"iat": None},
    "made over an hour ago": lambda: {"iat": seconds() - 3700},
    "made in the future": lambda: {"iat": seconds() + 100},
    "not valid yet": lambda: {"nbf": seconds() + 100},
    "for somebody else": lambda: {"aud": "another-app"},
    "for nobody": lambda: {"aud": None},
    "by another issuer": lambda: {"iss": "https://evil.example"},
    "by Google, which is not configured here": lambda: {"iss": "https://accounts.google.com"},
    "of nobody": lambda: {"sub": None},
    "of nobody with a name": lambda: {"sub": ""},
}


@pytest.mark.parametrize("case", GOOD)
def test_a_token_counts_with(browser: Browser, provider: OpenIdProvider, case: str) -> None:
    assert present(browser, id_token(provider, **GOOD[case]())).status == 200


@pytest.mark.parametrize("case", BAD)
def test_a_token_is_refused_that_is(browser: Browser, provider: OpenIdProvider, database: Direct, case: str) -> None:
    reply = present(browser, id_token(provider, **BAD[case]()))
    assert (reply.status, reply.json, reply.set_cookies) == (401, INVALID, [])
    assert rows(database, "user") == []


@pytest.mark.parametrize(("claimed", "asked", "status"), [("n", "n", 200), ("m", "n", 401), (None, "n", 401)])
def test_a_nonce_that_is_asked_for_must_be_the_tokens(
    browser: Browser, provider: OpenIdProvider, claimed: str | None, asked: str, status: int
) -> None:
    assert present(browser, id_token(provider, nonce=claimed), nonce=asked).status == status


def test_a_token_that_somebody_changed_or_signed_himself_is_refused(browser: Browser, provider: OpenIdProvider) -> None:
    header, claims, signature = obtained(browser, provider, "ann").split(".")
    assert present(browser, f"{header}.{claims}.{signature}").status == 200
    promoted = json.loads(urlsafe_b64decode(claims + "==")) | {"sub": "root", "email": "root@example.com"}
    forged = base64url(json.dumps(promoted).encode())
    unsigned, shared = base64url(b'{"alg":"none"}'), base64url(b'{"alg":"HS256","kid":"first"}')
    own_key = RSAKey.generate_key(2048, {"kid": "first"})
    public_key = provider.key.as_pem(private=False)  # as if it were a shared secret
    for token in (
        f"{header}.{forged}.{signature}",
        f"{unsigned}.{forged}.",
        f"{header}.{claims}.",
        id_token(provider, own_key),
        id_token(provider, own_key, {"jwk": own_key.as_dict(private=False)}),
        f"{shared}.{forged}.{base64url(hmac.digest(public_key, f'{shared}.{forged}'.encode(), sha256))}",
        id_token(provider, header={"kid": "unknown"}),
        "x",
        "",
        "\ud83d.\0.é",
        "a" * 20_000,
    ):
        assert present(Browser(), token).json == INVALID


def test_a_new_key_of_the_provider_is_fetched_but_not_for_everybody_who_makes_one_up(
    browser: Browser, provider: OpenIdProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = id_tokens._fetched

    def counted(uri: str, outbound: Any) -> Any:
        asked.append(uri)
        return real(uri, outbound)

    monkeypatch.setattr(id_tokens, "_fetched", counted)
    for _ in range(3):
        assert present(browser, id_token(provider)).status == 200
    for number in range(3):
        assert present(browser, id_token(provider, header={"kid": f"made up {number}"})).json == INVALID
    assert len(asked) == 1
    keys, _ = id_tokens._key_sets[f"{provider.url}/jwks"]
    monkeypatch.setitem(id_tokens._key_sets, f"{provider.url}/jwks", (type(keys)([]), seconds() - 100.0))
    assert present(browser, id_token(provider)).status == 200
    assert len(asked) == 2


def test_keys_that_cannot_be_had_let_nobody_in(
    browser: Browser, provider: OpenIdProvider, settings: pytest.MonkeyPatch
) -> None:
    for elsewhere in ("http://127.0.0.1:1/jwks", f"{provider.url}/.well-known/openid-configuration"):
        settings.setenv("GOOGLE_JWKS_URI", elsewhere)
        forget_settings()
        assert present(browser, id_token(provider)).json == INVALID


def test_github_has_no_id_tokens(browser: Browser) -> None:
    reply = browser.post("/sign-in/social", {"provider": "github", "idToken": {"token": "x"}})
    assert (reply.status, reply.json) == (
        404,
        {"message": "id_token not supported", "code": "ID_TOKEN_NOT_SUPPORTED"},
    )


def test_a_token_without_an_address_says_so(browser: Browser, provider: OpenIdProvider) -> None:
    reply = present(browser, id_token(provider, email=None))
    assert (reply.status, reply.json) == (401, {"message": "User email not found", "code": "USER_EMAIL_NOT_FOUND"})


def test_a_token_opens_no_user_of_a_taken_address_that_is_not_verified(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    browser.sign_up("ann@example.com")
    reply = present(Browser(), id_token(provider))
    assert (reply.status, reply.json) == (401, {"message": "account not linked", "code": "OAUTH_LINK_ERROR"})
    verify(database)
    assert present(Browser(), id_token(provider, email_verified=False)).status == 401
    assert present(Browser(), id_token(provider)).status == 200


def test_what_postgres_cannot_hold_makes_no_user(browser: Browser, provider: OpenIdProvider, database: Direct) -> None:
    for reply in (
        present(browser, id_token(provider, name="a\0b")),
        present(browser, id_token(provider), accessToken="a\0b"),
    ):
        assert (reply.status, reply.json["message"]) == (401, "unable to create user")
    assert rows(database, "user") == []
    assert present(browser, id_token(provider, name="a\ud83d")).json["user"]["name"] == "a\ufffd"


def test_claims_of_other_types_than_they_should_have_count_as_absent(
    browser: Browser, provider: OpenIdProvider
) -> None:
    token = id_token(provider, name=5, picture=[], email_verified="true")
    user = present(browser, token).json["user"]
    assert (user["name"], user["image"], user["emailVerified"]) == ("", None, True)


def base64url(content: bytes) -> str:
    """Base64 as JWTs have it."""
    return urlsafe_b64encode(content).decode().rstrip("=")


def obtained(browser: Browser, provider: OpenIdProvider, login: str, nonce: str = "n") -> str:
    """An id token as a page gets it by itself."""
    verifier = "v" * 64
    challenge = base64url(sha256(verifier.encode()).digest())
    asked = fields_of(begin(browser))
    query = urlencode({**asked, "nonce": nonce, "code_challenge": challenge})
    code = fields_of(provider.sign_in(f"{provider.url}/login/oauth/authorize?{query}", login))["code"]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": asked["redirect_uri"],
        "client_id": GOOGLE,
        "client_secret": "google-secret",
    }
    return str(httpx.post(f"{provider.url}/login/oauth/access_token", data=form).json()["id_token"])
