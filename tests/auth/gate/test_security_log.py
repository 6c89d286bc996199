"""What happens to an account is taken down: a line for who runs the site, a row for its owner, and never a secret."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.plugins.tables import endpoints_of
from auth.routes import CORE
from spoor.accounts.activity import SecurityEvent, coarse
from spoor.accounts.plugins import Plugin
from spoor.errors import DatabaseAway, DatabaseLocked, NotNow, StatementTooSlow
from tests.auth.browser import PASSWORD, TOKEN, Browser
from tests.conftest import forget_settings
from tests.doubles.inbox import Inbox

Direct = psycopg.Connection[DictRow]
NEW = "another long password"


def lines(log: StringIO) -> list[dict[str, Any]]:
    """The lines of the security log."""
    found = [json.loads(line) for line in log.getvalue().splitlines() if line.startswith("{")]
    return [line for line in found if line.get("message") == "security"]


def said(log: StringIO) -> list[tuple[str, str]]:
    return [(line["event"], line["outcome"]) for line in lines(log)]


def rows(database: Direct) -> list[tuple[str, str]]:
    listed = database.execute("SELECT event, outcome FROM spoor.account_activity ORDER BY at, id").fetchall()
    return [(row["event"], row["outcome"]) for row in listed]


def test_each_event_has_a_line_and_a_row(browser: Browser, database: Direct, log: StringIO) -> None:
    user_id = browser.sign_up().json["user"]["id"]
    session_id = browser.session()["session"]["id"]
    browser.sign_in(password="wrong password")
    browser.post("/verify-password", {"password": "wrong"})
    browser.post("/change-password", {"currentPassword": PASSWORD, "newPassword": NEW, "revokeApiTokens": True})
    browser.post("/revoke-other-sessions", {})
    browser.post("/sign-out", {})
    expected = [
        ("signUp", "done"),
        ("signIn", "refused"),
        ("passwordTried", "refused"),
        ("passwordChanged", "done"),
        ("tokensRevoked", "done"),
        ("sessionsRevoked", "done"),
        ("signOut", "done"),
    ]
    assert said(log) == expected
    assert rows(database) == expected
    assert {line.get("userId") for line in lines(log)} == {user_id}
    assert [line.get("sessionId") for line in lines(log)] == [session_id, None, *[session_id] * 5]
    assert [line.get("reason") for line in lines(log)][1:3] == ["INVALID_EMAIL_OR_PASSWORD", "INVALID_PASSWORD"]
    assert {line["address"] for line in lines(log)} == {"203.0.113.0/24"}
    row = database.execute("SELECT * FROM spoor.account_activity WHERE event = 'signUp'").fetchone()
    assert row
    assert (row["user_id"], row["session_id"], row["address"]) == (user_id, session_id, "203.0.113.0/24")
    assert row["user_agent"] == "probe/1"


def test_neither_line_nor_row_holds_a_secret(
    browser: Browser, database: Direct, inbox: Inbox, log: StringIO, features: Callable[..., None]
) -> None:
    features("deleteUser")
    token = browser.sign_up().json["token"]
    cookie = browser.jar[TOKEN]
    browser.post("/request-password-reset", {"email": "ann@example.com", "redirectTo": "/reset-password"})
    link = inbox.only().path.partition("?")[0].rpartition("/")[2]
    browser.post("/change-email", {"newEmail": "new@example.com", "password": PASSWORD})
    browser.post("/reset-password", {"newPassword": NEW, "token": link})
    browser.sign_in(password=NEW)
    browser.post("/delete-user", {"password": NEW})
    kept = log.getvalue() + str(database.execute("SELECT * FROM spoor.account_activity").fetchall())
    assert len(lines(log)) == 6
    for secret in (PASSWORD, NEW, token, cookie, link, "ann@example.com", "new@example.com", "203.0.113.9"):
        assert secret not in kept


def test_a_reset_is_taken_down_with_its_user_whoever_asks(
    browser: Browser, database: Direct, inbox: Inbox, log: StringIO
) -> None:
    user_id = browser.sign_up().json["user"]["id"]
    stranger = Browser(source_ip="2001:db8:1234:5678::1")
    stranger.post("/request-password-reset", {"email": "ann@example.com"})
    stranger.post("/request-password-reset", {"email": "nobody@example.com"})
    token = inbox.only().path.partition("?")[0].rpartition("/")[2]
    stranger.post("/reset-password", {"newPassword": NEW, "token": "wrong"})
    stranger.post("/reset-password", {"newPassword": NEW, "token": token})
    assert [(line["event"], line.get("userId"), line["outcome"]) for line in lines(log)[1:]] == [
        ("passwordResetAsked", user_id, "done"),
        ("passwordResetAsked", None, "done"),
        ("passwordReset", None, "refused"),
        ("passwordReset", user_id, "done"),
    ]
    assert lines(log)[-1]["address"] == "2001:db8:1234::/48"
    assert rows(database) == [("signUp", "done"), ("passwordResetAsked", "done"), ("passwordReset", "done")]


def test_a_link_that_fails_is_refused_though_it_leads_on(browser: Browser, inbox: Inbox, log: StringIO) -> None:
    assert browser.get("/verify-email", query="token=x&callbackURL=/").status == 302
    [line] = lines(log)
    assert (line["event"], line["outcome"], line["reason"]) == ("emailVerified", "refused", "INVALID_TOKEN")


def test_an_address_is_changed_in_two_lines(browser: Browser, inbox: Inbox, database: Direct, log: StringIO) -> None:
    browser.sign_up()
    browser.post("/change-email", {"newEmail": "new@example.com"})
    path, _, query = inbox.only("new@example.com").path.partition("?")
    browser.get(path, query=query)
    assert said(log)[1:] == [("emailChangeAsked", "done"), ("emailChanged", "done")]
    assert rows(database)[1:] == said(log)[1:]


def test_what_limits_refuse_has_a_line_and_no_row(
    browser: Browser, database: Direct, log: StringIO, settings: pytest.MonkeyPatch
) -> None:
    browser.sign_up()
    settings.delenv("AUTH_RATE_LIMIT", raising=False)
    forget_settings()
    for _ in range(5):
        Browser(source_ip="198.51.100.1").sign_in(password="wrong")
    assert said(log)[1:] == [("signIn", "refused")] * 5
    assert [line.get("reason") for line in lines(log)[-2:]] == ["429", "429"]
    assert rows(database)[1:] == [("signIn", "refused")] * 3


def test_a_failed_sign_in_takes_the_same_statements_whether_or_not_the_user_is_known(
    browser: Browser, statements: list[str]
) -> None:
    browser.sign_up()
    del statements[:]
    Browser().sign_in(password="wrong")
    known = list(statements)
    del statements[:]
    Browser().sign_in("nobody@example.com", "wrong")
    assert statements == known == ["find_login", "note_activity"]


def test_reading_is_not_taken_down_and_costs_nothing(browser: Browser, statements: list[str], log: StringIO) -> None:
    browser.sign_up()
    before = len(lines(log))
    del statements[:]
    browser.get("/get-session")
    browser.get("/list-sessions")
    assert len(lines(log)) == before
    assert statements == ["find_session", "find_session", "list_sessions"]


@pytest.mark.parametrize("why", [DatabaseAway, DatabaseLocked, StatementTooSlow])
def test_what_is_done_is_done_though_it_cannot_be_taken_down(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, log: StringIO, why: type[NotNow]
) -> None:
    def away(*_: object, **__: object) -> None:
        raise why

    monkeypatch.setattr("auth.gate.security_log.change", away)
    assert browser.sign_up().status == 200
    assert said(log) == [("signUp", "done")]
    assert browser.session()


def test_ending_a_session_that_is_not_there_is_nothing_that_happened(browser: Browser, database: Direct) -> None:
    browser.sign_up()
    for token in ("x" * 32, "no token"):
        assert browser.post("/revoke-session", {"token": token}).status == 200
    assert rows(database) == [("signUp", "done")]


def test_what_was_taken_down_goes_with_the_user(
    browser: Browser, database: Direct, features: Callable[..., None], log: StringIO
) -> None:
    features("deleteUser")
    browser.sign_up()
    browser.post("/delete-user", {"password": PASSWORD})
    assert rows(database) == []
    assert said(log)[-1] == ("accountDeleted", "done")


def test_every_endpoint_that_changes_something_of_an_account_has_an_event() -> None:
    without = {endpoint.path for endpoint in CORE if endpoint.method == "POST" and endpoint.event is None}
    assert without == {
        *("/get-session", "/update-user", "/update-session", "/send-verification-email"),
        *("/callback/:id", "/sign-in/social", "/link-social", "/get-access-token", "/refresh-token"),
    }  # the fourth line: GET has it, or it is known only when the provider has vouched
    of_plugins = {
        each.path for plugin in Plugin for each in endpoints_of(plugin) if each.method == "POST" and not each.event
    }
    assert of_plugins == {
        *(
            "/organization/check-slug",
            "/organization/update",
            "/organization/set-active",
            "/organization/has-permission",
            "/organization/require-second-factor",  # has one of two, by what it is told
            "/passkey/update-passkey",  # a name
            "/two-factor/send-otp",
            "/two-factor/verify-otp",
        ),
    }
    assert len(SecurityEvent) == 39


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:0db8:1234:5678:0000:0000:0000:0000", "2001:db8:1234::/48"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_an_address_is_kept_coarse(address: str, network: str) -> None:
    assert coarse(address) == network
