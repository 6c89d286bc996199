"""A user sees where he is signed in, and ends what he does not know."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.rows import DictRow

from tests.auth.browser import DEVICE, TOKEN, Browser

Direct = psycopg.Connection[DictRow]
DONE = {"status": True}


@pytest.fixture
def other(browser: Browser) -> Browser:
    """A second browser of the same user, who is signed in in both."""
    browser.sign_up()
    second = Browser(agent="second/1")
    second.sign_in()
    return second


@pytest.fixture
def stranger(browser: Browser) -> Iterator[Browser]:
    """Somebody else."""
    elsewhere = Browser()
    elsewhere.sign_up("bob@example.com")
    yield elsewhere
    assert elsewhere.session() is not None, "another user's session was ended"


def test_a_user_sees_his_live_sessions_the_newest_first(browser: Browser, other: Browser, stranger: Browser) -> None:
    reply = browser.get("/list-sessions")
    assert (reply.status, reply.set_cookies) == (200, [])
    assert [session["userAgent"] for session in reply.json] == ["second/1", "probe/1"]
    assert reply.json[1] == browser.session()["session"]


def test_an_expired_session_is_not_listed(browser: Browser, other: Browser, database: Direct) -> None:
    database.execute("UPDATE public.session SET expires_at = timezone('UTC', now()) WHERE user_agent = 'second/1'")
    assert [session["userAgent"] for session in browser.get("/list-sessions").json] == ["probe/1"]


def test_sessions_are_listed_only_to_who_signed_in_within_a_day(browser: Browser, database: Direct) -> None:
    browser.sign_up()
    database.execute("UPDATE public.session SET created_at = created_at - interval '23 hours 59 minutes'")
    assert browser.get("/list-sessions").status == 200
    database.execute("UPDATE public.session SET created_at = created_at - interval '2 minutes'")
    reply = browser.get("/list-sessions")
    assert (reply.status, reply.json) == (403, {"message": "Session is not fresh", "code": "SESSION_NOT_FRESH"})


def test_a_revoked_session_is_dead_and_its_browser_is_cleared(
    browser: Browser, other: Browser, stranger: Browser
) -> None:
    token = other.session()["session"]["token"]
    reply = browser.post("/revoke-session", {"token": token})
    assert (reply.status, reply.json, reply.set_cookies) == (200, DONE, [])
    assert other.session() is None
    assert TOKEN not in other.jar
    assert browser.session() is not None


@pytest.mark.parametrize("token", ["nope", "", "a\0b", "\ud800", "x" * 5000])
def test_a_token_of_nobody_gets_the_same_answer(browser: Browser, stranger: Browser, token: str) -> None:
    browser.sign_up()
    assert browser.post("/revoke-session", {"token": token}).json == DONE


def test_a_token_of_somebody_else_is_left_alone(browser: Browser, stranger: Browser) -> None:
    browser.sign_up()
    assert browser.post("/revoke-session", {"token": stranger.session()["session"]["token"]}).json == DONE


def test_who_revokes_the_session_he_is_in_is_signed_out(browser: Browser, other: Browser) -> None:
    reply = browser.post("/revoke-session", {"token": browser.session()["session"]["token"]})
    assert (reply.json, len(reply.set_cookies)) == (DONE, 3)
    assert browser.session() is None
    assert other.session() is not None


def test_all_others_can_be_ended_at_once(browser: Browser, other: Browser, stranger: Browser) -> None:
    reply = browser.post("/revoke-other-sessions")
    assert (reply.status, reply.json, reply.set_cookies) == (200, DONE, [])
    assert browser.session() is not None
    assert other.session() is None


def test_all_can_be_ended_at_once(browser: Browser, other: Browser, stranger: Browser) -> None:
    reply = browser.post("/revoke-sessions", {})
    assert (reply.status, reply.json, len(reply.set_cookies)) == (200, DONE, 3)
    assert other.session() is None
    assert list(browser.jar) == [DEVICE]


def test_a_body_is_looked_at_before_the_session(browser: Browser) -> None:
    message = "[body.token] Invalid input: expected string, received undefined"
    assert browser.post("/revoke-session", {}).json == {"message": message, "code": "VALIDATION_ERROR"}
