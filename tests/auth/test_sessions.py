"""Two requests may be about one session at once."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from auth import sessions
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
