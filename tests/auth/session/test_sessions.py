"""Two requests may be about one session at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.session import sessions
from spoor import database as layer
from tests.auth.browser import TOKEN, Browser

Direct = psycopg.Connection[DictRow]


def test_a_session_that_another_request_ends_is_not_renewed_into_life(
    browser: Browser, database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_up()
    database.execute("UPDATE public.session SET expires_at = timezone('UTC', now()) + %s", [timedelta(days=1)])
    real = layer.run

    def then_sign_out_elsewhere(*args: Any, **kwargs: Any) -> Any:
        rows = real(*args, **kwargs)
        database.execute("DELETE FROM public.session")
        return rows

    monkeypatch.setattr(sessions, "run", then_sign_out_elsewhere)
    reply = browser.get("/get-session")
    assert reply.text == "null"
    assert len(reply.set_cookies) == 3
    assert TOKEN not in browser.jar


def test_a_session_that_another_request_renews_is_not_deleted_as_expired(
    browser: Browser, database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_up()
    database.execute("UPDATE public.session SET expires_at = timezone('UTC', now())")
    real = layer.run

    def then_renew_elsewhere(*args: Any, **kwargs: Any) -> Any:
        rows = real(*args, **kwargs)
        database.execute("UPDATE public.session SET expires_at = expires_at + interval '7 days'")
        return rows

    monkeypatch.setattr(sessions, "run", then_renew_elsewhere)
    browser.get("/get-session")
    assert len(database.execute("SELECT FROM public.session").fetchall()) == 1


def test_a_session_ends_ninety_days_after_it_began_however_often_it_is_renewed(
    browser: Browser, database: Direct
) -> None:
    browser.sign_up()
    database.execute(
        """UPDATE public.session SET created_at = timezone('UTC', now()) - interval '88 days',
                  expires_at = timezone('UTC', now()) + interval '1 hour'"""
    )
    assert browser.get("/get-session").cookie(TOKEN)
    life = "SELECT expires_at - created_at AS life, created_at FROM public.session"
    row = database.execute(life).fetchone()
    assert row
    assert row["life"] == timedelta(days=90)
    assert browser.get("/get-session").set_cookies == []  # and is not renewed in vain from then on
    database.execute("UPDATE public.session SET created_at = created_at - interval '2 days'")
    reply = browser.get("/get-session")
    assert (reply.text, len(reply.set_cookies)) == ("null", 3)
    assert database.execute("SELECT FROM public.session").fetchall() == []


def test_switched_off_a_session_is_renewed_for_ever(
    browser: Browser, database: Direct, features: Callable[..., None]
) -> None:
    features("-limitSessionAge")
    browser.sign_up()
    database.execute(
        """UPDATE public.session SET created_at = created_at - interval '400 days',
                  expires_at = timezone('UTC', now()) + interval '1 hour'"""
    )
    assert browser.get("/get-session").cookie(TOKEN)
    assert browser.session()


def test_signing_in_again_ends_the_session_that_the_browser_had(browser: Browser, database: Direct) -> None:
    browser.sign_up()
    before, elsewhere = Browser(dict(browser.jar)), Browser()
    elsewhere.sign_in()
    assert browser.sign_in(password="wrong").status == 401
    assert before.session()
    browser.sign_in()
    assert before.session() is None
    assert browser.session()
    assert elsewhere.session()
    before = Browser(dict(browser.jar))
    browser.sign_up("bob@example.com")
    assert before.session() is None


def test_switched_off_the_session_that_the_browser_had_stays(browser: Browser, features: Callable[..., None]) -> None:
    features("-endReplacedSession")
    browser.sign_up()
    before = Browser(dict(browser.jar))
    browser.sign_in()
    assert before.session()
