"""A session alone, which may be stolen, changes nothing that an account hangs on."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from tests.auth.browser import PASSWORD, Browser
from tests.doubles.inbox import Inbox

Direct = psycopg.Connection[DictRow]
NOT_FRESH = {"message": "Session is not fresh", "code": "SESSION_NOT_FRESH"}


@pytest.fixture
def ann(browser: Browser, database: Direct, inbox: Inbox, features: Callable[..., None]) -> Browser:
    """Ann, who signed in a quarter of an hour ago and has verified her address."""
    features("deleteUser")
    browser.sign_up()
    database.execute('UPDATE public."user" SET email_verified = true')
    age(database)
    return browser


def age(database: Direct) -> None:
    database.execute("UPDATE public.session SET created_at = created_at - interval '15 minutes'")


def change(browser: Browser, **fields: Any) -> Any:
    return browser.post("/change-email", {"newEmail": "new@example.com", **fields})


def test_the_address_is_not_changed_by_a_session_alone(ann: Browser, inbox: Inbox) -> None:
    reply = change(ann)
    assert (reply.status, reply.json) == (403, NOT_FRESH)
    assert inbox.letters() == []


def test_the_address_is_changed_by_who_knows_the_password(ann: Browser, inbox: Inbox) -> None:
    assert change(ann, password="wrong").code == (400, "INVALID_PASSWORD")
    assert change(ann, password="x" * 129).code == (400, "PASSWORD_TOO_LONG")
    assert inbox.letters() == []
    assert change(ann, password=PASSWORD).status == 200
    assert inbox.only().to == "ann@example.com"


def test_the_address_is_changed_by_who_has_just_signed_in(ann: Browser, inbox: Inbox) -> None:
    ann.sign_in()
    assert change(ann).status == 200
    assert len(inbox.letters()) == 1


def test_a_session_that_is_renewed_is_none_of_just_now(ann: Browser, database: Direct) -> None:
    database.execute("UPDATE public.session SET expires_at = expires_at - interval '2 days'")
    assert ann.get("/get-session").set_cookies
    assert change(ann).code == (403, "SESSION_NOT_FRESH")


def test_a_taken_address_is_answered_alike_before_the_password_is_right(ann: Browser) -> None:
    Browser().sign_up("new@example.com")
    assert change(ann).code == (403, "SESSION_NOT_FRESH")
    assert change(ann, password="wrong").code == (400, "INVALID_PASSWORD")


def test_a_user_is_not_deleted_by_a_session_alone(ann: Browser, database: Direct) -> None:
    assert ann.post("/delete-user", {}).code == (400, "SESSION_EXPIRED")
    assert ann.post("/delete-user", {"password": "wrong"}).code == (400, "INVALID_PASSWORD")
    assert ann.post("/delete-user", {"password": PASSWORD}).status == 200
    assert database.execute('SELECT FROM public."user"').fetchall() == []


def test_a_user_is_deleted_by_who_has_just_signed_in(ann: Browser) -> None:
    ann.sign_in()
    assert ann.post("/delete-user", {}).status == 200


def test_switched_off_a_session_of_today_is_enough(ann: Browser, features: Callable[..., None]) -> None:
    features("deleteUser", "-reauthenticate", "-sendChangeEmailConfirmation")
    assert change(ann).status == 200
    assert ann.post("/delete-user", {}).status == 200


def test_a_password_is_not_looked_at_where_it_is_not_asked_for(ann: Browser, features: Callable[..., None]) -> None:
    features("-reauthenticate")
    assert change(ann, password="wrong").status == 200
