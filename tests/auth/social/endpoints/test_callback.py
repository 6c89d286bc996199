"""GET /callback/:id signs in whoever comes back from the provider, and makes a user of somebody new."""

from datetime import timedelta

import pytest

from auth.users.dates import stored
from spoor.time import utc_now
from tests.auth.browser import FORGET, ORIGIN, TOKEN, Browser
from tests.auth.social.journey import CLEARED, Direct, location, rows, sign_in
from tests.auth.social.openid_provider import OpenIdProvider


def test_somebody_new_gets_a_user_an_account_with_its_tokens_and_a_session(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    reply = sign_in(browser, provider, "ann", callbackURL="/dashboard", newUserCallbackURL="/welcome?x=1")
    assert location(reply) == "/welcome?x=1"
    assert reply.set_cookies[0] == CLEARED
    assert "; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax" in str(reply.cookie(TOKEN))
    session = browser.session()
    user = session["user"]
    assert (user["name"], user["email"], user["emailVerified"], user["image"]) == (
        "ann",
        "ann@example.com",
        True,
        "https://pictures.example/ann",
    )
    [account] = rows(database, "account")
    assert (account["provider_id"], account["account_id"], account["user_id"]) == ("google", "ann", user["id"])
    assert (account["scope"], account["password"], account["refresh_token_expires_at"]) == (
        "email,profile,openid",
        None,
        None,
    )
    assert account["access_token"]
    assert account["refresh_token"]
    assert account["id_token"].count(".") == 2
    in_an_hour = stored(utc_now() + timedelta(hours=1))
    assert abs(account["access_token_expires_at"] - in_an_hour) < timedelta(minutes=1)
    assert rows(database, "verification") == []
    [stored_session] = rows(database, "session")
    assert (stored_session["ip_address"], stored_session["user_agent"]) == ("203.0.113.9", "probe/1")


def test_somebody_who_returns_is_the_same_user_with_new_tokens(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    sign_in(browser, provider, "ann")
    [before], [user] = rows(database, "account"), rows(database, "user")
    database.execute("UPDATE public.account SET scope = 'granted,once'")
    other = Browser()
    reply = sign_in(other, provider, "ann", callbackURL="/dashboard", newUserCallbackURL="/welcome")
    assert location(reply) == "/dashboard"
    assert other.session()["user"]["id"] == user["id"]
    [after] = rows(database, "account")
    assert after["id"] == before["id"]
    for renewed in ("access_token", "refresh_token", "updated_at"):
        assert after[renewed] != before[renewed]
    assert after["scope"] == "granted,once"
    assert rows(database, "user") == [user]


def test_github_tells_the_user_by_its_api_and_the_address_by_the_list_of_them(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    assert location(sign_in(browser, provider, "ann", "github", callbackURL="/dashboard")) == "/dashboard"
    user = browser.session()["user"]
    assert (user["name"], user["email"], user["emailVerified"]) == ("ann", "ann@example.com", True)
    [account] = rows(database, "account")
    assert account["account_id"].isdecimal()
    assert (account["provider_id"], account["scope"], account["id_token"]) == ("github", "read:user,user:email", None)


def test_an_address_that_somebody_shows_at_github_is_preferred(browser: Browser, provider: OpenIdProvider) -> None:
    sign_in(browser, provider, "shown", "github")
    user = browser.session()["user"]
    assert (user["email"], user["emailVerified"]) == ("shown@users.noreply.example.com", True)


@pytest.mark.parametrize("id_", ["google", "github"])
def test_an_address_that_the_provider_does_not_vouch_for_is_not_verified(
    browser: Browser, provider: OpenIdProvider, id_: str
) -> None:
    sign_in(browser, provider, "liz", id_)
    assert browser.session()["user"]["emailVerified"] is False


def test_an_address_is_kept_in_small_letters_and_a_name_may_be_missing(
    browser: Browser, provider: OpenIdProvider
) -> None:
    sign_in(browser, provider, "upper")
    assert browser.session()["user"]["email"] == "upper@example.com"
    other = Browser()
    sign_in(other, provider, "nameless")
    assert other.session()["user"]["name"] == ""


@pytest.mark.parametrize("id_", ["google", "github"])
def test_without_an_address_there_is_no_user(
    browser: Browser, provider: OpenIdProvider, database: Direct, id_: str
) -> None:
    reply = sign_in(browser, provider, "addressless", id_, errorCallbackURL="/sign-in?x=1#form")
    assert location(reply) == "/sign-in?x=1&error=email_not_found#form"
    assert reply.set_cookies == [CLEARED]
    assert rows(database, "user") == []


def test_without_a_callback_url_the_browser_comes_home(browser: Browser, provider: OpenIdProvider) -> None:
    assert location(sign_in(browser, provider, "ann")) == ORIGIN


def test_a_browser_that_was_not_to_be_remembered_still_is_not(browser: Browser, provider: OpenIdProvider) -> None:
    browser.sign_up("somebody@example.com", rememberMe=False)
    reply = sign_in(browser, provider, "ann")
    assert "Max-Age" not in str(reply.cookie(TOKEN))
    assert FORGET in browser.jar
