"""POST /change-password and /verify-password: by who is signed in and knows the password he has."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.users import passwords
from tests.auth.browser import FORGET, PASSWORD, TOKEN, Browser

Direct = psycopg.Connection[DictRow]
NEW = "another long password"
WRONG = (400, "INVALID_PASSWORD")


def change(browser: Browser, **fields: Any) -> Any:
    return browser.post("/change-password", {"currentPassword": PASSWORD, "newPassword": NEW, **fields})


def test_the_new_password_signs_in_and_the_old_one_does_not(browser: Browser, database: Direct) -> None:
    user = browser.sign_up().json["user"]
    database.execute("UPDATE public.account SET updated_at = '2000-01-01'")
    reply = change(browser)
    assert (reply.status, reply.json, reply.set_cookies) == (200, {"token": None, "user": user}, [])
    assert Browser().sign_in(password=NEW).status == 200
    assert Browser().sign_in().status == 401
    row = database.execute(
        "SELECT updated_at > timezone('UTC', now()) - interval '1 minute' AS moved FROM public.account"
    )
    assert row.fetchone() == {"moved": True}


def test_other_sessions_stay_unless_they_are_to_go(browser: Browser) -> None:
    old = browser.sign_up().json["token"]
    other = Browser()
    other.sign_in()
    change(browser)
    assert other.session() is not None
    reply = change(browser, currentPassword=NEW, newPassword=PASSWORD, revokeOtherSessions=True)
    assert reply.status == 200
    assert reply.json["token"] not in (old, None)
    assert "Max-Age=604800" in str(reply.cookie(TOKEN))
    assert browser.session()["session"]["token"] == reply.json["token"]
    assert other.session() is None


def test_a_session_that_is_not_remembered_is_followed_by_another_such(browser: Browser, database: Direct) -> None:
    browser.sign_up(rememberMe=False)
    reply = change(browser, revokeOtherSessions=True)
    assert "Max-Age" not in "".join(reply.set_cookies)
    assert reply.cookie(FORGET)
    row = database.execute("SELECT expires_at - created_at AS life FROM public.session").fetchone()
    assert row == {"life": timedelta(days=1)}


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"newPassword": "1234567"}, (400, "PASSWORD_TOO_SHORT")),
        ({"newPassword": "x" * 129}, (400, "PASSWORD_TOO_LONG")),
        ({"currentPassword": "x" * 129}, (400, "PASSWORD_TOO_LONG")),
        ({"newPassword": "1234567", "currentPassword": "wrong"}, (400, "PASSWORD_TOO_SHORT")),
        ({"currentPassword": "wrong"}, WRONG),
        ({"currentPassword": ""}, WRONG),
        ({"revokeOtherSessions": "yes"}, (400, "VALIDATION_ERROR")),
    ],
)
def test_what_is_refused_changes_nothing(browser: Browser, fields: dict[str, Any], outcome: Any) -> None:
    browser.sign_up()
    assert change(browser, **fields).code == outcome
    assert Browser().sign_in().status == 200


def test_a_wrong_password_costs_one_hash_and_a_right_one_two(browser: Browser, hashes: list[str]) -> None:
    browser.sign_up()
    hashes.clear()
    change(browser, currentPassword="wrong")
    assert len(hashes) == 1
    change(browser)
    assert len(hashes) == 3


def test_who_has_no_password_cannot_change_it(browser: Browser, database: Direct) -> None:
    browser.sign_up()
    database.execute("UPDATE public.account SET password = NULL")
    assert change(browser).code == (400, "CREDENTIAL_ACCOUNT_NOT_FOUND")


@pytest.mark.parametrize("revoke", [False, True])
def test_of_two_changes_at_once_one_wins_and_the_other_changes_nothing(
    browser: Browser, database: Direct, monkeypatch: pytest.MonkeyPatch, revoke: bool
) -> None:
    browser.sign_up()
    real = passwords.hash_password

    def while_another_request_changes_it(password: str) -> str:
        database.execute("UPDATE public.account SET password = %s", [real("the faster one")])
        return real(password)

    monkeypatch.setattr(passwords, "hash_password", while_another_request_changes_it)
    assert change(browser, revokeOtherSessions=revoke).code == WRONG
    assert browser.session() is not None
    assert Browser().sign_in(password="the faster one").status == 200


def test_a_password_can_be_verified(browser: Browser) -> None:
    browser.sign_up()
    reply = browser.post("/verify-password", {"password": PASSWORD})
    assert (reply.status, reply.json) == (200, {"status": True})
    assert browser.post("/verify-password", {"password": "x"}).code == WRONG
    assert browser.post("/verify-password", {"password": "x" * 129}).code == (400, "PASSWORD_TOO_LONG")


def test_nothing_verifies_against_an_account_without_a_password(browser: Browser, database: Direct) -> None:
    browser.sign_up()
    database.execute("UPDATE public.account SET password = NULL")
    assert browser.post("/verify-password", {"password": ""}).code == WRONG
