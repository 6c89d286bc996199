"""A user goes with all that is his, if it is surely he who asks."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import DictRow

from tests.auth.browser import PASSWORD, Browser
from tests.doubles.inbox import Inbox
from tests.people import happen, track

Direct = psycopg.Connection[DictRow]
DELETED = {"success": True, "message": "User deleted"}
OLD = "UPDATE public.session SET created_at = created_at - interval '25 hours'"


def users(database: Direct) -> list[str]:
    return [row["email"] for row in database.execute('SELECT email FROM public."user" ORDER BY email').fetchall()]


@pytest.fixture
def ann(browser: Browser, features: Callable[..., None]) -> Browser:
    """Ann, where users may delete themselves."""
    features("deleteUser")
    browser.sign_up()
    Browser().sign_up("bob@example.com")
    return browser


@pytest.mark.parametrize("body", [{"password": PASSWORD}, {}, {"password": ""}])
def test_a_user_goes_with_his_sessions_accounts_and_apps_and_nobody_elses(
    ann: Browser, database: Direct, body: dict[str, str]
) -> None:
    user_id = ann.session()["user"]["id"]
    app_id = track(database, user_id, "spk_ann")
    now = database.execute("SELECT now() AS now").fetchone()
    assert now
    happen(database, app_id, [("bought", "v1", now["now"])])
    reply = ann.post("/delete-user", body)
    assert (reply.status, reply.json, len(reply.set_cookies)) == (200, DELETED, 3)
    assert users(database) == ["bob@example.com"]
    for table, count in {"session": 1, "account": 1, "tracked_apps": 0, "events": 0}.items():
        found = database.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier("public", table)))
        assert len(found.fetchall()) == count, table
    assert Browser().sign_in().code == (401, "INVALID_EMAIL_OR_PASSWORD")


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ({"password": "wrong"}, (400, "INVALID_PASSWORD")),
        ({"password": "x" * 129}, (400, "PASSWORD_TOO_LONG")),
        ({"token": "wrong"}, (404, "INVALID_TOKEN")),
        ({"token": "a\0"}, (404, "INVALID_TOKEN")),
        ({"password": 5}, (400, "VALIDATION_ERROR")),
        ({"callbackURL": "https://evil.example"}, (403, "INVALID_CALLBACK_URL")),
    ],
)
def test_what_is_refused_deletes_nobody(ann: Browser, database: Direct, body: Any, outcome: tuple[int, str]) -> None:
    assert ann.post("/delete-user", body).code == outcome
    assert users(database) == ["ann@example.com", "bob@example.com"]


def test_a_session_of_yesterday_needs_the_password(ann: Browser, database: Direct) -> None:
    database.execute(OLD)
    reply = ann.post("/delete-user", {})
    message = "Session expired. Re-authenticate to perform this action."
    assert (reply.status, reply.json) == (400, {"message": message, "code": "SESSION_EXPIRED"})
    assert ann.post("/delete-user", {"password": PASSWORD}).json == DELETED


def test_an_account_without_a_password_cannot_be_asked_for_one(ann: Browser, database: Direct) -> None:
    database.execute("UPDATE public.account SET password = NULL")
    assert ann.post("/delete-user", {"password": PASSWORD}).code == (400, "CREDENTIAL_ACCOUNT_NOT_FOUND")


def test_it_does_not_exist_unless_it_is_switched_on(browser: Browser, database: Direct) -> None:
    browser.sign_up()
    reply = browser.post("/delete-user", {"password": PASSWORD})
    assert (reply.status, reply.text) == (404, "")
    assert browser.get("/delete-user/callback", query="token=x").json == {"message": "Not found", "code": "NOT_FOUND"}
    assert users(database) == ["ann@example.com"]


@pytest.fixture
def link(ann: Browser, inbox: Inbox, features: Callable[..., None]) -> tuple[str, str]:
    """Path and query of the link that Ann was mailed, where that is wanted before a user goes."""
    features("deleteUser", "sendDeleteAccountVerification")
    reply = ann.post("/delete-user", {"password": PASSWORD, "callbackURL": "/bye"})
    assert reply.json == {"success": True, "message": "Verification email sent"}
    assert reply.set_cookies == []
    path, _, query = inbox.only("ann@example.com").path.partition("?")
    return path, query


def test_the_link_deletes_who_is_signed_in_and_clears_his_browser(
    ann: Browser, database: Direct, link: tuple[str, str]
) -> None:
    row = database.execute("SELECT *, expires_at - created_at AS life FROM public.verification").fetchone()
    assert row
    assert re.fullmatch(r"delete-account-[0-9a-z]{32}", row["identifier"])
    assert (row["value"], row["life"]) == (ann.session()["user"]["id"], timedelta(days=1))
    reply = ann.get(link[0], query=link[1])
    assert (reply.status, reply.headers["location"], len(reply.set_cookies)) == (302, "/bye", 3)
    assert users(database) == ["bob@example.com"]
    assert database.execute("SELECT FROM public.verification").fetchall() == []


def test_the_link_does_nothing_where_nobody_or_somebody_else_is_signed_in(
    ann: Browser, database: Direct, link: tuple[str, str]
) -> None:
    reply = Browser().get(link[0], query=link[1])
    message = "Failed to get user info"
    assert (reply.status, reply.json) == (404, {"message": message, "code": "FAILED_TO_GET_USER_INFO"})
    bob = Browser()
    bob.sign_in("bob@example.com")
    assert bob.get(link[0], query=link[1]).code == (404, "INVALID_TOKEN")
    assert users(database) == ["ann@example.com", "bob@example.com"]
    assert ann.get(link[0], query=link[1]).status == 302  # nobody has used it up


def test_the_links_token_can_be_posted_as_well_and_works_for_a_day(
    ann: Browser, database: Direct, link: tuple[str, str]
) -> None:
    token = link[1].partition("token=")[2].partition("&")[0]
    database.execute("UPDATE public.verification SET expires_at = timezone('UTC', now())")
    assert ann.post("/delete-user", {"token": token}).code == (404, "INVALID_TOKEN")
    database.execute("UPDATE public.verification SET expires_at = expires_at + interval '1 minute'")
    assert ann.post("/delete-user", {"token": token}).json == DELETED


def test_a_link_without_a_place_to_go_answers_in_json(ann: Browser, link: tuple[str, str]) -> None:
    reply = ann.get(link[0], query=link[1].partition("&")[0])
    assert (reply.status, reply.json) == (200, DELETED)
    assert ann.get("/delete-user/callback").code == (400, "VALIDATION_ERROR")
    assert ann.get(link[0], query="token=x&callbackURL=//evil.example").code == (403, "INVALID_CALLBACK_URL")
