"""POST /change-email mails the new address; nothing changes until its owner says so."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from tests.auth.browser import TOKEN, Browser
from tests.doubles.inbox import Inbox, Letter

Direct = psycopg.Connection[DictRow]
DONE = {"status": True}


def ask(browser: Browser, new_email: str = "New@example.com", **fields: Any) -> Any:
    return browser.post("/change-email", {"newEmail": new_email, **fields})


def open_link(browser: Browser, letter: Letter) -> Any:
    path, _, query = letter.path.partition("?")
    return browser.get(path, query=query)


@pytest.fixture
def verified(browser: Browser, database: Direct) -> Browser:
    """Ann, whose address is verified."""
    browser.sign_up()
    database.execute('UPDATE public."user" SET email_verified = true')
    return browser


def test_the_link_to_the_new_address_moves_the_user(browser: Browser, inbox: Inbox) -> None:
    browser.sign_up()
    reply = ask(browser, callbackURL="/settings")
    assert (reply.status, reply.json, reply.set_cookies) == (200, DONE, [])
    assert browser.session()["user"]["email"] == "ann@example.com"
    assert open_link(browser, inbox.only("new@example.com")).headers["location"] == "/settings"
    assert browser.session()["user"]["email"] == "new@example.com"


def test_a_verified_user_stays_verified(verified: Browser, inbox: Inbox) -> None:
    ask(verified)
    open_link(verified, inbox.only())
    assert verified.session()["user"]["emailVerified"] is True


def test_a_taken_address_gets_the_same_answer_and_no_mail(browser: Browser, inbox: Inbox) -> None:
    Browser().sign_up("new@example.com")
    browser.sign_up()
    assert ask(browser).json == DONE
    assert inbox.letters() == []


def test_the_address_that_he_has_is_no_new_one(browser: Browser, inbox: Inbox) -> None:
    browser.sign_up()
    reply = ask(browser, "ANN@example.com")
    assert (reply.status, reply.json) == (400, {"message": "Email is the same"})


def test_it_is_off_without_mail(browser: Browser) -> None:
    browser.sign_up()
    assert ask(browser).json == {"message": "Change email is disabled", "code": "CHANGE_EMAIL_DISABLED"}


def test_the_old_address_confirms_first_where_that_is_wanted(
    verified: Browser, inbox: Inbox, features: Callable[..., None]
) -> None:
    features("sendChangeEmailConfirmation")
    assert ask(verified).json == DONE
    confirmation = inbox.only()
    assert confirmation.to == "ann@example.com"
    assert "new@example.com" in confirmation.text
    open_link(verified, confirmation)
    assert verified.session()["user"]["email"] == "ann@example.com"
    open_link(verified, inbox.only("new@example.com"))
    assert verified.session()["user"]["email"] == "new@example.com"


def test_an_address_that_was_never_verified_need_not_confirm(
    browser: Browser, inbox: Inbox, features: Callable[..., None]
) -> None:
    features("sendChangeEmailConfirmation")
    browser.sign_up()
    ask(browser)
    assert inbox.only().to == "new@example.com"


def test_an_unverified_user_is_moved_at_once_where_that_is_wanted(
    browser: Browser, inbox: Inbox, features: Callable[..., None]
) -> None:
    features("updateEmailWithoutVerification")
    browser.sign_up()
    reply = ask(browser)
    assert (reply.json, bool(reply.cookie(TOKEN))) == (DONE, True)
    assert browser.session()["user"]["email"] == "new@example.com"
    open_link(browser, inbox.only("new@example.com"))
    assert browser.session()["user"]["emailVerified"] is True


def test_without_mail_only_the_unverified_can_be_moved(
    browser: Browser, database: Direct, features: Callable[..., None]
) -> None:
    features("updateEmailWithoutVerification")
    browser.sign_up()
    assert ask(browser).json == DONE
    assert browser.session()["user"]["email"] == "new@example.com"
    database.execute('UPDATE public."user" SET email_verified = true')
    reply = ask(browser, "newer@example.com")
    assert (reply.status, reply.json) == (400, {"message": "Verification email isn't enabled"})
