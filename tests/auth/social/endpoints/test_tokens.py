"""POST /get-access-token and /refresh-token hand out the tokens of one's own accounts, and of nobody else's."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from auth.users.dates import wire
from spoor.time import utc_now
from tests.auth.browser import Browser
from tests.auth.social.journey import Direct, rows, sign_in
from tests.auth.social.openid_provider import OpenIdProvider
from tests.conftest import forget_settings

BOTH = ["/get-access-token", "/refresh-token"]
NOT_FOUND = {"message": "Account not found", "code": "ACCOUNT_NOT_FOUND"}


@pytest.fixture
def ann(browser: Browser, provider: OpenIdProvider) -> Browser:
    """Ann's browser; she has signed in by Google."""
    sign_in(browser, provider, "ann")
    return browser


def account_of(database: Direct) -> dict[str, Any]:
    """The one account there is."""
    [account] = rows(database, "account")
    return account


def end_access_token(database: Direct) -> None:
    """Let the access token have ended."""
    database.execute("UPDATE public.account SET access_token_expires_at = timezone('UTC', now()) - interval '1 minute'")


def test_a_token_that_holds_is_handed_out_as_it_is(ann: Browser, database: Direct) -> None:
    account = account_of(database)
    reply = ann.post("/get-access-token", {"accountId": account["id"]})
    assert (reply.status, reply.json) == (
        200,
        {
            "accessToken": account["access_token"],
            "accessTokenExpiresAt": wire(account["access_token_expires_at"]),
            "scopes": ["email", "profile", "openid"],
            "idToken": account["id_token"],
        },
    )
    assert account_of(database) == account


def test_a_token_that_has_ended_is_got_anew_and_kept(ann: Browser, provider: OpenIdProvider, database: Direct) -> None:
    before = account_of(database)
    end_access_token(database)
    given = ann.post("/get-access-token", {"accountId": before["id"]}).json["accessToken"]
    after = account_of(database)
    assert given == after["access_token"] != before["access_token"]
    assert after["access_token_expires_at"] > before["access_token_expires_at"] - timedelta(minutes=1)
    assert after["scope"] == before["scope"]
    me = httpx.get(f"{provider.url}/me", headers={"authorization": f"Bearer {given}"})
    assert me.json()["email"] == "ann@example.com"


def test_new_tokens_can_be_asked_for_before_that(ann: Browser, database: Direct) -> None:
    before = account_of(database)
    reply = ann.post("/refresh-token", {"accountId": before["id"]})
    after = account_of(database)
    assert (reply.status, reply.json) == (
        200,
        {
            "accessToken": after["access_token"],
            "refreshToken": after["refresh_token"],
            "accessTokenExpiresAt": wire(after["access_token_expires_at"]),
            "refreshTokenExpiresAt": None,
            "scope": "email,profile,openid",
            "idToken": after["id_token"],
            "providerId": "google",
            "accountId": before["id"],
        },
    )
    assert after["access_token"] != before["access_token"]


def test_a_refresh_token_that_the_provider_refuses_changes_nothing(ann: Browser, database: Direct) -> None:
    database.execute("UPDATE public.account SET refresh_token = 'made up'")
    end_access_token(database)
    account = account_of(database)
    got = ann.post("/get-access-token", {"accountId": account["id"]})
    message = "Failed to get a valid access token"
    assert (got.status, got.json) == (400, {"message": message, "code": "FAILED_TO_GET_ACCESS_TOKEN"})
    refreshed = ann.post("/refresh-token", {"accountId": account["id"]})
    message = "Failed to refresh access token"
    assert (refreshed.status, refreshed.json) == (400, {"message": message, "code": "FAILED_TO_REFRESH_ACCESS_TOKEN"})
    assert account_of(database) == account


def test_without_a_refresh_token_the_old_one_is_all_there_is(ann: Browser, database: Direct) -> None:
    database.execute("UPDATE public.account SET refresh_token = NULL, id_token = NULL")
    end_access_token(database)
    account = account_of(database)
    got = ann.post("/get-access-token", {"accountId": account["id"]}).json
    assert (got["accessToken"], "idToken" in got) == (account["access_token"], False)
    refreshed = ann.post("/refresh-token", {"accountId": account["id"]})
    assert refreshed.json == {"message": "Refresh token not found", "code": "REFRESH_TOKEN_NOT_FOUND"}
    database.execute("UPDATE public.account SET access_token = NULL, access_token_expires_at = NULL, scope = NULL")
    got = ann.post("/get-access-token", {"accountId": account["id"]})
    assert got.json == {"accessToken": "", "scopes": []}


@pytest.mark.parametrize("path", BOTH)
def test_nobody_gets_tokens_of_another_user(ann: Browser, database: Direct, path: str) -> None:
    account = account_of(database)
    other = Browser()
    other.sign_up("other@example.com")
    for body in (
        {"accountId": account["id"]},
        {"accountId": account["id"], "userId": account["user_id"]},
        {"accountId": "unknown"},
        {"accountId": "a\0b"},
        {"accountId": "\ud83d"},
        {"useAccountCookie": True},
    ):
        reply = other.post(path, body)
        assert (reply.status, reply.json) == (400, NOT_FOUND)
    refused = Browser().post(path, {"accountId": account["id"]})
    assert (refused.status, refused.text) == (401, "")


@pytest.mark.parametrize("path", BOTH)
def test_an_account_of_no_provider_has_no_tokens(browser: Browser, database: Direct, path: str) -> None:
    browser.sign_up()
    reply = browser.post(path, {"accountId": account_of(database)["id"]})
    message = "Provider credential is not supported."
    assert (reply.status, reply.json) == (400, {"message": message, "code": "PROVIDER_NOT_SUPPORTED"})


@pytest.mark.parametrize("path", BOTH)
@pytest.mark.parametrize(
    ("body", "message"),
    [
        (None, "[body] Invalid input"),
        ({}, "[body] Invalid input"),
        ({"accountId": 1}, "[body] Invalid input"),
        ({"providerId": "google"}, "[body] Invalid input"),
        ({"useAccountCookie": False}, "[body] Invalid input"),
        ({"accountId": "x", "useAccountCookie": True}, "[body] Invalid input"),
        ({"accountId": "x", "userId": 3}, "[body] Invalid input"),
        ({"accountId": "x", "more": 1}, '[body] Unrecognized key: "more"'),
    ],
)
def test_an_account_is_named_by_its_row_and_nothing_else(browser: Browser, path: str, body: Any, message: str) -> None:
    reply = browser.post(path, body)
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})


def test_a_provider_that_is_no_longer_configured_gives_no_tokens(
    ann: Browser, database: Direct, settings: pytest.MonkeyPatch
) -> None:
    settings.delenv("GOOGLE_CLIENT_ID")
    forget_settings()
    assert ann.post("/get-access-token", {"accountId": account_of(database)["id"]}).code[1] == "PROVIDER_NOT_SUPPORTED"


def test_a_token_that_ends_within_five_seconds_has_ended(ann: Browser, database: Direct) -> None:
    for seconds, renewed in ((3, True), (60, False)):
        ends = utc_now().replace(tzinfo=None) + timedelta(seconds=seconds)
        database.execute("UPDATE public.account SET access_token = 'old', access_token_expires_at = %s", [ends])
        given = ann.post("/get-access-token", {"accountId": account_of(database)["id"]}).json["accessToken"]
        assert (given != "old") is renewed
