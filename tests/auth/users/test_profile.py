"""What a user says of himself fits in an answer, whoever stored it."""

import json
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.users.profile import fitting_image, fitting_name
from tests.auth.browser import ORIGIN, PASSWORD, Browser, call, event

Direct = psycopg.Connection[DictRow]
LONGEST_URL = "https://example.com/" + "a" * 2028


@pytest.mark.parametrize("path", ["/sign-up/email", "/update-user"])
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "é" * 201}, "[body.name] Too big: expected string to have <=200 characters"),
        ({"image": LONGEST_URL + "a"}, "[body.image] Too big: expected string to have <=2048 characters"),
        ({"image": "data:image/png;base64,AAAA"}, "[body.image] Invalid URL"),
        ({"image": "javascript:alert(1)"}, "[body.image] Invalid URL"),
        ({"image": "//example.com/a.png"}, "[body.image] Invalid URL"),
        ({"image": "/\\example.com/a.png"}, "[body.image] Invalid URL"),
        ({"image": "https://user:pass@example.com/a.png"}, "[body.image] Invalid URL"),
        ({"image": "https://example.com/a\nb"}, "[body.image] Invalid URL"),
        ({"image": "ftp://example.com/a.png"}, "[body.image] Invalid URL"),
    ],
)
def test_names_and_pictures_have_a_bound(browser: Browser, path: str, fields: dict[str, str], message: str) -> None:
    browser.sign_up()
    body = {"name": "Bob", "email": "bob@example.com", "password": PASSWORD, **fields}
    reply = browser.post(path, body if path == "/sign-up/email" else fields)
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})


def test_the_longest_are_taken(browser: Browser) -> None:
    browser.sign_up(name="é" * 200, image=LONGEST_URL)
    user = browser.session()["user"]
    assert (user["name"], user["image"]) == ("é" * 200, LONGEST_URL)
    assert browser.post("/update-user", {"name": "", "image": None}).status == 200


@pytest.mark.parametrize("path", ["/sign-up/email", "/update-user", "/sign-in/social", "/delete-user", "/sign-out"])
def test_no_body_has_more_than_64_kib(browser: Browser, path: str) -> None:
    browser.sign_up()
    for size, status in ((65_536, {200, 400, 404}), (65_537, {413})):
        body = json.dumps({"name": "Ann", "email": "a", "password": "b", "provider": "github"})
        reply = browser._send(
            "POST", path, "", {"content-type": "application/json", "origin": ORIGIN}, body + " " * (size - len(body))
        )
        assert reply.status in status
    assert reply.json == {"message": "A request body may have 64 KiB", "code": "PAYLOAD_TOO_LARGE"}


@pytest.mark.usefixtures("settings")
def test_a_body_that_came_as_bytes_is_measured_as_they_are() -> None:
    big = call(event("POST", "/sign-in/email", headers={"content-type": "application/json"}, body=b" " * 65_537))
    assert big.status == 413


@pytest.mark.parametrize("path", ["/get-session", "/list-accounts"])
@pytest.mark.parametrize("letter", ["a", "\x01", "🔑"])
def test_what_was_stored_without_a_bound_breaks_no_answer(
    browser: Browser, database: Direct, path: str, letter: str
) -> None:
    browser.sign_up()
    database.execute('UPDATE public."user" SET name = %s, image = %s', [letter * 3_000_000, letter * 3_000_000])
    reply = browser.get(path)
    assert reply.status == 200
    assert len(reply.text.encode()) < 1_000_000
    assert browser.sign_in().status == 200
    assert browser.post("/update-user", {"name": "Ann", "image": None}).status == 200
    assert browser.session()["user"]["name"] == "Ann"


def test_a_picture_of_another_server_is_shown_as_it_is(browser: Browser, database: Direct) -> None:
    browser.sign_up()
    picture = "data:image/png;base64," + "A" * 50_000
    database.execute('UPDATE public."user" SET image = %s', [picture])
    assert browser.session()["user"]["image"] == picture


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("https://example.com/a.png", "https://example.com/a.png"),
        (LONGEST_URL + "a", None),
        ("javascript:alert(1)", None),
        (None, None),
    ],
)
def test_of_a_provider_only_a_picture_that_fits_is_taken(given: Any, taken: Any) -> None:
    assert fitting_image(given) == taken
    assert len(fitting_name("n" * 100_000)) == 200
