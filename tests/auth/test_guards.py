"""What is only for somebody who is signed in."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from tests.auth.browser import DATA, FORGET, TOKEN, Browser

Direct = psycopg.Connection[DictRow]
GUARDED: list[tuple[str, str, Any]] = [
    ("GET", "/list-sessions", None),
    ("POST", "/revoke-session", {"token": "x"}),
    ("POST", "/revoke-sessions", {}),
    ("POST", "/revoke-other-sessions", {}),
    ("POST", "/update-user", {"name": "x"}),
    ("POST", "/update-session", {}),
    ("POST", "/change-password", {"newPassword": "long enough", "currentPassword": "x"}),
    ("POST", "/verify-password", {"password": "x"}),
    ("POST", "/change-email", {"newEmail": "new@example.com"}),
    ("POST", "/delete-user", {}),
    ("GET", "/list-accounts", None),
    ("POST", "/unlink-account", {"accountId": "x"}),
]


def send(browser: Browser, method: str, path: str, body: Any) -> Any:
    return browser.get(path) if method == "GET" else browser.post(path, body)


@pytest.mark.parametrize(("method", "path", "body"), GUARDED)
def test_without_a_session_the_answer_is_401(browser: Browser, method: str, path: str, body: Any) -> None:
    reply = send(browser, method, path, body)
    assert (reply.status, reply.json) == (401, {"message": "Unauthorized", "code": "UNAUTHORIZED"})
    assert reply.set_cookies == []


@pytest.mark.parametrize(("method", "path", "body"), GUARDED)
def test_a_browser_whose_session_is_gone_is_cleared_with_the_401(
    browser: Browser, database: Direct, method: str, path: str, body: Any
) -> None:
    browser.sign_up()
    database.execute("DELETE FROM session")
    reply = send(browser, method, path, body)
    assert reply.status == 401
    assert [line.partition("=")[0] for line in reply.set_cookies] == [TOKEN, DATA, FORGET]


@pytest.mark.parametrize(
    ("method", "path", "body"), [each for each in GUARDED if each[1] not in ("/revoke-sessions", "/delete-user")]
)
def test_whatever_needs_a_session_renews_it_when_it_is_time(
    browser: Browser, database: Direct, method: str, path: str, body: Any
) -> None:
    browser.sign_up()
    database.execute("UPDATE session SET expires_at = timezone('UTC', now()) + interval '5 days'")
    reply = send(browser, method, path, body)
    assert reply.set_cookies
    assert reply.set_cookies[0].startswith(f"{TOKEN}=")
    assert "Max-Age=604800" in reply.set_cookies[0]
    row = database.execute("SELECT expires_at - timezone('UTC', now()) AS life FROM session").fetchone()
    assert row
    assert row["life"] > timedelta(days=6, hours=23)


def test_renewal_can_be_declined_in_the_query(browser: Browser, database: Direct) -> None:
    browser.sign_up()
    database.execute("UPDATE session SET expires_at = timezone('UTC', now()) + interval '5 days'")
    assert browser.get("/list-accounts", query="disableRefresh=false").set_cookies == []
