"""Better Auth's own client, unmodified, makes every call it has, and takes us for a Better Auth server."""

import re
from collections.abc import Callable

import pytest

from tests.clients.better_auth import AuthBrowser
from tests.doubles.inbox import Inbox

PASSWORD, NEW = "correct horse battery", "another long password"
DONE = {"status": True}
TOKEN = re.compile(r"[A-Za-z0-9]{32}")

NewBrowser = Callable[[], AuthBrowser]


@pytest.fixture
def ann(browser: AuthBrowser, email: str) -> AuthBrowser:
    """Ann's browser, where she has just signed up with the address `email`."""
    assert browser.sign_up(email, PASSWORD).error is None
    return browser


def test_sign_up_get_session_sign_out_and_sign_in(browser: AuthBrowser, email: str) -> None:
    signed_up = browser.sign_up(email, PASSWORD, image="https://example.com/a.png")
    assert signed_up.error is None
    assert TOKEN.fullmatch(signed_up.data["token"])
    assert sorted(signed_up.data["user"]["createdAt"]) == ["date"], "the client made no date of it"
    session = browser.call("getSession")
    assert session.data["session"]["token"] == signed_up.data["token"]
    assert session.data["user"] == signed_up.data["user"]
    assert sorted(session.data["session"]["expiresAt"]) == ["date"]
    assert browser.call("signOut").data == {"success": True}
    assert browser.jar == {}
    assert browser.call("getSession").data is None
    signed_in = browser.sign_in(email, PASSWORD, callbackURL="/dash")
    assert (signed_in.data["redirect"], signed_in.data["url"], signed_in.location) == (True, "/dash", "/dash")
    assert browser.user() == signed_up.data["user"]


def test_the_store_of_use_session_follows_signing_in_and_out(browser: AuthBrowser, email: str) -> None:
    assert browser.store(filled=False) is None
    browser.sign_up(email, PASSWORD)
    assert browser.store(filled=True)["user"]["email"] == email
    browser.call("signOut")
    assert browser.store(filled=False) is None


def test_errors_reach_the_client_with_their_codes(browser: AuthBrowser, ann: AuthBrowser, email: str) -> None:
    assert browser.sign_up(email, PASSWORD).code == (422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")
    assert browser.sign_up(f"new-{email}", "short").code == (400, "PASSWORD_TOO_SHORT")
    assert browser.sign_in(email, "wrong password").code == (401, "INVALID_EMAIL_OR_PASSWORD")
    assert browser.call("someUnknownThing", {"a": 1}).code == (404, None)
    refused = browser.sign_in(email, PASSWORD, callbackURL="//evil.example")
    assert refused.error["message"] == "Invalid callbackURL"


def test_a_session_that_is_not_remembered_ends_with_the_browser(browser: AuthBrowser, email: str) -> None:
    lines = browser.sign_up(email, PASSWORD, rememberMe=False).set_cookies
    assert "Max-Age" not in "".join(lines)
    assert len(lines) == 2


def test_list_revoke_revoke_others_and_revoke_all(ann: AuthBrowser, new_browser: NewBrowser, email: str) -> None:
    others = [new_browser() for _ in range(3)]
    tokens = [other.sign_in(email, PASSWORD).data["token"] for other in others]
    listed = ann.call("listSessions").data
    assert {session["token"] for session in listed} > set(tokens)
    assert len(listed) == 4
    assert ann.call("revokeSession", {"token": tokens[0]}).data == DONE
    assert [other.user() is None for other in others] == [True, False, False]
    assert ann.call("revokeOtherSessions").data == DONE
    assert [other.user() for other in others] == [None] * 3
    assert ann.user() is not None
    others[0].sign_in(email, PASSWORD)
    assert others[0].call("revokeSessions").data == DONE
    assert (ann.user(), others[0].jar) == (None, {})


def test_update_user_and_update_session(ann: AuthBrowser) -> None:
    assert ann.call("updateUser", {"name": "Zoë 🔑", "image": "/a.png"}).data == DONE
    assert (ann.user()["name"], ann.user()["image"]) == ("Zoë 🔑", "/a.png")
    assert ann.call("updateUser", {"image": None}).data == DONE
    assert (ann.user()["name"], ann.user()["image"]) == ("Zoë 🔑", None)
    assert ann.call("updateUser", {"email": "x@example.com"}).code == (400, "EMAIL_CAN_NOT_BE_UPDATED")
    assert ann.call("updateSession", {"theme": "dark"}).error["message"] == "No fields to update"


def test_change_and_verify_password(ann: AuthBrowser, new_browser: NewBrowser, email: str) -> None:
    other = new_browser()
    other.sign_in(email, PASSWORD)
    wrong = ann.call("changePassword", {"currentPassword": NEW, "newPassword": PASSWORD})
    assert wrong.code == (400, "INVALID_PASSWORD")
    change = {"currentPassword": PASSWORD, "newPassword": NEW, "revokeOtherSessions": True}
    changed = ann.call("changePassword", change)
    assert changed.data["token"] == ann.call("getSession").data["session"]["token"]
    assert other.user() is None
    for password, data in ((NEW, DONE), (PASSWORD, None)):
        body = {"method": "POST", "body": {"password": password}}
        assert ann.call("$fetch", "/verify-password", body).data == data


def test_request_and_reset_password(ann: AuthBrowser, new_browser: NewBrowser, inbox: Inbox, email: str) -> None:
    browser = new_browser()
    asked = browser.call("requestPasswordReset", {"email": email, "redirectTo": "/reset"})
    assert browser.call("requestPasswordReset", {"email": f"nobody-{email}"}).data == asked.data
    opened = browser.open(inbox.only(email).link)
    assert opened.status == 302
    path, _, token = str(opened.location).partition("?token=")
    assert path == f"{browser.base}/reset"
    assert browser.call("resetPassword", {"newPassword": NEW, "token": token}).data == DONE
    assert browser.call("resetPassword", {"newPassword": NEW, "token": token}).code == (400, "INVALID_TOKEN")
    assert browser.sign_in(email, PASSWORD).code == (401, "INVALID_EMAIL_OR_PASSWORD")
    assert browser.sign_in(email, NEW).error is None


def test_send_verification_email_and_verify_email(ann: AuthBrowser, inbox: Inbox, email: str) -> None:
    assert ann.call("sendVerificationEmail", {"email": email, "callbackURL": "/hi"}).data == DONE
    assert ann.call("verifyEmail", {"query": {"token": "bad"}}).code == (401, "INVALID_TOKEN")
    link = inbox.only(email).link
    token = link.partition("token=")[2].partition("&")[0]
    assert ann.call("verifyEmail", {"query": {"token": token}}).data == {"status": True, "user": None}
    assert ann.user()["emailVerified"] is True
    opened = ann.open(link)
    assert (opened.status, opened.location) == (302, "/hi")
    assert ann.call("sendVerificationEmail", {"email": email}).code == (400, "EMAIL_ALREADY_VERIFIED")


def test_change_email(ann: AuthBrowser, inbox: Inbox, email: str) -> None:
    moved = f"moved-{email}"
    assert ann.call("changeEmail", {"newEmail": moved, "callbackURL": "/moved"}).data == DONE
    assert ann.user()["email"] == email
    assert ann.open(inbox.only(moved).link).location == "/moved"
    assert ann.user()["email"] == moved


def test_delete_user(ann: AuthBrowser, email: str) -> None:
    assert ann.call("deleteUser", {"password": "wrong password"}).code == (400, "INVALID_PASSWORD")
    assert ann.call("deleteUser", {"token": "wrong"}).code == (404, "INVALID_TOKEN")
    assert ann.call("deleteUser", {"password": PASSWORD}).data == {"success": True, "message": "User deleted"}
    assert ann.jar == {}
    assert ann.sign_in(email, PASSWORD).code == (401, "INVALID_EMAIL_OR_PASSWORD")


def test_list_and_unlink_accounts(ann: AuthBrowser) -> None:
    [account] = ann.call("listAccounts").data
    assert (account["providerId"], account["accountId"]) == ("credential", ann.user()["id"])
    assert ann.call("unlinkAccount", {"accountId": account["id"]}).code == (400, "FAILED_TO_UNLINK_LAST_ACCOUNT")


def test_ok_and_error(browser: AuthBrowser) -> None:
    assert browser.call("$fetch", "/ok").data == {"ok": True}
    opened = browser.open(f"{browser.base}/api/auth/error?error=state_not_found")
    assert (opened.status, opened.location) == (302, "/?error=state_not_found")
