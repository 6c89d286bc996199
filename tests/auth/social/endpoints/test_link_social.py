"""POST /link-social gives a user a further way to sign in, by an account with his own address and no other."""

import json
from typing import Any

import pytest

from tests.auth.browser import Browser, Reply
from tests.auth.social.journey import CLEARED, STATE, Direct, come_back, location, rows, sign_in
from tests.auth.social.minted import id_token
from tests.auth.social.openid_provider import OpenIdProvider

PAGES = {"callbackURL": "/security", "errorCallbackURL": "/security?linked=no"}


@pytest.fixture
def ann(browser: Browser) -> Browser:
    """Ann's browser; she has just signed up with it and her address is not verified."""
    assert browser.sign_up("ann@example.com").status == 200
    return browser


def link(browser: Browser, provider: OpenIdProvider, login: str, id_: str = "google") -> Reply:
    """Link an account by a journey to the provider; gives the answer of our callback."""
    reply = browser.post("/link-social", {"provider": id_, **PAGES})
    return come_back(browser, provider.sign_in(reply.json["url"], login))


def accounts(database: Direct) -> list[str]:
    """The providers of all accounts."""
    return [each["provider_id"] for each in rows(database, "account")]


def test_linking_begins_like_signing_in_and_remembers_who_asked(ann: Browser, database: Direct) -> None:
    reply = ann.post("/link-social", {"provider": "google", "scopes": ["more"], "disableRedirect": True})
    assert (reply.status, reply.json["redirect"]) == (200, False)
    assert "scope=email%20profile%20openid%20more" in reply.json["url"].replace("+", "%20")
    assert reply.cookie(STATE)
    [row] = rows(database, "verification")
    user = ann.session()["user"]
    assert json.loads(row["value"])["link"] == {"userId": user["id"], "email": "ann@example.com"}


@pytest.mark.parametrize("id_", ["google", "github"])
def test_an_account_with_the_same_address_is_linked(
    ann: Browser, provider: OpenIdProvider, database: Direct, id_: str
) -> None:
    before = ann.session()
    reply = link(ann, provider, "ann", id_)
    assert location(reply) == "/security"
    assert reply.set_cookies == [CLEARED]
    assert accounts(database) == ["credential", id_]
    assert ann.session() == before
    other = Browser()
    sign_in(other, provider, "ann", id_)
    assert other.session()["user"]["id"] == before["user"]["id"]


def test_linking_again_renews_the_tokens_and_adds_to_the_scopes(
    ann: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    link(ann, provider, "ann")
    [_, before] = rows(database, "account")
    database.execute("UPDATE public.account SET scope = 'email,more' WHERE provider_id = 'google'")
    assert location(link(ann, provider, "ann")) == "/security"
    [_, after] = rows(database, "account")
    assert after["id"] == before["id"]
    assert after["access_token"] != before["access_token"]
    assert after["scope"] == "email,more,profile,openid"


@pytest.mark.parametrize(("login", "code"), [("bob", "email_does_not_match"), ("liz", "unable_to_link_account")])
def test_an_account_with_another_or_no_sure_address_is_not_linked(
    ann: Browser, provider: OpenIdProvider, database: Direct, login: str, code: str
) -> None:
    assert location(link(ann, provider, login)) == f"/security?linked=no&error={code}"
    assert accounts(database) == ["credential"]


def test_an_account_of_another_user_stays_his(browser: Browser, provider: OpenIdProvider, database: Direct) -> None:
    sign_in(Browser(), provider, "bob")
    database.execute("UPDATE public.\"user\" SET email = 'moved@example.com'")
    browser.sign_up("bob@example.com")
    reply = link(browser, provider, "bob")
    assert location(reply) == "/security?linked=no&error=account_already_linked_to_different_user"
    assert accounts(database) == ["google", "credential"]


def test_whoever_signed_out_meanwhile_links_nothing(ann: Browser, provider: OpenIdProvider, database: Direct) -> None:
    for end in (lambda: ann.post("/sign-out", {}), lambda: ann.sign_up("other@example.com")):
        ann.sign_in("ann@example.com")
        url = ann.post("/link-social", {"provider": "google", **PAGES}).json["url"]
        end()
        back = provider.sign_in(url, "ann")
        assert location(come_back(ann, back)) == "/security?linked=no&error=unable_to_link_account"
    assert "google" not in accounts(database)


def test_only_somebody_signed_in_links(browser: Browser) -> None:
    reply = browser.post("/link-social", {"provider": "google"})
    assert (reply.status, reply.json) == (401, {"message": "Unauthorized", "code": "UNAUTHORIZED"})
    assert browser.post("/link-social", {}).code == (400, "VALIDATION_ERROR")


def test_an_unknown_provider_is_not_found(ann: Browser) -> None:
    assert ann.post("/link-social", {"provider": "nope"}).code == (404, "PROVIDER_NOT_FOUND")


# ---- by an id token ----


def present(browser: Browser, provider: OpenIdProvider, access: str = "access", **claims: Any) -> Reply:
    """Link by an id token."""
    given = {"token": id_token(provider, **claims), "accessToken": access, "refreshToken": "refresh"}
    return browser.post("/link-social", {"provider": "google", "idToken": given})


def test_an_id_token_links_at_once(ann: Browser, provider: OpenIdProvider, database: Direct) -> None:
    reply = present(ann, provider)
    assert (reply.status, reply.json) == (200, {"url": "", "status": True, "redirect": False})
    [_, account] = rows(database, "account")
    assert (account["access_token"], account["refresh_token"]) == ("access", "refresh")


def test_an_account_that_is_the_users_already_may_have_any_address(
    ann: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    present(ann, provider)
    assert present(ann, provider, "new", email="moved@example.com", email_verified=False).status == 200
    [_, account] = rows(database, "account")
    assert account["access_token"] == "new"


@pytest.mark.parametrize(
    ("claims", "status", "code"),
    [
        ({"email_verified": False}, 401, "LINKING_NOT_ALLOWED"),
        ({"email": "other@example.com"}, 401, "LINKING_DIFFERENT_EMAILS_NOT_ALLOWED"),
        ({"email": None}, 401, "USER_EMAIL_NOT_FOUND"),
        ({"aud": "other"}, 401, "INVALID_TOKEN"),
        ({"sub": "a\0b"}, 417, "LINKING_FAILED"),
    ],
)
def test_an_id_token_that_does_not_fit_links_nothing(
    ann: Browser, provider: OpenIdProvider, database: Direct, claims: dict[str, Any], status: int, code: str
) -> None:
    assert present(ann, provider, **claims).code == (status, code)
    assert accounts(database) == ["credential"]


def test_an_id_token_of_another_users_account_is_a_conflict(ann: Browser, provider: OpenIdProvider) -> None:
    sign_in(Browser(), provider, "bob")
    reply = present(ann, provider, sub="bob")
    assert reply.code == (409, "SOCIAL_ACCOUNT_ALREADY_LINKED")
    assert reply.json["message"] == "Social account already linked"


def test_github_links_by_a_journey_only(ann: Browser) -> None:
    reply = ann.post("/link-social", {"provider": "github", "idToken": {"token": "x"}})
    assert reply.code == (404, "ID_TOKEN_NOT_SUPPORTED")
