"""Whose session a provider's word opens, where the address is known already."""

from collections.abc import Callable

import psycopg
import pytest

from auth.social import accounts, admit
from tests.auth.browser import Browser
from tests.auth.social.journey import CLEARED, Direct, location, rows, sign_in, verify
from tests.auth.social.minted import id_token
from tests.auth.social.openid_provider import OpenIdProvider
from tests.doubles.inbox import Inbox


def sign_up(database: Direct, email: str, *, verified: bool) -> str:
    """Ann signs up with a password; gives her id."""
    user_id = Browser().sign_up(email).json["user"]["id"]
    if verified:
        verify(database)
    return str(user_id)


@pytest.mark.parametrize("id_", ["google", "github"])
def test_an_account_joins_the_user_of_its_address_where_both_sides_have_verified_it(
    browser: Browser, provider: OpenIdProvider, database: Direct, id_: str
) -> None:
    user_id = sign_up(database, "ann@example.com", verified=True)
    assert location(sign_in(browser, provider, "ann", id_, callbackURL="/a", newUserCallbackURL="/b")) == "/a"
    assert browser.session()["user"]["id"] == user_id
    assert [each["provider_id"] for each in rows(database, "account")] == ["credential", id_]
    assert {each["user_id"] for each in rows(database, "account")} == {user_id}


@pytest.mark.parametrize(("login", "verified"), [("ann", False), ("liz", True), ("liz", False)])
def test_an_address_that_either_side_has_not_verified_gives_nothing_away(
    browser: Browser, provider: OpenIdProvider, database: Direct, login: str, verified: bool
) -> None:
    """Else an account with somebody's address would open his user, or one who signed up with it would wait for him."""
    sign_up(database, f"{login}@example.com", verified=verified)
    reply = sign_in(browser, provider, login, errorCallbackURL="/sign-in")
    assert location(reply) == "/sign-in?error=account_not_linked"
    assert reply.set_cookies == [CLEARED]
    assert [each["provider_id"] for each in rows(database, "account")] == ["credential"]


def test_an_account_stays_its_users_whatever_addresses_become(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    sign_in(browser, provider, "ann")
    user_id = browser.session()["user"]["id"]
    database.execute("UPDATE public.\"user\" SET email = 'new@example.com'")
    sign_up(database, "ann@example.com", verified=True)
    other = Browser()
    sign_in(other, provider, "ann")
    assert other.session()["user"]["id"] == user_id


def test_both_providers_lead_to_one_user(browser: Browser, provider: OpenIdProvider, database: Direct) -> None:
    sign_in(browser, provider, "ann", "google")
    sign_in(browser, provider, "ann", "github")
    assert len(rows(database, "user")) == 1
    assert [each["provider_id"] for each in rows(database, "account")] == ["google", "github"]


def test_an_address_becomes_verified_when_its_own_provider_says_so(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    sign_in(browser, provider, "ann")
    database.execute('UPDATE public."user" SET email_verified = false')
    sign_in(browser, provider, "ann")
    assert browser.session()["user"]["emailVerified"] is True
    database.execute("UPDATE public.\"user\" SET email_verified = false, email = 'other@example.com'")
    sign_in(browser, provider, "ann")
    assert browser.session()["user"]["emailVerified"] is False


def test_somebody_who_signs_up_meanwhile_is_seen_by_a_second_look(
    browser: Browser, provider: OpenIdProvider, database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, raced = admit._new_user, []

    def while_somebody_signs_up(*given: object) -> object:
        if not raced:
            raced.append(
                database.execute("INSERT INTO public.\"user\" (id, name, email) VALUES ('o', '', 'ann@example.com')")
            )
        return real(*given)

    monkeypatch.setattr(admit, "_new_user", while_somebody_signs_up)
    assert location(sign_in(browser, provider, "ann", errorCallbackURL="/e")) == "/e?error=account_not_linked"
    assert [each["id"] for each in rows(database, "user")] == ["o"]


def test_an_account_that_cannot_be_stored_makes_no_user(
    browser: Browser, provider: OpenIdProvider, database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise psycopg.errors.ForeignKeyViolation

    monkeypatch.setattr(accounts, "add", refuse)
    assert location(sign_in(browser, provider, "ann", errorCallbackURL="/e")) == "/e?error=unable_to_create_user"
    assert [rows(database, table) for table in ("user", "account", "session")] == [[], [], []]


def test_where_nobody_can_sign_up_nobody_does_at_a_provider_either(
    browser: Browser, provider: OpenIdProvider, database: Direct, features: Callable[..., None]
) -> None:
    sign_in(browser, provider, "ann")
    features("disableSignUp")
    assert location(sign_in(browser, provider, "bob", errorCallbackURL="/e")) == "/e?error=signup_disabled"
    assert location(sign_in(browser, provider, "bob", errorCallbackURL="/e", requestSignUp=True)).startswith("/e?")
    token = id_token(provider, sub="bob", email="bob@example.com")
    reply = browser.post("/sign-in/social", {"provider": "google", "idToken": {"token": token}})
    assert (reply.status, reply.json) == (401, {"message": "signup disabled", "code": "OAUTH_LINK_ERROR"})
    assert location(sign_in(browser, provider, "ann", callbackURL="/dashboard")) == "/dashboard"
    assert [each["email"] for each in rows(database, "user")] == ["ann@example.com"]


def test_where_sign_up_closes_after_the_first_account_a_provider_opens_it_for_nobody_else(
    browser: Browser, provider: OpenIdProvider, database: Direct, features: Callable[..., None]
) -> None:
    features("closeSignUpAfterFirst")
    assert location(sign_in(browser, provider, "ann", callbackURL="/dashboard")) == "/dashboard"
    assert location(sign_in(browser, provider, "bob", errorCallbackURL="/e")) == "/e?error=signup_disabled"
    assert location(sign_in(browser, provider, "ann", callbackURL="/dashboard")) == "/dashboard"
    assert [each["email"] for each in rows(database, "user")] == ["ann@example.com"]


def test_a_page_may_have_to_ask_for_somebody_new(
    browser: Browser, provider: OpenIdProvider, features: Callable[..., None]
) -> None:
    features("disableImplicitSignUp")
    assert location(sign_in(browser, provider, "ann", errorCallbackURL="/e")) == "/e?error=signup_disabled"
    assert location(sign_in(browser, provider, "ann", callbackURL="/a", requestSignUp=True)) == "/a"
    assert location(sign_in(browser, provider, "ann", callbackURL="/a")) == "/a"


def test_somebody_new_is_mailed_a_link_where_his_address_is_not_verified(
    browser: Browser, provider: OpenIdProvider, features: Callable[..., None], inbox: Inbox
) -> None:
    features("sendOnSignUp")
    sign_in(browser, provider, "ann")
    sign_in(browser, provider, "liz", callbackURL="/dashboard")
    sign_in(browser, provider, "liz", callbackURL="/dashboard")
    letter = inbox.only()
    assert letter.to == "liz@example.com"
    path, _, query = letter.path.partition("?")
    assert location(browser.get(path, query=query)) == "/dashboard"
    assert browser.session()["user"]["emailVerified"] is True
