"""POST /update-user changes a name and an image, and nothing else."""

from typing import Any

import pytest

from tests.auth.browser import FORGET, TOKEN, Browser

NOTHING = {"message": "No fields to update"}


def test_name_and_image_are_changed_and_the_cookie_is_set_again(browser: Browser) -> None:
    before = browser.sign_up().json
    reply = browser.post("/update-user", {"name": "Zoë \ud83d", "image": "https://example.com/a.png"})
    assert (reply.status, reply.json) == (200, {"status": True})
    assert "Max-Age=604800" in str(reply.cookie(TOKEN))
    after = browser.session()
    assert after["session"]["token"] == before["token"]
    assert (after["user"]["name"], after["user"]["image"]) == ("Zoë \ufffd", "https://example.com/a.png")
    assert after["user"]["updatedAt"] > before["user"]["updatedAt"]
    assert after["user"]["createdAt"] == before["user"]["createdAt"]


def test_what_is_not_named_stays_and_null_takes_the_image_away(browser: Browser) -> None:
    browser.sign_up(image="https://example.com/a.png")
    browser.post("/update-user", {"name": ""})
    user = browser.session()["user"]
    assert (user["name"], user["image"]) == ("", "https://example.com/a.png")
    browser.post("/update-user", {"image": None})
    user = browser.session()["user"]
    assert (user["name"], user["image"]) == ("", None)


def test_a_browser_that_is_not_to_remember_stays_so(browser: Browser) -> None:
    browser.sign_up(rememberMe=False)
    forget = browser.jar[FORGET]
    reply = browser.post("/update-user", {"name": "Ann"})
    assert "Max-Age" not in str(reply.cookie(TOKEN))
    assert str(reply.cookie(FORGET)).startswith(f"{FORGET}={forget};")


@pytest.mark.parametrize("body", [{}, {"role": "admin"}, {"email": ""}, {"emailVerified": True, "id": "x"}])
def test_a_body_that_names_nothing_known_is_refused(browser: Browser, body: Any) -> None:
    browser.sign_up()
    reply = browser.post("/update-user", body)
    assert (reply.status, reply.json) == (400, NOTHING)


def test_the_address_is_changed_elsewhere(browser: Browser) -> None:
    browser.sign_up()
    assert browser.post("/update-user", {"email": "new@example.com", "name": "x"}).code == (
        400,
        "EMAIL_CAN_NOT_BE_UPDATED",
    )
    assert browser.session()["user"]["name"] == "Ann"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"name": None}, "[body.name] Invalid input: expected string, received null"),
        ({"name": 5}, "[body.name] Invalid input: expected string, received number"),
        ({"image": []}, "[body.image] Invalid input: expected string, received array"),
        (
            {"image": {}, "name": True},
            "[body.name] Invalid input: expected string, received boolean;"
            " [body.image] Invalid input: expected string, received object",
        ),
        ([1], "[body] Invalid input: expected record, received array"),
        (None, "[body] Invalid input: expected record, received undefined"),
    ],
)
def test_a_wrong_type_is_named(browser: Browser, body: Any, message: str) -> None:
    browser.sign_up()
    reply = browser.post("/update-user", body)
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})


def test_text_that_postgres_cannot_hold_changes_nothing(browser: Browser) -> None:
    browser.sign_up()
    assert browser.post("/update-user", {"name": "a\0b"}).code == (400, "FAILED_TO_UPDATE_USER")
    assert browser.session()["user"]["name"] == "Ann"


@pytest.mark.parametrize("body", [{}, {"userAgent": "x", "userId": "y"}])
def test_a_session_has_no_field_that_can_be_set(browser: Browser, body: Any) -> None:
    browser.sign_up()
    reply = browser.post("/update-session", body)
    assert (reply.status, reply.json) == (400, NOTHING)
