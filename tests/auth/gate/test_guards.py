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


def test_a_browser_whose_session_is_gone_is_cleared_with_the_401(browser: Browser, database: Direct) -> None:
    browser.sign_up()
    database.execute("DELETE FROM public.session")
    held = dict(browser.jar)
    for method, path, body in GUARDED:
        browser.jar = dict(held)
        reply = send(browser, method, path, body)
        assert reply.status == 401, path
        assert [line.partition("=")[0] for line in reply.set_cookies] == [TOKEN, DATA, FORGET], path


def test_whatever_needs_a_session_renews_it_when_it_is_time(browser: Browser, database: Direct) -> None:
    browser.sign_up()
    for method, path, body in GUARDED:
        if path in ("/revoke-sessions", "/delete-user"):
            continue  # these end it
        database.execute("UPDATE public.session SET expires_at = timezone('UTC', now()) + interval '5 days'")
        reply = send(browser, method, path, body)
        assert reply.set_cookies, path
        assert reply.set_cookies[0].startswith(f"{TOKEN}="), path
        assert "Max-Age=604800" in reply.set_cookies[0], path
        row = database.execute("SELECT expires_at - timezone('UTC', now()) AS life FROM public.session").fetchone()
        assert row, path
        assert row["life"] > timedelta(days=6, hours=23), path


def test_renewal_can_be_declined_in_the_query(browser: Browser, database: Direct) -> None:
    browser.sign_up()
    database.execute("UPDATE public.session SET expires_at = timezone('UTC', now()) + interval '5 days'")
    assert browser.get("/list-accounts", query="disableRefresh=false").set_cookies == []
