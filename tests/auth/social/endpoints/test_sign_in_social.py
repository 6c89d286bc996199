"""POST /sign-in/social sends the browser to a provider that is configured, and remembers what it set out for."""

import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from tests.auth.browser import ORIGIN, Browser
from tests.auth.social.journey import STATE, Direct, begin, rows
from tests.auth.social.openid_provider import GITHUB, GOOGLE, OpenIdProvider, fields_of
from tests.conftest import forget_settings

NOT_FOUND = {"message": "Provider not found", "code": "PROVIDER_NOT_FOUND"}


def test_the_client_is_told_where_to_go_and_the_browser_gets_a_cookie_to_come_back_with(browser: Browser) -> None:
    reply = browser.post("/sign-in/social", {"provider": "google"})
    assert (reply.status, list(reply.json), reply.json["redirect"]) == (200, ["url", "redirect"], True)
    assert reply.headers["location"] == reply.json["url"]
    state = fields_of(reply.json["url"])["state"]
    [cookie] = reply.set_cookies
    assert cookie.startswith(f"{STATE}={state}.")
    assert cookie.endswith("; Max-Age=300; Path=/; HttpOnly; SameSite=Lax")


@pytest.mark.parametrize(
    ("id_", "client", "scope", "more"),
    [
        ("google", GOOGLE, "email profile openid", {"include_granted_scopes": "true"}),
        ("github", GITHUB, "read:user user:email", {}),
    ],
)
def test_a_provider_is_asked_for_a_code_with_a_state_and_the_hash_of_a_verifier(
    browser: Browser, database: Direct, id_: str, client: str, scope: str, more: dict[str, str]
) -> None:
    asked = fields_of(begin(browser, id_))
    state, challenge = asked.pop("state"), asked.pop("code_challenge")
    assert asked == {
        "response_type": "code",
        "client_id": client,
        "scope": scope,
        "redirect_uri": f"{ORIGIN}/api/auth/callback/{id_}",
        "code_challenge_method": "S256",
        **more,
    }
    [row] = rows(database, "verification")
    value = json.loads(row["value"])
    assert (row["identifier"], value["oauthState"]) == (f"auth-state:{state}", state)
    assert (len(state), len(value["codeVerifier"])) == (32, 128)
    digest = sha256(value["codeVerifier"].encode()).digest()
    assert challenge == urlsafe_b64encode(digest).decode().rstrip("=")


def test_what_the_browser_set_out_for_waits_in_a_row_of_better_auths_for_ten_minutes(
    browser: Browser, database: Direct
) -> None:
    begin(browser, callbackURL="/a", newUserCallbackURL="/b", errorCallbackURL="/c", requestSignUp=True)
    begin(browser)
    first, second = (json.loads(row["value"]) for row in rows(database, "verification"))
    assert (first["callbackURL"], first["newUserURL"], first["errorURL"]) == ("/a", "/b", "/c")
    assert first["requestSignUp"] is True
    assert second["callbackURL"] == ORIGIN
    assert set(second) == {"callbackURL", "codeVerifier", "expiresAt", "oauthState", "provider"}
    for row in rows(database, "verification"):
        assert row["expires_at"] - row["created_at"] == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("id_", "address"),
    [
        ("google", "https://accounts.google.com/o/oauth2/v2/auth?"),
        ("github", "https://github.com/login/oauth/authorize?"),
    ],
)
def test_without_other_addresses_the_real_providers_are_asked(
    browser: Browser, settings: pytest.MonkeyPatch, provider: OpenIdProvider, id_: str, address: str
) -> None:
    for name in provider.settings:
        if not name.endswith(("_CLIENT_ID", "_CLIENT_SECRET")):
            settings.delenv(name)
    forget_settings()
    assert begin(browser, id_).startswith(address)


def test_the_page_may_do_without_the_order_to_go(browser: Browser) -> None:
    reply = browser.post("/sign-in/social", {"provider": "google", "disableRedirect": True})
    assert reply.json["redirect"] is False
    assert "location" not in reply.headers


def test_scopes_hint_and_further_parameters_go_along(browser: Browser) -> None:
    more = {"prompt": "select_account", "include_granted_scopes": "false", "url": "x", "self": "\ud83d"}
    asked = fields_of(begin(browser, scopes=["a", "b c"], loginHint="ann@example.com", additionalParams=more))
    assert asked["scope"] == "email profile openid a b c"
    assert asked["login_hint"] == "ann@example.com"
    assert {name: asked[name] for name in more} == {**more, "self": "\ufffd"}


@pytest.mark.parametrize("id_", ["github", "google"])
def test_a_provider_whose_client_id_is_not_set_does_not_exist(
    browser: Browser, database: Direct, settings: pytest.MonkeyPatch, id_: str
) -> None:
    settings.delenv(f"{id_.upper()}_CLIENT_ID")
    forget_settings()
    for strange in (id_, "apple", "nope", ""):
        reply = browser.post("/sign-in/social", {"provider": strange})
        assert (reply.status, reply.json, reply.set_cookies) == (404, NOT_FOUND, [])
    assert rows(database, "verification") == []


STRING, TEXTS = "expected string, received", "[body.scopes.{}] Invalid input: expected string, received"
OURS = "state, client_id, redirect_uri, response_type, code_challenge, code_challenge_method, nonce, scope"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ([], "[body] Invalid input: expected object, received array"),
        ({}, "[body.provider] Invalid input"),
        ({"provider": 5}, "[body.provider] Invalid input"),
        ({"scopes": "a"}, "[body.scopes] Invalid input: expected array, received string"),
        ({"scopes": [1, "a", None]}, f"{TEXTS.format(0)} number; {TEXTS.format(2)} null"),
        ({"disableRedirect": "x"}, "[body.disableRedirect] Invalid input: expected boolean, received string"),
        ({"idToken": {}}, f"[body.idToken.token] Invalid input: {STRING} undefined"),
        ({"idToken": "x"}, "[body.idToken] Invalid input: expected object, received string"),
        (
            {"idToken": {"token": 1, "nonce": 2}},
            f"[body.idToken.token] Invalid input: {STRING} number; [body.idToken.nonce] Invalid input: {STRING} number",
        ),
        ({"additionalData": [1]}, "[body.additionalData] Invalid input: expected record, received array"),
        ({"additionalData": None}, "[body.additionalData] Invalid input: expected record, received null"),
        ({"additionalParams": {"x": 1}}, f"[body.additionalParams.x] Invalid input: {STRING} number"),
        ({"additionalParams": []}, "[body.additionalParams] Invalid input: expected record, received array"),
        (
            {"additionalParams": {"state": "x"}},
            f"[body.additionalParams] additionalParams cannot include reserved OAuth parameters: {OURS}",
        ),
        (
            {"scopes": None, "idToken": None, "callbackURL": None, "loginHint": None},
            f"[body.callbackURL] Invalid input: {STRING} null; "
            "[body.idToken] Invalid input: expected object, received null; "
            "[body.scopes] Invalid input: expected array, received null; "
            f"[body.loginHint] Invalid input: {STRING} null",
        ),
    ],
)
def test_a_body_that_is_wrong_is_told_in_better_auths_words(browser: Browser, body: Any, message: str) -> None:
    whole = {"provider": "google", **body} if isinstance(body, dict) and body else body
    reply = browser.post("/sign-in/social", whole)
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("callbackURL", "INVALID_CALLBACK_URL"),
        ("errorCallbackURL", "INVALID_ERROR_CALLBACK_URL"),
        ("newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL"),
    ],
)
def test_no_sign_in_ends_on_a_foreign_page(browser: Browser, database: Direct, field: str, code: str) -> None:
    for foreign in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        assert browser.post("/sign-in/social", {"provider": "google", field: foreign}).code == (403, code)
    assert rows(database, "verification") == []


def test_only_json_begins_a_sign_in_so_that_no_foreign_form_can(browser: Browser) -> None:
    reply = browser.post("/sign-in/social", {}, content_type="application/x-www-form-urlencoded")
    assert reply.code == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_beginning_takes_one_statement(browser: Browser, statements: list[str]) -> None:
    begin(browser)
    assert statements == ["add_verification"]
