"""What is wrong with a field is said in Better Auth's words."""

from typing import Any

import pytest

from auth.gate.fields import Field
from tests.auth.browser import PASSWORD, Browser

TYPES: dict[str, Any] = {"null": None, "number": 5, "boolean": True, "array": [1], "object": {}}


@pytest.mark.parametrize(("word", "value"), TYPES.items())
def test_another_type_is_named(word: str, value: object) -> None:
    expected = [f"[body.f] Invalid input: expected string, received {word}"]
    assert Field("f").problems({"f": value}) == expected
    assert Field("f", required=False).problems({"f": value}) == expected


def test_a_missing_field_is_undefined_and_matters_only_where_it_is_required() -> None:
    assert Field("f").problems({}) == ["[body.f] Invalid input: expected string, received undefined"]
    assert Field("f", required=False).problems({}) == []


@pytest.mark.parametrize(("value", "word"), [("true", "string"), (None, "null"), (1, "number"), (1e999, "Infinity")])
def test_a_boolean_is_nothing_else(value: object, word: str) -> None:
    problems = Field("f", "boolean", required=False).problems({"f": value})
    assert problems == [f"[body.f] Invalid input: expected boolean, received {word}"]


def test_an_empty_text_is_fine_unless_it_must_be_filled() -> None:
    assert Field("f").problems({"f": ""}) == []
    assert Field("f", filled=True).problems({"f": ""}) == ["[body.f] Too small: expected string to have >=1 characters"]
    assert Field("f", filled=True).problems({"f": []}) == [
        "[body.f] Invalid input: expected string, received array",
        "[body.f] Too small: expected array to have >=1 items",
    ]


def test_an_address_is_looked_at_only_in_text() -> None:
    assert Field("f", email=True).problems({"f": "nope"}) == ["[body.f] Invalid email address"]
    assert Field("f", email=True).problems({"f": 5}) == ["[body.f] Invalid input: expected string, received number"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["name", "email", "password"]),
        ({"name": "A"}, ["email", "password"]),
        ({"rememberMe": "x", "image": 1}, ["name", "email", "password", "image", "rememberMe"]),
    ],
)
def test_problems_are_told_in_the_order_of_the_contract(
    browser: Browser, body: dict[str, Any], fields: list[str]
) -> None:
    message = browser.post("/sign-up/email", body).json["message"]
    assert [problem.split("]")[0] for problem in message.split("; ")] == [f"[body.{field}" for field in fields]


def test_sign_up_tells_both_shapes_that_it_wants(browser: Browser) -> None:
    assert browser.post("/sign-up/email", []).json["message"] == (
        "[body] Invalid input: expected object, received array; [body] Invalid input: expected record, received array"
    )


def test_the_body_is_validated_before_a_foreign_origin_without_cookie_is_refused(browser: Browser) -> None:
    assert browser.post("/sign-in/email", {}, origin="https://evil.example").code == (400, "VALIDATION_ERROR")
    body = {"email": "a@example.com", "password": PASSWORD}
    assert browser.post("/sign-in/email", body, origin="https://evil.example").code == (403, "INVALID_ORIGIN")
