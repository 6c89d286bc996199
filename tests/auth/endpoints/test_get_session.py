"""GET /get-session says who is signed in, keeps living sessions alive and buries dead ones."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import DictRow

from auth import app
from auth.http import cookies
from tests.auth.browser import DATA, FORGET, PRIVATE, TOKEN, Browser, event
from tests.conftest import SECRET

Direct = psycopg.Connection[DictRow]
CLEARED = [f"{name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax" for name in (TOKEN, DATA, FORGET)]


@pytest.fixture
def ann(browser: Browser) -> Browser:
    """Ann's browser; she has just signed up with it."""
    assert browser.sign_up("ann@example.com").status == 200
    return browser


def leave(database: Direct, left: timedelta) -> None:
    """Let every session have `left` to live."""
    database.execute("UPDATE public.session SET expires_at = timezone('UTC', now()) + %s", [left])


def left(database: Direct) -> timedelta:
    row = database.execute("SELECT expires_at - timezone('UTC', now()) AS left FROM public.session").fetchone()
    assert row
    life: timedelta = row["left"]
    return life


def test_nobody_is_no_error(browser: Browser) -> None:
    reply = browser.get("/get-session")
    assert (reply.status, reply.text, reply.set_cookies) == (200, "null", [])
    assert reply.headers == {"content-type": "application/json", "pragma": "no-cache", **PRIVATE}


def test_a_session_is_shown_with_its_user(ann: Browser) -> None:
    reply = ann.get("/get-session")
    assert reply.headers == {"content-type": "application/json", "pragma": "no-cache", **PRIVATE}
    assert not reply.set_cookies
    session, user = reply.json["session"], reply.json["user"]
    assert sorted(session) == ["createdAt", "expiresAt", "id", "ipAddress", "token", "updatedAt", "userAgent", "userId"]
    assert sorted(user) == ["createdAt", "email", "emailVerified", "id", "image", "name", "updatedAt"]
    assert session["userId"] == user["id"]
    assert (session["ipAddress"], session["userAgent"]) == ("203.0.113.9", "probe/1")
    created, expires = (datetime.fromisoformat(session[key]) for key in ("createdAt", "expiresAt"))
    assert expires - created == timedelta(days=7)
    assert all(re.search(r"\.\d{3}Z$", session[key]) for key in ("createdAt", "updatedAt", "expiresAt"))


@pytest.mark.parametrize("held", ["nothing", "a session", "a dead session", "junk", "stray data"])
def test_the_short_way_past_the_frameworks_ends_at_the_same_answer(ann: Browser, database: Direct, held: str) -> None:
    pairs = {
        "nothing": [],
        "a session": [f"{TOKEN}={ann.jar[TOKEN]}"],
        "a dead session": [f"{TOKEN}={cookies.sign('gone', SECRET.encode())}"],
        "junk": [f"{TOKEN}=junk; \xe9"],
        "stray data": [f"{TOKEN}={ann.jar[TOKEN]}", f"{DATA}=x", f"{DATA}.0=y"],
    }[held]
    asked = event("GET", "/get-session", query="disableCookieCache=true", cookies=pairs)
    short, long = app.handler(asked, None), app._adapt(asked, None)
    length = long["headers"].pop("content-length")
    assert short == {"cookies": [], **long}
    assert int(length) == len(short["body"].encode())


def test_it_takes_one_statement(ann: Browser, statements: list[str]) -> None:
    ann.session()
    assert statements == ["find_session"]


def test_a_cookie_that_was_not_signed_here_costs_no_query_and_is_left_alone(
    ann: Browser, statements: list[str]
) -> None:
    token = ann.session()["session"]["token"]
    value = ann.jar[TOKEN]
    del statements[:]
    for bad in ("", "%%%", token, f"x{value}", value[1:], value[:-8] + "AAAAA%3D", cookies.sign(token, b"other" * 8)):
        reply = Browser({TOKEN: bad}).get("/get-session")
        assert (reply.status, reply.text, reply.set_cookies) == (200, "null", []), bad
    assert statements == []


def test_a_signed_cookie_without_a_session_is_cleared(browser: Browser) -> None:
    browser.jar[TOKEN] = cookies.sign("A" * 32, SECRET.encode())
    reply = browser.get("/get-session")
    assert (reply.status, reply.text, reply.set_cookies) == (200, "null", CLEARED)


def test_an_expired_session_is_cleared_and_deleted(ann: Browser, database: Direct) -> None:
    leave(database, timedelta(0))
    reply = ann.get("/get-session")
    assert (reply.status, reply.text, reply.set_cookies) == (200, "null", CLEARED)
    assert database.execute("SELECT FROM public.session").fetchall() == []


def test_a_row_and_a_cookie_that_another_server_made_are_a_session(
    ann: Browser, database: Direct, features: Callable[..., None]
) -> None:
    features("-limitSessionAge")
    database.execute(
        """
        INSERT INTO public.session (id, token, user_id, expires_at, created_at, updated_at)
        SELECT 'foreign', 'f0f0', id, '2099-01-01', '2026-01-01 00:00:00.123456', '2026-01-01' FROM public."user"
        """
    )
    session = Browser({TOKEN: cookies.sign("f0f0", SECRET.encode())}).session()["session"]
    assert session["createdAt"] == "2026-01-01T00:00:00.123Z"
    assert (session["ipAddress"], session["userAgent"]) == (None, None)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata"])
def test_the_database_sessions_time_zone_changes_nothing(ann: Browser, database: Direct, zone: str) -> None:
    name = sql.Identifier(database.info.dbname)
    database.execute(sql.SQL("ALTER DATABASE {} SET timezone = {}").format(name, zone))
    database.execute("SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = 'spoor'")
    try:
        leave(database, timedelta(minutes=5))
        assert ann.get("/get-session", query="disableRefresh=1").json["session"]
        leave(database, timedelta(minutes=-5))
        assert ann.session() is None
    finally:
        database.execute(sql.SQL("ALTER DATABASE {} RESET timezone").format(name))
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = 'spoor'")


def test_a_session_is_left_alone_in_its_first_day(ann: Browser, database: Direct) -> None:
    leave(database, timedelta(days=6, minutes=1))
    assert not ann.get("/get-session").set_cookies
    assert left(database) < timedelta(days=6, minutes=1)


def test_a_session_is_renewed_after_its_first_day(ann: Browser, database: Direct, statements: list[str]) -> None:
    before = ann.session()["session"]
    leave(database, timedelta(days=6))
    database.execute("UPDATE public.session SET updated_at = '2026-01-01'")
    del statements[:]
    reply = ann.get("/get-session")
    assert statements == ["find_session", "renew_session"]
    session = reply.json["session"]
    same = ("id", "token", "createdAt", "userId")
    assert [session[key] for key in same] == [before[key] for key in same]
    (line,) = reply.set_cookies
    assert line.startswith(f"{TOKEN}={session['token']}.")
    assert "; Max-Age=604800; " in line
    row = database.execute("SELECT expires_at, updated_at FROM public.session").fetchone()
    assert row
    assert row["expires_at"].replace(tzinfo=UTC) == datetime.fromisoformat(session["expiresAt"])
    assert row["updated_at"].replace(tzinfo=UTC) == datetime.fromisoformat(session["updatedAt"])
    assert row["expires_at"] - row["updated_at"] == timedelta(days=7)
    assert left(database) > timedelta(days=6, hours=23)


@pytest.mark.parametrize(("query", "renews"), [("1", False), ("false", False), ("", True)])
def test_a_renewal_can_be_declined(ann: Browser, database: Direct, query: str, renews: bool) -> None:
    leave(database, timedelta(days=5))
    assert bool(ann.get("/get-session", query=f"disableRefresh={query}").set_cookies) == renews


def test_a_session_that_is_not_remembered_is_never_renewed(browser: Browser, database: Direct) -> None:
    browser.sign_up(rememberMe=False)
    leave(database, timedelta(hours=1))
    reply = browser.get("/get-session")
    assert reply.json["session"]
    assert not reply.set_cookies
    assert left(database) <= timedelta(hours=1)


def test_of_two_cookies_the_first_counts(ann: Browser) -> None:
    value = ann.jar[TOKEN]
    assert ann.get("/get-session").json
    assert Browser({TOKEN: f"bad; {TOKEN}={value}"}).session() is None
    assert Browser({TOKEN: f"{value}; {TOKEN}=bad"}).session() is not None


def test_a_cookie_cache_that_is_not_ours_does_no_harm_and_is_cleared(ann: Browser) -> None:
    ann.jar |= {DATA: "abc", f"{DATA}.0": "q"}
    reply = ann.get("/get-session")
    assert reply.json["session"]
    assert reply.set_cookies == [f"{name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax" for name in (DATA, f"{DATA}.0")]
    assert len(Browser({DATA: "abc"}).get("/get-session").set_cookies) == 1
    assert not Browser({DATA: ""}).get("/get-session").set_cookies


def test_a_bearer_header_is_no_session(ann: Browser) -> None:
    assert Browser().get("/get-session", authorization=f"Bearer {ann.jar[TOKEN]}").text == "null"


def test_post_is_refused_since_nothing_is_deferred_here(ann: Browser) -> None:
    reply = ann.post("/get-session", {})
    assert (reply.status, reply.json) == (
        405,
        {
            "message": "POST method requires deferSessionRefresh to be enabled in session config",
            "code": "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED",
        },
    )
    assert (reply.headers["cache-control"], reply.headers["pragma"]) == ("no-store", "no-cache")


def test_a_huge_cookie_header_is_read_in_passing(ann: Browser) -> None:
    name, value = TOKEN, ann.jar[TOKEN]
    assert Browser({"a": "b; a=b" * 20_000, name: value}).session() is not None


def test_renewal_can_be_switched_off(ann: Browser, database: Direct, features: Callable[..., None]) -> None:
    features("disableSessionRefresh")
    leave(database, timedelta(days=5))
    assert ann.get("/get-session").set_cookies == []
    assert left(database) < timedelta(days=5)


def test_where_renewal_is_deferred_get_says_whether_it_is_time_and_post_does_it(
    ann: Browser, database: Direct, features: Callable[..., None]
) -> None:
    features("deferSessionRefresh")
    assert ann.session()["needsRefresh"] is False
    leave(database, timedelta(days=5))
    reply = ann.get("/get-session")
    assert (reply.json["needsRefresh"], reply.set_cookies) == (True, [])
    assert "needsRefresh" not in ann.get("/get-session", query="disableRefresh=1").json
    assert ann.get("/list-accounts").set_cookies == []
    assert left(database) < timedelta(days=5)
    reply = ann.post("/get-session", {})
    assert sorted(reply.json) == ["session", "user"]
    assert "Max-Age=604800" in str(reply.cookie(TOKEN))
    assert left(database) > timedelta(days=6, hours=23)


def test_where_renewal_is_deferred_get_deletes_no_expired_session(
    ann: Browser, database: Direct, features: Callable[..., None]
) -> None:
    features("deferSessionRefresh")
    leave(database, timedelta())
    expired = dict(ann.jar)
    assert ann.session() is None
    assert len(database.execute("SELECT FROM public.session").fetchall()) == 1
    ann.jar = expired
    assert ann.post("/get-session", {}).text == "null"
    assert database.execute("SELECT FROM public.session").fetchall() == []


def test_a_session_that_is_not_remembered_is_never_due(browser: Browser, features: Callable[..., None]) -> None:
    features("deferSessionRefresh")
    browser.sign_up(rememberMe=False)
    assert sorted(browser.session()) == ["session", "user"]
