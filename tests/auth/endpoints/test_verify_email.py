"""GET /verify-email does what a mailed token says, if it is ours, still good, and about who opens it."""

import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from spoor.accounts import tokens
from tests.auth.browser import TOKEN, Browser, Reply
from tests.conftest import SECRET
from tests.doubles.inbox import Inbox

Direct = psycopg.Connection[DictRow]
INVALID = (401, "INVALID_TOKEN")
CHANGE, CONFIRM = "change-email-verification", "change-email-confirmation"


def token(life: float = 3600, key: str = SECRET, **claims: Any) -> str:
    now = time.time()
    return tokens.sign({**claims, "iat": int(now), "exp": now + life}, [key.encode()])


def follow(browser: Browser, text: str, callback: str | None = None) -> Reply:
    query = f"token={text}" + ("" if callback is None else f"&callbackURL={callback}")
    return browser.get("/verify-email", query=query)


@pytest.fixture
def ann(browser: Browser) -> str:
    """The id of Ann, who is signed in in `browser`."""
    return str(browser.sign_up().json["user"]["id"])


def test_an_address_is_verified_and_nobody_signed_in(browser: Browser, ann: str) -> None:
    reply = follow(Browser(), token(email="ann@example.com", userId=ann))
    assert (reply.status, reply.json, reply.set_cookies) == (200, {"status": True, "user": None}, [])
    user = browser.session()["user"]
    assert user["emailVerified"] is True
    assert user["updatedAt"] > user["createdAt"]


def test_a_second_time_is_a_success_too(browser: Browser, ann: str) -> None:
    text = token(email="ann@example.com", userId=ann)
    for _ in range(2):
        assert follow(browser, text).json == {"status": True, "user": None}


def test_a_token_without_a_user_is_good_for_its_address(browser: Browser, ann: str) -> None:
    assert follow(browser, token(email="Ann@example.com")).status == 200
    assert browser.session()["user"]["emailVerified"] is True


def test_every_outcome_leads_to_the_callback_and_a_path_stays_a_path(browser: Browser, ann: str) -> None:
    good = follow(browser, token(email="ann@example.com", userId=ann), "%2Fv%3Fa%3D1")
    assert (good.status, good.text, good.headers["location"]) == (302, "", "/v?a=1")
    for text, code in (
        ("bad", "INVALID_TOKEN"),
        (token(-10, email="ann@example.com"), "TOKEN_EXPIRED"),
        (token(email="nobody@example.com"), "USER_NOT_FOUND"),
    ):
        reply = follow(browser, text, "%2Fv%3Fa%3D1%23here")
        assert (reply.status, reply.headers["location"]) == (302, f"/v?a=1&error={code}#here")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (lambda ann: "bad", INVALID),
        (lambda ann: "", INVALID),
        (lambda ann: token(email="ann@example.com", userId=ann)[:-4], INVALID),
        (lambda ann: token(key="another secret of thirty-two letters", email="ann@example.com"), INVALID),
        (lambda ann: token(-10, email="ann@example.com", userId=ann), (401, "TOKEN_EXPIRED")),
        (lambda ann: token(email="nobody@example.com"), (401, "USER_NOT_FOUND")),
        (lambda ann: token(email="ann@example.com", userId="zz"), INVALID),
        (lambda ann: token(userId=ann), INVALID),
        (lambda ann: token(email=5, userId=ann), INVALID),
        (lambda ann: token(email="no address", userId=ann), INVALID),
        (lambda ann: token(email="ann@example.com", userId=5), INVALID),
        (lambda ann: token(email="ann@example.com", userId=ann, updateTo="no address", requestType=CHANGE), INVALID),
    ],
)
def test_a_token_that_is_not_good_verifies_nothing(
    browser: Browser, ann: str, text: Callable[[str], str], outcome: tuple[int, str]
) -> None:
    assert follow(browser, text(ann)).code == outcome
    assert browser.session()["user"]["emailVerified"] is False


def test_a_query_without_a_token_or_to_another_site_is_refused(browser: Browser) -> None:
    message = "[query.token] Invalid input: expected string, received undefined"
    assert browser.get("/verify-email").json == {"message": message, "code": "VALIDATION_ERROR"}
    assert follow(browser, "bad", "https%3A%2F%2Fevil.example").code == (403, "INVALID_CALLBACK_URL")
    assert follow(browser, "bad", "%2F%5Cevil.example").code == (403, "INVALID_CALLBACK_URL")


def test_it_signs_in_where_that_is_wanted(browser: Browser, ann: str, features: Callable[..., None]) -> None:
    features("autoSignInAfterVerification")
    elsewhere = Browser()
    reply = follow(elsewhere, token(email="ann@example.com", userId=ann), "/")
    assert (reply.status, reply.headers["location"]) == (302, "/")
    assert "Max-Age=604800" in str(reply.cookie(TOKEN))
    assert elsewhere.session()["user"]["id"] == ann
    assert follow(Browser(), token(email="ann@example.com", userId=ann)).set_cookies == []  # it is verified already


def test_who_is_signed_in_already_keeps_his_session_and_somebody_elses_gives_way(
    browser: Browser, ann: str, features: Callable[..., None]
) -> None:
    features("autoSignInAfterVerification")
    own = browser.session()["session"]["token"]
    assert str(follow(browser, token(email="ann@example.com", userId=ann)).cookie(TOKEN)).startswith(f"{TOKEN}={own}.")
    bob = Browser()
    bob_id = bob.sign_up("bob@example.com").json["user"]["id"]
    follow(browser, token(email="bob@example.com", userId=bob_id))
    assert browser.session()["user"]["id"] == bob_id


def change(ann: str, **claims: Any) -> str:
    given = {"email": "ann@example.com", "userId": ann, "updateTo": "New@example.com", "requestType": CHANGE, **claims}
    return token(**{name: value for name, value in given.items() if value is not None})


def test_a_change_moves_the_user_once_and_keeps_whether_he_is_verified(browser: Browser, ann: str) -> None:
    text = change(ann)
    reply = follow(browser, text)
    assert reply.status == 200
    assert reply.json["user"] == browser.session()["user"]
    assert (reply.json["user"]["email"], reply.json["user"]["emailVerified"]) == ("new@example.com", False)
    assert reply.cookie(TOKEN)
    assert follow(browser, text).code == INVALID
    assert Browser().sign_in("new@example.com").status == 200


def test_a_change_works_in_a_browser_where_nobody_is_signed_in(browser: Browser, ann: str) -> None:
    reply = follow(Browser(), change(ann), "/welcome")
    assert (reply.status, reply.headers["location"], reply.set_cookies) == (302, "/welcome", [])
    assert browser.session()["user"]["email"] == "new@example.com"


@pytest.mark.parametrize(
    ("claims", "outcome"),
    [
        ({"userId": None}, INVALID),
        ({"userId": "zz"}, (401, "USER_NOT_FOUND")),
        ({"email": "old@example.com"}, INVALID),
        ({"requestType": None}, INVALID),
        ({"requestType": "other"}, INVALID),
    ],
)
def test_a_change_needs_the_user_and_the_address_that_he_has(
    browser: Browser, ann: str, claims: dict[str, Any], outcome: tuple[int, str]
) -> None:
    assert follow(browser, change(ann, **claims)).code == outcome
    assert browser.session()["user"]["email"] == "ann@example.com"


def test_a_change_does_nothing_in_the_browser_of_somebody_else(browser: Browser, ann: str) -> None:
    bob = Browser()
    bob.sign_up("bob@example.com")
    reply = follow(bob, change(ann))
    assert (reply.status, reply.json) == (401, {"message": "Invalid user", "code": "INVALID_USER"})
    assert browser.session()["user"]["email"] == "ann@example.com"


def test_a_change_to_an_address_that_was_taken_meanwhile_is_void(browser: Browser, ann: str) -> None:
    Browser().sign_up("new@example.com")
    assert follow(browser, change(ann)).code == INVALID


def test_a_confirmation_by_the_old_address_mails_the_new_one(browser: Browser, inbox: Inbox, ann: str) -> None:
    reply = follow(browser, change(ann, requestType=CONFIRM), "/settings")
    assert (reply.status, reply.headers["location"]) == (302, "/settings")
    assert browser.session()["user"]["email"] == "ann@example.com"
    path, _, query = inbox.only("new@example.com").path.partition("?")
    assert browser.get(path, query=query).headers["location"] == "/settings"
    assert browser.session()["user"]["email"] == "new@example.com"
