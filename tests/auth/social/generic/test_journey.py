"""At a provider that an owner has described people sign in as at any other, by OpenID where it speaks that."""

import json
from urllib.parse import urlencode

import pytest

from tests.auth.browser import PASSWORD, TOKEN, Browser
from tests.auth.social.generic.conftest import Describe
from tests.auth.social.generic.forger import Forger
from tests.auth.social.journey import Direct, begin, come_back, location, rows, sign_in, verify
from tests.auth.social.openid_provider import OpenIdProvider, fields_of
from tests.authenticator import Authenticator
from tests.conftest import forget_settings


def test_a_journey_is_bound_by_state_nonce_and_pkce_and_ends_signed_in(
    browser: Browser, provider: OpenIdProvider, database: Direct, describe: Describe
) -> None:
    describe(provider.described())
    url = begin(browser, "company", callbackURL="/in", newUserCallbackURL="/new", scopes=["groups"])
    fields = fields_of(url)
    assert (fields["scope"], fields["code_challenge_method"]) == ("openid groups email profile", "S256")
    [row] = database.execute("SELECT value FROM public.verification").fetchall()
    assert json.loads(row["value"])["idTokenNonce"] == fields["nonce"]
    url = begin(browser, "company", callbackURL="/in", newUserCallbackURL="/new")
    assert location(come_back(browser, provider.sign_in(url, "ann"))) == "/new"
    user = browser.session()["user"]
    assert (user["email"], user["emailVerified"], user["name"]) == ("ann@example.com", True, "ann")
    [account] = rows(database, "account")
    assert (account["provider_id"], account["account_id"], account["scope"]) == (
        "company",
        "ann",
        "openid,email,profile",
    )
    again = Browser()
    assert location(sign_in(again, provider, "ann", "company", callbackURL="/in")) == "/in"
    assert again.session()["user"]["id"] == user["id"]
    info = browser.get("/account-info", query=f"accountId={account['id']}").json
    assert (info["user"]["email"], info["data"]["sub"]) == ("ann@example.com", "ann")
    renewed = browser.post("/refresh-token", {"accountId": account["id"]})
    assert (renewed.status, renewed.json["providerId"]) == (200, "company")


def test_where_the_plugin_is_off_there_is_no_such_provider(
    browser: Browser, provider: OpenIdProvider, describe: Describe, settings: pytest.MonkeyPatch
) -> None:
    describe(provider.described())
    settings.setenv("AUTH_PLUGINS", "organization")
    forget_settings()
    assert browser.post("/sign-in/social", {"provider": "company"}).code == (404, "PROVIDER_NOT_FOUND")


def test_the_rules_for_an_address_that_is_taken_are_those_of_every_provider(
    browser: Browser, provider: OpenIdProvider, database: Direct, describe: Describe
) -> None:
    describe(provider.described())
    ann = Browser()
    ann.sign_up("ann@example.com")
    refused = sign_in(browser, provider, "ann", "company", errorCallbackURL="/e")
    assert location(refused) == "/e?error=account_not_linked"
    verify(database)
    begun = ann.post("/link-social", {"provider": "company", "callbackURL": "/linked", "errorCallbackURL": "/e"})
    assert location(come_back(ann, provider.sign_in(begun.json["url"], "bob"))) == "/e?error=email_does_not_match"
    begun = ann.post("/link-social", {"provider": "company", "callbackURL": "/linked"})
    assert location(come_back(ann, provider.sign_in(begun.json["url"], "ann"))) == "/linked"
    assert location(sign_in(browser, provider, "ann", "company", callbackURL="/in")) == "/in"
    assert browser.session()["user"]["id"] == ann.session()["user"]["id"]
    assert [each["provider_id"] for each in rows(database, "account")] == ["credential", "company"]


def test_its_word_opens_nothing_past_a_second_factor(
    browser: Browser, provider: OpenIdProvider, database: Direct, describe: Describe
) -> None:
    describe(provider.described())
    browser.sign_up()
    verify(database)
    phone = Authenticator.of(browser.post("/two-factor/enable", {"password": PASSWORD}).json["totpURI"])
    assert browser.post("/two-factor/verify-totp", {"code": phone.code()}).status == 200
    other = Browser()
    answer = sign_in(other, provider, "ann", "company", callbackURL="/in")
    assert location(answer) == "/in?twoFactorRedirect=true"
    assert (other.session(), TOKEN in other.jar) == (None, False)
    assert other.post("/two-factor/verify-totp", {"code": phone.code(1)}).status == 200
    assert other.session()["user"]["email"] == "ann@example.com"


def test_without_openid_its_own_id_says_whose_account_it_is(
    browser: Browser, database: Direct, forger: Forger, describe: Describe
) -> None:
    by_hand = {"authorizationUrl": "authorize", "tokenUrl": "token", "userInfoUrl": "userinfo"}
    places = {name: forger.place(path) for name, path in by_hand.items()}
    describe(forger.described(discoveryUrl="", authentication="basic", **places))
    known = {"email": "ann@example.com", "email_verified": "true", "name": "Ann"}
    for wrong in ({}, {"id": ""}, {"id": True}, {"sub": "ann"}):
        forger.info = {**known, **wrong}
        assert location(forger.come_back(browser)) == "/e?error=unable_to_get_user_info", wrong
    forger.info = {**known, "id": 7, "sub": "ignored"}
    assert location(forger.come_back(browser)) == "/new"
    [account] = rows(database, "account")
    assert (account["account_id"], browser.session()["user"]["emailVerified"]) == ("7", True)
    assert forger.proofs[0] == "Basic Zm9yZ2VkLWFwcDpmb3JnZWQtc2VjcmV0"
    assert "openid-configuration" not in forger.asked
    begun = browser.post("/sign-in/social", {"provider": "forged", "idToken": {"token": forger.id_token()}})
    assert begun.code == (404, "ID_TOKEN_NOT_SUPPORTED")


def test_who_may_sign_up_is_said_of_each_provider(browser: Browser, forger: Forger, describe: Describe) -> None:
    described = forger.described(disableSignUp="true")["OAUTH_PROVIDERS"]
    asking = forger.described(providerId="asking", disableImplicitSignUp="true")["OAUTH_PROVIDERS"]
    secrets = json.dumps({"forged": "a", "asking": "b"})
    describe({"OAUTH_PROVIDERS": f"{described};{asking}", "OAUTH_CLIENT_SECRETS": secrets})
    assert location(forger.come_back(browser)) == "/e?error=signup_disabled"
    for wish, ends in (({}, "/e?error=signup_disabled"), ({"requestSignUp": True}, "/in")):
        fields = fields_of(begin(browser, "asking", callbackURL="/in", errorCallbackURL="/e", **wish))
        forger.nonce = fields["nonce"]
        query = urlencode({"state": fields["state"], "code": "a-code"})
        assert location(browser.get("/callback/asking", query=query)) == ends
