"""Better Auth's own client and a real browser sign in at a real provider, through the gateway."""

import json
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser
from psycopg.rows import DictRow, dict_row

from tests.auth.social.openid_provider import OpenIdProvider, free_port, openid_provider
from tests.stack import Stack, started

CLIENT = Path(__file__).parent / "social.mjs"


@pytest.fixture(scope="module")
def port() -> int:
    """Where the app will be: provider and app must each know the other's address."""
    return free_port()


@pytest.fixture(scope="module")
def provider(port: int) -> Iterator[OpenIdProvider]:
    """The provider, at another host than the app: for a browser, another site."""
    with openid_provider(f"http://127.0.0.1:{port}") as running:
        yield running


@pytest.fixture(scope="module")
def app(port: int, provider: OpenIdProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The local stack, with the provider in GitHub's and Google's place."""
    variables = {**provider.settings, "SPOOR_PORT": str(port)}
    with started(tmp_path_factory.mktemp("social"), tmp_path_factory.mktemp("log") / "dev.log", **variables) as running:
        yield running


@pytest.fixture
def database(app: Stack) -> Iterator[psycopg.Connection[DictRow]]:
    """The app's database, with nobody in it."""
    with psycopg.connect(app.database, autocommit=True, row_factory=dict_row) as connection:
        connection.execute('TRUNCATE "user", session, account, verification CASCADE')
        yield connection


@dataclass
class Client:
    """Better Auth's client in Node, and the cookies that a browser would keep for it."""

    url: str
    jar: dict[str, str] = field(default_factory=dict)

    def does(self, act: str, *given: str) -> Any:
        """What the client's call gives; it must succeed."""
        environment = {**os.environ, "BASE_URL": self.url, "COOKIE": self.cookie}
        done = subprocess.run(["node", CLIENT, act, *given], env=environment, capture_output=True, check=True)
        said = json.loads(done.stdout)
        self._keep(said["cookies"])
        return said["data"]

    def begins(self, id_: str) -> str:
        """Begin as the client does, without starting it; gives the provider's address."""
        body = {"provider": id_, "callbackURL": "/dashboard"}
        reply = httpx.post(f"{self.url}/api/auth/sign-in/social", json=body)
        self._keep(reply.headers.get_list("set-cookie"))
        return str(reply.json()["url"])

    def comes_back(self, address: str) -> str:
        """Follow the provider's redirect; gives where our callback sends the browser."""
        reply = httpx.get(address, headers={"cookie": self.cookie}, timeout=60)
        assert reply.status_code == 302, reply.text
        self._keep(reply.headers.get_list("set-cookie"))
        return str(reply.headers["location"])

    @property
    def cookie(self) -> str:
        """The Cookie header."""
        return "; ".join(f"{name}={value}" for name, value in self.jar.items())

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                self.jar[name] = morsel.coded_value
                if morsel["max-age"] == "0":
                    del self.jar[name]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("id_", ["google", "github"])
def test_better_auths_client_signs_in_and_gets_at_its_account(app: Stack, provider: OpenIdProvider, id_: str) -> None:
    client = Client(app.url)
    begun = client.does("begin", id_)
    assert begun["redirect"] is True
    assert client.comes_back(provider.sign_in(begun["url"], "ann")) == "/dashboard"
    found = client.does("look")
    user = found["session"]["user"]
    assert (user["email"], user["emailVerified"]) == ("ann@example.com", True)
    [account] = found["accounts"]
    assert (account["providerId"], account["userId"]) == (id_, user["id"])
    assert found["token"]["scopes"] == account["scopes"]
    assert found["refreshed"]["accessToken"] != found["token"]["accessToken"]
    assert found["info"]["user"]["email"] == "ann@example.com"


@pytest.mark.usefixtures("database")
def test_better_auths_client_links_a_second_provider(app: Stack, provider: OpenIdProvider) -> None:
    client = Client(app.url)
    client.comes_back(provider.sign_in(client.does("begin", "google")["url"], "ann"))
    assert client.comes_back(provider.sign_in(client.does("link", "github")["url"], "ann")) == "/settings"
    assert {account["providerId"] for account in client.does("look")["accounts"]} == {"google", "github"}


@pytest.mark.usefixtures("database")
@pytest.mark.browser
def test_a_browser_comes_back_from_another_site_signed_in(app: Stack, chromium: Browser) -> None:
    """Its cookies are SameSite=Lax: that of the state must come along from there, and that of the session be kept."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{app.url}/sign-in")
    page.evaluate(
        """async () => {
            const body = JSON.stringify({ provider: 'google', callbackURL: '/dashboard' })
            const headers = { 'content-type': 'application/json' }
            const reply = await fetch('/api/auth/sign-in/social', { method: 'POST', headers, body })
            location.href = (await reply.json()).url
        }"""
    )
    page.get_by_placeholder("Enter any login").fill("ann")
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{app.url}/dashboard")
    session = page.evaluate("fetch('/api/auth/get-session').then((reply) => reply.json())")
    assert session["user"]["email"] == "ann@example.com"
    assert {cookie["name"] for cookie in context.cookies(app.url)} == {"better-auth.session_token"}
    context.close()


def at_once(clients: list[Client], addresses: list[str]) -> list[str]:
    """Where they are sent who come back at the same time."""
    with ThreadPoolExecutor(len(clients)) as threads:
        return list(threads.map(Client.comes_back, clients, addresses))


def count(database: psycopg.Connection[DictRow], table: str) -> int:
    """The rows of a table."""
    row = database.execute(f'SELECT count(*) FROM "{table}"'.encode()).fetchone()
    assert row
    return int(row["count"])


def test_many_returns_of_one_sign_in_open_one_session(
    app: Stack, provider: OpenIdProvider, database: psycopg.Connection[DictRow]
) -> None:
    client = Client(app.url)
    back = provider.sign_in(client.does("begin", "google")["url"], "ann")
    copies = [Client(app.url, dict(client.jar)) for _ in range(4)]
    targets = at_once(copies, [back] * len(copies))
    assert sorted(targets) == ["/dashboard"] + [f"{app.url}/api/auth/error?error=state_mismatch"] * 3
    assert [count(database, table) for table in ("user", "account", "session")] == [1, 1, 1]


@pytest.mark.parametrize("known", [False, True])
def test_many_sign_ins_of_one_account_at_once_make_one_user_and_one_account(
    app: Stack, provider: OpenIdProvider, database: psycopg.Connection[DictRow], known: bool
) -> None:
    if known:
        database.execute(
            "INSERT INTO \"user\" (id, name, email, email_verified) VALUES ('ann', 'Ann', 'ann@example.com', true)"
        )
    clients = [Client(app.url) for _ in range(4)]
    addresses = [provider.sign_in(client.begins("google"), "ann") for client in clients]
    assert at_once(clients, addresses) == ["/dashboard"] * 4
    assert [count(database, table) for table in ("user", "account", "session")] == [1, 1, 4]
