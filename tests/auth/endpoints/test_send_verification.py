"""POST /send-verification-email mails a link to who needs one, and tells a stranger nothing."""

from typing import Any

import psycopg
from psycopg.rows import DictRow

from tests.auth.browser import Browser
from tests.doubles.inbox import Inbox

Direct = psycopg.Connection[DictRow]
DONE = {"status": True}


def ask(browser: Browser, email: str = "ann@example.com", **fields: Any) -> Any:
    return browser.post("/send-verification-email", {"email": email, **fields})


def test_a_user_mails_himself_a_link_that_verifies_his_address(browser: Browser, inbox: Inbox) -> None:
    browser.sign_up()
    assert ask(browser, "ANN@example.com", callbackURL="/v?a=1").json == DONE
    letter = inbox.only("ann@example.com")
    assert letter.path.startswith("/verify-email?token=")
    assert letter.path.endswith("&callbackURL=%2Fv%3Fa%3D1")
    path, _, query = letter.path.partition("?")
    assert browser.get(path, query=query).headers["location"] == "/v?a=1"
    assert browser.session()["user"]["emailVerified"] is True


def test_who_is_signed_in_asks_for_his_own_address_and_once_it_is_verified_no_more(
    browser: Browser, inbox: Inbox, database: Direct
) -> None:
    browser.sign_up()
    assert ask(browser, "bob@example.com").code == (400, "EMAIL_MISMATCH")
    database.execute('UPDATE public."user" SET email_verified = true')
    assert ask(browser).code == (400, "EMAIL_ALREADY_VERIFIED")
    assert inbox.letters() == []


def test_a_stranger_is_answered_alike_whether_there_was_something_to_mail_or_not(
    browser: Browser, inbox: Inbox, database: Direct
) -> None:
    for name in ("ann", "bob"):
        Browser().sign_up(f"{name}@example.com")
    database.execute("UPDATE public.\"user\" SET email_verified = true WHERE email = 'bob@example.com'")
    replies = [ask(browser, f"{name}@example.com") for name in ("ann", "bob", "nobody")]
    assert [(reply.status, reply.json, reply.set_cookies) for reply in replies] == [(200, DONE, [])] * 3
    assert [letter.to for letter in inbox.letters()] == ["ann@example.com"]


def test_it_is_off_without_mail(browser: Browser) -> None:
    assert ask(browser).json == {
        "message": "Verification email isn't enabled",
        "code": "VERIFICATION_EMAIL_NOT_ENABLED",
    }
    assert ask(browser, "zz").json["message"] == "[body.email] Invalid email address"
