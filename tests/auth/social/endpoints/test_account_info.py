"""GET /account-info tells what the provider says of one's own account."""

import pytest

from tests.auth.browser import Browser
from tests.auth.social.journey import Direct, rows, sign_in
from tests.auth.social.openid_provider import GOOGLE, OpenIdProvider
from tests.conftest import forget_settings


def account_id(database: Direct) -> str:
    """The row of the one account."""
    [account] = rows(database, "account")
    return str(account["id"])


def test_google_says_it_in_the_id_token(browser: Browser, provider: OpenIdProvider, database: Direct) -> None:
    sign_in(browser, provider, "ann")
    reply = browser.get("/account-info", query=f"accountId={account_id(database)}")
    assert reply.status == 200
    assert reply.json["user"] == {
        "name": "ann",
        "email": "ann@example.com",
        "emailVerified": True,
        "image": "https://pictures.example/ann",
    }
    data = reply.json["data"]
    assert (data["sub"], data["aud"], data["iss"]) == ("ann", GOOGLE, provider.url)
    assert reply.json["account"] == {"id": account_id(database), "providerId": "google", "accountId": "ann"}


def test_github_is_asked_now(browser: Browser, provider: OpenIdProvider, database: Direct) -> None:
    sign_in(browser, provider, "liz", "github")
    reply = browser.get("/account-info", query=f"accountId={account_id(database)}&userId=any")
    user = reply.json["user"]
    assert (user["name"], user["email"], user["emailVerified"]) == ("liz", "liz@example.com", False)
    assert (reply.json["data"]["login"], reply.json["data"]["email"]) == ("liz", "liz@example.com")
    for token in ("revoked", "é", "a\r\nb: c"):
        database.execute("UPDATE public.account SET access_token = %s", [token])
        refused = browser.get("/account-info", query=f"accountId={account_id(database)}")
        message = "Failed to get user info"
        assert (refused.status, refused.json) == (401, {"message": message, "code": "FAILED_TO_GET_USER_INFO"})


def test_a_token_that_has_ended_is_renewed_first(browser: Browser, provider: OpenIdProvider, database: Direct) -> None:
    sign_in(browser, provider, "ann", "github")
    database.execute("UPDATE public.account SET access_token = 'ended', access_token_expires_at = '2026-01-01'")
    assert browser.get("/account-info", query=f"accountId={account_id(database)}").status == 200


def test_what_is_not_stored_cannot_be_told(browser: Browser, provider: OpenIdProvider, database: Direct) -> None:
    sign_in(browser, provider, "ann")
    for stored in (None, "", "junk", "a.b.c", "a.W10.c", "a.e30.c", "a.é.c"):
        database.execute("UPDATE public.account SET id_token = %s", [stored])
        reply = browser.get("/account-info", query=f"accountId={account_id(database)}")
        assert reply.code == (401, "FAILED_TO_GET_USER_INFO"), stored
    database.execute("UPDATE public.account SET access_token = NULL")
    reply = browser.get("/account-info", query=f"accountId={account_id(database)}")
    assert reply.code == (400, "ACCESS_TOKEN_NOT_FOUND")


def test_only_ones_own_accounts_at_providers_are_told(
    browser: Browser, provider: OpenIdProvider, database: Direct, settings: pytest.MonkeyPatch
) -> None:
    sign_in(browser, provider, "ann")
    query = f"accountId={account_id(database)}"
    other = Browser()
    other.sign_up("other@example.com")
    assert other.get("/account-info", query=query).code == (400, "ACCOUNT_NOT_FOUND")
    nobody = Browser().get("/account-info", query=query)
    assert (nobody.status, nobody.text) == (401, "")
    settings.delenv("GOOGLE_CLIENT_ID")
    forget_settings()
    assert browser.get("/account-info", query=query).code == (400, "PROVIDER_NOT_CONFIGURED")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "[query] Invalid input"),
        ("accountId=a&accountId=b", "[query] Invalid input"),
        ("useAccountCookie=true", "[query] Invalid input"),
        ("accountId=a&more=1", '[query] Unrecognized key: "more"'),
    ],
)
def test_an_account_is_named_by_its_row(browser: Browser, query: str, message: str) -> None:
    reply = browser.get("/account-info", query=query)
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})
