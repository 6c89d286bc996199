"""A real Better Auth server on our database: what begins there ends here and the reverse, and both say the same."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import psycopg
import pytest
from psycopg.rows import DictRow

from tests.auth.social.openid_provider import OpenIdProvider
from tests.clients.better_auth import AuthBrowser, BetterAuth, Browsers
from tests.stack import Stack

Direct = psycopg.Connection[DictRow]
PAGES = {"callbackURL": "/dashboard", "newUserCallbackURL": "/welcome", "errorCallbackURL": "/sign-in?x=1#form"}


@pytest.fixture
def urls(app: Stack, theirs: BetterAuth, database: Direct) -> dict[str, str]:
    """Where the two servers are."""
    return {"ours": app.url, "theirs": theirs.url}


def journey(
    browser: AuthBrowser, provider: OpenIdProvider, urls: dict[str, str], begin: str, end: str, id_: str
) -> Any:
    """Sign in as Ann: begin at one server, come back to the other."""
    begun = browser.at(urls[begin]).call("signIn.social", {"provider": id_, **PAGES}).data
    back = provider.sign_in(begun["url"], "ann")
    assert back.startswith(urls["ours"])
    return browser.open(back.replace(urls["ours"], urls[end])).location


@pytest.mark.parametrize("id_", ["google", "github", "company"])
@pytest.mark.parametrize(("begin", "end"), [("ours", "theirs"), ("theirs", "ours")])
def test_a_sign_in_that_begins_at_one_server_ends_at_the_other(
    provider: OpenIdProvider, node_browsers: Browsers, urls: dict[str, str], begin: str, end: str, id_: str
) -> None:
    browser = node_browsers.new(urls["ours"])
    assert journey(browser, provider, urls, begin, end, id_) == "/welcome"
    user = browser.at(urls[begin]).user()
    assert user["email"] == "ann@example.com"
    assert browser.at(urls[end]).user() == user
    again = node_browsers.new(urls["ours"])
    assert journey(again, provider, urls, end, begin, id_) == "/dashboard"
    assert again.user() == user


def test_both_servers_let_nobody_new_in_where_a_described_provider_may_bring_nobody(
    provider: OpenIdProvider, node_browsers: Browsers, urls: dict[str, str], database: Direct
) -> None:
    refused, asked = "/sign-in?x=1&error=signup_disabled#form", {"requestSignUp": True}
    steps: list[tuple[str, str, dict[str, bool], str]] = [
        ("closed", "ann", {}, refused),
        ("asking", "ann", {}, refused),
        ("closed", "ann", asked, refused),
        ("company", "ann", {}, "/welcome"),
        ("closed", "ann", {}, "/dashboard"),
        ("asking", "bob", asked, "/welcome"),
    ]
    for url in urls.values():
        database.execute('TRUNCATE public."user" CASCADE')
        for id_, who, wish, ends in steps:
            browser = node_browsers.new(urls["ours"]).at(url)
            begun = browser.call("signIn.social", {"provider": id_, **PAGES, **wish}).data
            back = provider.sign_in(begun["url"], who).replace(urls["ours"], url)
            assert browser.open(back).location == ends, (url, id_, wish)


def test_both_servers_store_the_same(
    provider: OpenIdProvider, node_browsers: Browsers, urls: dict[str, str], database: Direct
) -> None:
    stored = []
    for side in urls:
        for id_ in ("google", "github", "company"):
            database.execute('TRUNCATE public."user" CASCADE')
            journey(node_browsers.new(urls["ours"]), provider, urls, side, side, id_)
            [user] = database.execute('SELECT * FROM public."user"').fetchall()
            [account] = database.execute("SELECT * FROM public.account").fetchall()
            stored.append((side, id_, shape(user) | {"account": shape(account)}))
    ours, theirs = ([kept for side, _, kept in stored if side == wanted] for wanted in urls)
    assert ours == theirs


def shape(row: dict[str, Any]) -> dict[str, Any]:
    """A row, with what differs each time as its kind and length."""
    fresh = {"id", "user_id", "access_token", "refresh_token", "id_token"}
    return {
        name: (type(value).__name__, len(value)) if name in fresh and value else _kind(value)
        for name, value in row.items()
    }


def _kind(value: Any) -> Any:
    return value if value is None or isinstance(value, str | bool) else type(value).__name__


def test_both_servers_hand_out_the_same_of_an_account(
    provider: OpenIdProvider, node_browsers: Browsers, urls: dict[str, str]
) -> None:
    for id_ in ("google", "github", "company"):
        browser = node_browsers.new(urls["ours"])
        journey(browser, provider, urls, "ours", "ours", id_)
        account = next(each for each in browser.call("listAccounts").data if each["providerId"] == id_)
        for call in (
            ["getAccessToken", {"accountId": account["id"]}],
            ["accountInfo", {"query": {"accountId": account["id"]}}],
            ["getAccessToken", {"accountId": "unknown"}],
            ["refreshToken", {"accountId": "unknown"}],
            ["accountInfo", {"query": {"accountId": "unknown"}}],
            ["accountInfo", {"query": {}}],
        ):
            ours, theirs = (browser.at(url).call(*call) for url in urls.values())
            assert (ours.status, ours.data, ours.error) == (theirs.status, theirs.data, theirs.error), call


BODIES: list[Any] = [
    {"provider": "google"},
    {"provider": "github", **PAGES, "scopes": ["repo", "gist"], "loginHint": "ann", "disableRedirect": True},
    {"provider": "google", "additionalParams": {"prompt": "select_account"}, "additionalData": {"a": 1}},
    {"provider": "google", "callbackURL": "", "errorCallbackURL": "", "newUserCallbackURL": ""},
    {"provider": "company", **PAGES, "scopes": ["groups"], "loginHint": "ann"},
    {"provider": "company", "scopes": ["openid"], "disableRedirect": True},
    {"provider": "company", "idToken": {"token": "x"}},
    {"provider": "company", "additionalParams": {"nonce": "x"}},
    {"provider": "plain", "scopes": ["groups"]},
    {"provider": "plain", "idToken": {"token": "x"}},
    {"provider": "apple"},
    {"provider": "apple", "idToken": {"token": "x"}},
    {"provider": 5},
    {},
    [],
    {"provider": "google", "scopes": "a"},
    {"provider": "google", "scopes": [1, "a", None]},
    {"provider": "google", "disableRedirect": "x"},
    {"provider": "google", "loginHint": 1, "requestSignUp": "a"},
    {"provider": "google", "idToken": {}},
    {"provider": "google", "idToken": "x"},
    {"provider": "google", "idToken": {"token": 1, "nonce": 2, "accessToken": 3, "refreshToken": 4}},
    {"provider": "google", "idToken": {"token": "x"}},
    {"provider": "github", "idToken": {"token": "x"}},
    {"provider": "google", "additionalData": [1]},
    {"provider": "google", "additionalParams": {"state": "x"}},
    {"provider": "google", "additionalParams": {"x": 1}},
    {"provider": "google", "callbackURL": 5},
    {"provider": "google", "callbackURL": "https://evil.example"},
    {"provider": "google", "errorCallbackURL": "//evil.example"},
    {"provider": "google", "newUserCallbackURL": "/\\evil.example"},
]
RETURNS = [
    "",
    "state=",
    "code=x",
    "error=access_denied",
    "state=unknown&code=x",
    "state=a&state=b",
    "{state}",
    "{state}&code=made-up",
    "{state}&error=access_denied&error_description=I%20do%20not%20want%20%C3%A9%26",
    "{state}&error=a%20b%0d%0a",
]


@pytest.fixture
def sides(urls: dict[str, str]) -> Iterator[dict[str, httpx.Client]]:
    """A plain HTTP client for each server."""
    with httpx.Client(timeout=60) as ours, httpx.Client(timeout=60) as theirs:
        yield {"ours": ours, "theirs": theirs}


@pytest.mark.parametrize("path", ["/sign-in/social", "/link-social"])
def test_both_servers_answer_every_beginning_alike(
    sides: dict[str, httpx.Client], urls: dict[str, str], path: str
) -> None:
    if path == "/link-social":
        email = {"name": "Ann", "email": "ann@example.com", "password": "correct horse battery"}
        sides["ours"].post(f"{urls['ours']}/api/auth/sign-up/email", json=email).raise_for_status()
        sides["theirs"].cookies.update(sides["ours"].cookies)
    for body in BODIES:
        answers = [
            plain(client.post(f"{urls[side]}/api/auth{path}", json=body, headers={"origin": urls[side]}), urls)
            for side, client in sides.items()
        ]
        assert answers[0] == answers[1], body


@pytest.mark.parametrize("id_", ["google", "apple"])
def test_both_servers_answer_every_return_alike(sides: dict[str, httpx.Client], urls: dict[str, str], id_: str) -> None:
    for query in RETURNS:
        for cookie in (True, False):
            answers = []
            for side, client in sides.items():
                begun = client.post(
                    f"{urls[side]}/api/auth/sign-in/social",
                    json={"provider": "google", **PAGES},
                    headers={"origin": urls[side]},
                )
                state = dict(parse_qsl(urlsplit(begun.json()["url"]).query))["state"]
                if not cookie:
                    client.cookies.clear()
                back = f"{urls[side]}/api/auth/callback/{id_}?{query.replace('{state}', f'state={state}')}"
                answers.append(plain(client.get(back), urls))
            assert answers[0] == answers[1], (query, cookie)


def plain(reply: httpx.Response, urls: dict[str, str]) -> Any:
    """An answer without what differs each time."""
    text = reply.text
    location = reply.headers.get("location")
    body = reply.json() if text else None
    if isinstance(body, dict) and body.get("url"):
        assert location in (None, body["url"])
        parts = urlsplit(body["url"])
        asked = dict(parse_qsl(parts.query)) | {"state": "", "code_challenge": ""}
        asked |= {"nonce": len(asked["nonce"])} if "nonce" in asked else {}
        body["url"], location = (parts._replace(query="").geturl(), asked), location is not None
    elif location:
        for side in urls.values():
            location = location.replace(side, "")
    cookies = sorted(line.partition("=")[0] + line.partition(";")[2] for line in reply.headers.get_list("set-cookie"))
    return reply.status_code, body, location, cookies
