"""Better Auth's own client and a real browser sign in at a real provider, through the gateway, many at once too."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser, expect
from psycopg.rows import DictRow

from tests.auth.social.openid_provider import OpenIdProvider
from tests.clients.better_auth import Browsers
from tests.stack import Stack

Direct = psycopg.Connection[DictRow]
PAGES = {"callbackURL": "/dashboard", "errorCallbackURL": "/sign-in"}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("id_", ["google", "github", "company"])
def test_better_auths_client_signs_in_and_gets_at_its_account(
    app: Stack, provider: OpenIdProvider, node_browsers: Browsers, id_: str
) -> None:
    browser = node_browsers.new(app.url)
    begun = browser.call("signIn.social", {"provider": id_, **PAGES}).data
    assert begun["redirect"] is True
    assert browser.open(provider.sign_in(begun["url"], "ann")).location == "/dashboard"
    user = browser.user()
    assert (user["email"], user["emailVerified"]) == ("ann@example.com", True)
    [account] = browser.call("listAccounts").data
    assert (account["providerId"], account["userId"]) == (id_, user["id"])
    token = browser.call("getAccessToken", {"accountId": account["id"]}).data
    assert token["scopes"] == account["scopes"]
    refreshed = browser.call("refreshToken", {"accountId": account["id"]}).data
    assert refreshed["accessToken"] != token["accessToken"]
    info = browser.call("accountInfo", {"query": {"accountId": account["id"]}}).data
    assert info["user"]["email"] == "ann@example.com"


@pytest.mark.usefixtures("database")
def test_better_auths_client_links_a_second_provider(
    app: Stack, provider: OpenIdProvider, node_browsers: Browsers
) -> None:
    browser = node_browsers.new(app.url)
    begun = browser.call("signIn.social", {"provider": "google", **PAGES}).data
    browser.open(provider.sign_in(begun["url"], "ann"))
    begun = browser.call("linkSocial", {"provider": "github", "callbackURL": "/settings"}).data
    assert browser.open(provider.sign_in(begun["url"], "ann")).location == "/settings"
    assert {account["providerId"] for account in browser.call("listAccounts").data} == {"google", "github"}


@pytest.mark.usefixtures("database")
def test_better_auths_client_is_told_of_a_provider_that_is_not_configured(app: Stack, node_browsers: Browsers) -> None:
    refused = node_browsers.new(app.url).call("signIn.social", {"provider": "apple"})
    assert refused.code == (404, "PROVIDER_NOT_FOUND")


@pytest.mark.usefixtures("database")
@pytest.mark.browser
def test_a_browser_comes_back_from_another_site_signed_in(app: Stack, chromium: Browser) -> None:
    """Its cookies are SameSite=Lax: that of the state must come along from there, and that of the session be kept."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{app.url}/sign-in?error=email_domain_not_allowed")
    expect(page.get_by_text("Your address there is none that may come in here")).to_be_visible()
    page.get_by_role("button", name="Continue with Acme & Co").first.click()
    page.get_by_placeholder("Enter any login").fill("ann")
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{app.url}/dashboard")
    session = page.evaluate("fetch('/api/auth/get-session').then((reply) => reply.json())")
    assert session["user"]["email"] == "ann@example.com"
    assert {cookie["name"] for cookie in context.cookies(app.url)} == {"better-auth.session_token"}
    context.close()


def begun(app: Stack, provider: OpenIdProvider) -> tuple[str, str]:
    """Ann at the provider, about to come back: her address there, and the cookie that her browser holds."""
    reply = httpx.post(f"{app.url}/api/auth/sign-in/social", json={"provider": "google", **PAGES}, timeout=60)
    return provider.sign_in(reply.json()["url"], "ann"), reply.headers["set-cookie"].partition(";")[0]


def at_once(returns: list[tuple[str, str]]) -> list[str]:
    """Where they are sent who come back at the same time."""

    def come_back(address: str, cookie: str) -> str:
        return str(httpx.get(address, headers={"cookie": cookie}, timeout=60).headers["location"])

    with ThreadPoolExecutor(len(returns)) as threads:
        return list(threads.map(come_back, *zip(*returns, strict=True)))


def counts(database: Direct) -> dict[str, int]:
    """How many users, accounts and sessions there are."""
    row = database.execute(
        'SELECT (SELECT count(*) FROM public."user") AS users, (SELECT count(*) FROM public.account) AS accounts,'
        " (SELECT count(*) FROM public.session) AS sessions"
    ).fetchone()
    assert row
    return row


def test_many_returns_of_one_sign_in_open_one_session(app: Stack, provider: OpenIdProvider, database: Direct) -> None:
    targets = at_once([begun(app, provider)] * 4)
    assert sorted(targets) == ["/dashboard"] + [f"{app.url}/api/auth/error?error=state_mismatch"] * 3
    assert counts(database) == {"users": 1, "accounts": 1, "sessions": 1}


@pytest.mark.parametrize("known", [False, True])
def test_many_first_sign_ins_at_once_make_one_user_and_one_account(
    app: Stack, provider: OpenIdProvider, database: Direct, known: bool
) -> None:
    if known:
        database.execute(
            'INSERT INTO public."user" (id, name, email, email_verified)'
            " VALUES ('ann', 'Ann', 'ann@example.com', true)"
        )
    assert at_once([begun(app, provider) for _ in range(4)]) == ["/dashboard"] * 4
    assert counts(database) == {"users": 1, "accounts": 1, "sessions": 4}
