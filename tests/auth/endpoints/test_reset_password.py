"""Who can read a user's mail can give him a new password: once, for an hour."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.users import passwords
from tests.auth.browser import ORIGIN, PASSWORD, Browser
from tests.doubles.inbox import SENDER, Inbox

Direct = psycopg.Connection[DictRow]
NEW = "another long password"
SAID = {
    "status": True,
    "message": "If this email exists in our system, check your email for the reset link",
}
INVALID = (400, "INVALID_TOKEN")


def ask(browser: Browser, email: str = "ann@example.com", **fields: Any) -> Any:
    return browser.post("/request-password-reset", {"email": email, **fields})


def reset(browser: Browser, token: Any, password: str = NEW) -> Any:
    return browser.post("/reset-password", {"newPassword": password, "token": token})


@pytest.fixture
def token(browser: Browser, inbox: Inbox) -> str:
    """Of a reset that Ann asked for."""
    browser.sign_up()
    ask(browser)
    return inbox.only().path.partition("?")[0].rpartition("/")[2]


def test_a_link_is_mailed_to_the_user(browser: Browser, inbox: Inbox, database: Direct) -> None:
    user = browser.sign_up().json["user"]
    reply = ask(browser, "Ann@Example.com", redirectTo="/reset?z=1")
    assert (reply.status, reply.json, reply.set_cookies) == (200, SAID, [])
    letter = inbox.only()
    assert (letter.sender, letter.to) == (f"Spoor <{SENDER}>", "ann@example.com")
    assert re.fullmatch(r"/reset-password/[A-Za-z0-9]{24}\?callbackURL=%2Freset%3Fz%3D1", letter.path)
    row = database.execute("SELECT *, expires_at - created_at AS life FROM public.verification").fetchone()
    assert row
    assert row["identifier"] == "reset-password:" + letter.path.partition("?")[0].rpartition("/")[2]
    assert (row["value"], row["life"]) == (user["id"], timedelta(hours=1))
    assert re.fullmatch(r"[A-Za-z0-9]{32}", row["id"])


def test_an_address_of_nobody_gets_the_same_answer_and_no_mail(
    browser: Browser, inbox: Inbox, database: Direct
) -> None:
    reply = ask(browser, "nobody@example.com")
    assert (reply.status, reply.json) == (200, SAID)
    assert inbox.letters() == []
    assert database.execute("SELECT FROM public.verification").fetchall() == []


def test_without_mail_there_is_no_reset(browser: Browser) -> None:
    browser.sign_up()
    reply = ask(browser)
    assert (reply.status, reply.json) == (
        400,
        {"message": "Reset password isn't enabled", "code": "RESET_PASSWORD_DISABLED"},
    )


def test_a_link_may_not_lead_elsewhere(browser: Browser, inbox: Inbox) -> None:
    assert ask(browser, redirectTo="https://evil.example/r").code == (403, "INVALID_REDIRECT_URL")
    assert ask(browser, email="zz").json["message"] == "[body.email] Invalid email address"
    assert inbox.letters() == []


def test_the_link_leads_to_the_page_that_was_named_with_the_token(browser: Browser, token: str) -> None:
    reply = browser.get(f"/reset-password/{token}", query="callbackURL=%2Freset%3Fz%3D1")
    assert (reply.status, reply.text) == (302, "")
    assert reply.headers["location"] == f"{ORIGIN}/reset?z=1&token={token}"


def test_a_bad_or_expired_link_leads_there_with_an_error(browser: Browser, database: Direct, token: str) -> None:
    database.execute("UPDATE public.verification SET expires_at = timezone('UTC', now())")
    for each in ("nope", token, "%00", "\ud800"):
        reply = browser.get(f"/reset-password/{each}", query="callbackURL=%2Freset")
        assert (reply.status, reply.headers["location"]) == (302, f"{ORIGIN}/reset?error=INVALID_TOKEN")
    reply = browser.get("/reset-password/nope", query="callbackURL=")
    assert reply.headers["location"] == f"{ORIGIN}/api/auth/error?error=INVALID_TOKEN"


def test_a_link_that_was_tampered_with_leads_nowhere(browser: Browser, token: str) -> None:
    message = "[query.callbackURL] Invalid input: expected string, received undefined"
    assert browser.get(f"/reset-password/{token}").json == {"message": message, "code": "VALIDATION_ERROR"}
    twice = browser.get(f"/reset-password/{token}", query="callbackURL=/a&callbackURL=/b")
    assert twice.json["message"] == "[query.callbackURL] Invalid input: expected string, received array"
    away = browser.get(f"/reset-password/{token}", query="callbackURL=https%3A%2F%2Fevil.example")
    assert away.code == (403, "INVALID_CALLBACK_URL")
    assert browser.get("/reset-password/").status == 404
    assert browser.get("/reset-password/a/b", query="callbackURL=/").status == 404


def test_the_new_password_signs_in_and_sessions_stay_where_that_is_wanted(
    browser: Browser, database: Direct, token: str, features: Callable[..., None]
) -> None:
    features("-revokeSessionsOnPasswordReset")
    reply = reset(browser, token)
    assert (reply.status, reply.json, reply.set_cookies) == (200, {"status": True}, [])
    assert browser.session() is not None
    assert Browser().sign_in(password=NEW).status == 200
    assert Browser().sign_in(password=PASSWORD).status == 401
    assert database.execute("SELECT FROM public.verification").fetchall() == []


def test_a_reset_ends_all_sessions(browser: Browser, token: str) -> None:
    assert reset(browser, token).status == 200
    assert browser.session() is None


def test_a_token_works_once_and_for_an_hour(browser: Browser, inbox: Inbox, database: Direct, token: str) -> None:
    reset(browser, token)
    assert reset(browser, token, "yet another password").code == INVALID
    ask(browser)
    later = inbox.letters()[-1].path.partition("?")[0].rpartition("/")[2]
    database.execute("UPDATE public.verification SET expires_at = timezone('UTC', now())")
    assert reset(browser, later).code == INVALID
    assert Browser().sign_in(password=NEW).status == 200


@pytest.mark.parametrize("bad", ["nope", "", "a\0b", "\ud800", "x" * 5000])
def test_a_false_token_costs_no_hash(browser: Browser, hashes: list[str], bad: str) -> None:
    assert reset(browser, bad).code == INVALID
    assert hashes == []


def test_a_token_may_be_in_the_query(browser: Browser, token: str) -> None:
    assert browser.post("/reset-password", {"newPassword": NEW}).code == INVALID
    assert browser.post("/reset-password", {"newPassword": NEW, "token": ""}, query=f"token={token}").status == 200


def test_the_order_in_which_a_reset_is_judged(browser: Browser) -> None:
    twice = browser.post("/reset-password", {"newPassword": 5}, query="token=a&token=b")
    assert twice.json["message"] == "[body.newPassword] Invalid input: expected string, received number"
    twice = browser.post("/reset-password", {"newPassword": "short"}, query="token=a&token=b")
    assert twice.json["message"] == "[query.token] Invalid input: expected string, received array"
    assert browser.post("/reset-password", {"newPassword": "short"}).code == INVALID
    assert reset(browser, "nope", "short").code == (400, "PASSWORD_TOO_SHORT")
    assert reset(browser, "nope", "x" * 129).code == (400, "PASSWORD_TOO_LONG")


def test_who_never_had_a_password_gets_one(browser: Browser, database: Direct, token: str) -> None:
    database.execute("UPDATE public.account SET provider_id = 'github', account_id = '42', password = NULL")
    assert reset(browser, token).status == 200
    assert Browser().sign_in(password=NEW).status == 200
    row = database.execute("SELECT account_id = user_id AS own FROM public.account WHERE provider_id = 'credential'")
    assert row.fetchall() == [{"own": True}]


def test_a_token_of_a_user_who_is_gone_is_told_so(browser: Browser, database: Direct, token: str) -> None:
    database.execute('DELETE FROM public."user"')
    assert reset(browser, token).code == (400, "USER_NOT_FOUND")


def test_nothing_waits_in_the_database_while_a_password_is_hashed(
    browser: Browser, database: Direct, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, waiting = passwords.hash_password, []

    def look(password: str) -> str:
        waiting.extend(
            database.execute(
                "SELECT FROM pg_catalog.pg_stat_activity WHERE state LIKE 'idle in transaction%'"
            ).fetchall()
        )
        return real(password)

    monkeypatch.setattr(passwords, "hash_password", look)
    assert reset(browser, token).status == 200
    assert waiting == []


def test_no_log_line_holds_a_link(browser: Browser, token: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        browser.get(f"/reset-password/{token}", query="callbackURL=/")
        reset(browser, token)
    assert token not in caplog.text


def has_tokens(database: Direct) -> bool:
    return bool(database.execute("SELECT FROM spoor.api_tokens").fetchall())


def make_token(database: Direct) -> None:
    database.execute(
        """INSERT INTO spoor.api_tokens (user_id, name, scopes, expires_at)
           SELECT id, 'thief', '{read}', now() + interval '1 year' FROM public."user" """
    )


def test_who_waited_in_the_account_for_its_owner_is_out_after_the_reset(
    browser: Browser, inbox: Inbox, database: Direct, features: Callable[..., None]
) -> None:
    features("deleteUser", "sendDeleteAccountVerification")
    waiting = Browser()
    waiting.sign_up()
    make_token(database)
    ask(waiting)
    earlier = inbox.letters()[-1].path.partition("?")[0].rpartition("/")[2]
    waiting.post("/change-email", {"newEmail": "thief@example.com", "callbackURL": "/"})
    change = inbox.only("thief@example.com")
    waiting.post("/delete-user", {})
    database.execute("UPDATE public.account SET updated_at = updated_at - interval '1 minute'")
    ask(browser)
    token = inbox.letters("ann@example.com")[-1].path.partition("?")[0].rpartition("/")[2]
    after_a_second(database)
    assert reset(browser, token).status == 200
    assert waiting.session() is None
    assert not has_tokens(database)
    assert reset(waiting, earlier).code == INVALID
    path, _, query = change.path.partition("?")
    assert waiting.get(path, query=query).headers["location"] == "/?error=INVALID_TOKEN"
    assert database.execute("SELECT FROM public.verification").fetchall() == []
    assert browser.sign_in(password=NEW).json["user"]["email"] == "ann@example.com"


def after_a_second(database: Direct) -> None:
    """Links say when they were made in whole seconds."""
    database.execute("SELECT pg_sleep(1.1)")


def test_switched_off_tokens_outlive_the_reset(
    browser: Browser, database: Direct, token: str, features: Callable[..., None]
) -> None:
    features("-revokeTokensOnPasswordReset")
    make_token(database)
    assert reset(browser, token).status == 200
    assert has_tokens(database)


@pytest.mark.parametrize("path", ["/revoke-sessions", "/revoke-other-sessions", "/change-password"])
@pytest.mark.parametrize("wanted", [True, False])
def test_signing_out_everywhere_offers_the_tokens_too(
    browser: Browser, database: Direct, path: str, wanted: bool
) -> None:
    browser.sign_up()
    make_token(database)
    Browser().sign_up("bob@example.com")
    fields = {"currentPassword": PASSWORD, "newPassword": NEW, "revokeOtherSessions": True}
    assert browser.post(path, {**fields, "revokeApiTokens": wanted}).status == 200
    assert has_tokens(database) is not wanted


def test_a_changed_password_ends_links_to_reset_it(browser: Browser, token: str) -> None:
    browser.post("/change-password", {"currentPassword": PASSWORD, "newPassword": NEW})
    assert reset(browser, token, "yet another password").code == INVALID


def test_a_changed_address_ends_links_that_the_old_one_was_mailed(
    browser: Browser, inbox: Inbox, token: str, features: Callable[..., None]
) -> None:
    features("updateEmailWithoutVerification")
    assert browser.post("/change-email", {"newEmail": "new@example.com"}).status == 200
    assert browser.session()["user"]["email"] == "new@example.com"
    assert reset(browser, token).code == INVALID
