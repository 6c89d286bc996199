"""Who owns an account hears of what happens to it, at the address that it had, without a link to open."""

import re
from collections.abc import Callable
from itertools import pairwise

import psycopg
import pytest
from psycopg.rows import DictRow

from spoor.errors import DatabaseAway, DatabaseLocked, NotNow, StatementTooSlow
from tests.auth.browser import PASSWORD, Browser
from tests.doubles.inbox import Inbox

Direct = psycopg.Connection[DictRow]
NEW = "another long password"


def subjects(inbox: Inbox, to: str = "ann@example.com") -> list[str]:
    return [letter.subject for letter in inbox.letters(to)]


@pytest.fixture
def ann(browser: Browser, inbox: Inbox, features: Callable[..., None]) -> Browser:
    """Ann, where users may delete themselves and there is mail."""
    features("deleteUser")
    browser.sign_up()
    return browser


def test_the_old_address_hears_that_there_is_a_new_one(ann: Browser, inbox: Inbox) -> None:
    ann.post("/change-email", {"newEmail": "new@example.com"})
    path, _, query = inbox.only("new@example.com").path.partition("?")
    assert subjects(inbox) == []
    ann.get(path, query=query)
    assert subjects(inbox) == ["Your email address was changed"]
    assert subjects(inbox, "new@example.com") == ["Verify your new email address"]


def test_the_owner_hears_of_a_changed_and_of_a_reset_password(ann: Browser, inbox: Inbox) -> None:
    ann.post("/change-password", {"currentPassword": PASSWORD, "newPassword": NEW})
    assert subjects(inbox) == ["Your password was changed"]
    ann.post("/request-password-reset", {"email": "ann@example.com"})
    token = inbox.letters()[-1].path.partition("?")[0].rpartition("/")[2]
    ann.post("/reset-password", {"newPassword": PASSWORD, "token": token})
    assert subjects(inbox)[-1] == "Your password was reset"


def test_the_owner_hears_of_the_end_of_the_account(ann: Browser, inbox: Inbox, features: Callable[..., None]) -> None:
    ann.post("/delete-user", {"password": PASSWORD})
    assert subjects(inbox) == ["Your account was deleted"]
    features("deleteUser", "sendDeleteAccountVerification")
    ann.sign_up()
    ann.post("/delete-user", {"password": PASSWORD})
    path, _, query = inbox.letters()[-1].path.partition("?")
    ann.get(path, query=query)
    assert subjects(inbox)[-1] == "Your account was deleted"


def test_a_notice_has_no_link_and_says_where_and_when_it_was(ann: Browser, inbox: Inbox) -> None:
    ann.post("/change-password", {"currentPassword": PASSWORD, "newPassword": NEW})
    letter = inbox.only()
    for text in (letter.text, letter.html):
        assert "http" not in text
        assert "href" not in text
        assert re.search(r"\d\d \w+ 20\d\d, \d\d:\d\d UTC, from 203\.0\.113\.0/24", text)


def test_what_is_refused_is_told_to_nobody(ann: Browser, inbox: Inbox) -> None:
    ann.post("/change-password", {"currentPassword": "wrong", "newPassword": NEW})
    ann.post("/delete-user", {"password": "wrong"})
    ann.post("/reset-password", {"newPassword": NEW, "token": "wrong"})
    assert inbox.letters() == []


def test_nobody_is_flooded_with_notices(ann: Browser, inbox: Inbox, database: Direct) -> None:
    passwords = [PASSWORD, NEW] * 3
    for old, new in pairwise(passwords):
        assert ann.post("/change-password", {"currentPassword": old, "newPassword": new}).status == 200
    assert len(inbox.letters()) == 3
    database.execute("UPDATE spoor.rate_limit SET last_request = last_request - 3600001")
    ann.post("/change-password", {"currentPassword": NEW, "newPassword": PASSWORD})
    assert len(inbox.letters()) == 4


def test_switched_off_or_without_mail_nobody_is_told(
    browser: Browser, inbox: Inbox, features: Callable[..., None]
) -> None:
    features("-sendSecurityNotices")
    browser.sign_up()
    browser.post("/change-password", {"currentPassword": PASSWORD, "newPassword": NEW})
    assert inbox.letters() == []


def test_an_address_is_not_flooded_by_accounts_that_come_and_go(ann: Browser, inbox: Inbox) -> None:
    for _ in range(5):
        assert ann.post("/delete-user", {"password": PASSWORD}).status == 200
        ann.sign_up("Ann@example.com")
    assert subjects(inbox) == ["Your account was deleted"] * 3


@pytest.mark.parametrize("why", [DatabaseAway, DatabaseLocked, StatementTooSlow])
def test_what_is_done_is_done_though_nobody_can_be_told(
    ann: Browser, inbox: Inbox, monkeypatch: pytest.MonkeyPatch, why: type[NotNow]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise why

    monkeypatch.setattr("auth.mail.notices.run", refuse)
    assert ann.post("/change-password", {"currentPassword": PASSWORD, "newPassword": NEW}).status == 200
    assert Browser().sign_in(password=NEW).status == 200
