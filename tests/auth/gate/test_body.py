"""Which bodies are read, and what is said about the others."""

import pytest

from tests.auth.browser import ORIGIN, PASSWORD, Browser, Reply, call, event

UNDEFINED = "[body] Invalid input: expected object, received undefined"
BOTH_MISSING = "; ".join(
    f"[body.{field}] Invalid input: expected string, received undefined" for field in ("email", "password")
)


def post(path: str, content_type: str | None, body: str | bytes | None) -> Reply:
    headers = {"origin": ORIGIN} | ({"content-type": content_type} if content_type else {})
    return call(event("POST", path, headers=headers, body=body))


@pytest.mark.usefixtures("database", "settings")
@pytest.mark.parametrize(
    ("content_type", "body", "message"),
    [
        ("application/json", None, UNDEFINED),
        ("application/json", "", UNDEFINED),
        ("text/plain", "", UNDEFINED),
        (None, "{}", UNDEFINED),
        ("application/json", "{}", BOTH_MISSING),
        ("Application/JSON; charset=utf-8", "{}", BOTH_MISSING),
        ("application/json", "\ufeff{}", BOTH_MISSING),
        ("application/json", b"{}", BOTH_MISSING),
        ("application/json", "[]", "[body] Invalid input: expected object, received array"),
        ("application/json", "null", "[body] Invalid input: expected object, received null"),
        ("application/json", '"x"', "[body] Invalid input: expected object, received string"),
        ("application/json", "5", "[body] Invalid input: expected object, received number"),
        ("application/json", "true", "[body] Invalid input: expected object, received boolean"),
        ("application/x-www-form-urlencoded", b"", UNDEFINED),
        (
            "application/x-www-form-urlencoded",
            b"email=a&password=b&rememberMe=true",
            "[body.rememberMe] Invalid input: expected boolean, received string",
        ),
    ],
)
def test_a_body_that_can_be_read_is_validated(content_type: str | None, body: str | bytes, message: str) -> None:
    reply = post("/sign-in/email", content_type, body)
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    "text", ["{", "{} x", "{bad", '{"email":NaN}', "[" * 30_000 + "]" * 30_000], ids=lambda t: t[:12]
)
def test_broken_json_is_said_to_be_broken(text: str) -> None:
    reply = post("/sign-in/email", "application/json", text)
    assert (reply.status, reply.json) == (400, {"message": "Invalid JSON in request body", "code": "BAD_REQUEST"})


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    "sent", ["text/plain", 'TEXT/Plain; charset="x"', "application/jsonx", "multipart/form-data; boundary=x"]
)
def test_another_type_is_refused_by_its_name(sent: str) -> None:
    reply = post("/sign-in/email", sent, "{}")
    allowed = "application/x-www-form-urlencoded, application/json"
    message = f'Content-Type "{sent}" is not allowed. Allowed types: {allowed}'
    assert (reply.status, reply.json) == (415, {"message": message, "code": "UNSUPPORTED_MEDIA_TYPE"})


@pytest.mark.usefixtures("settings")
def test_forms_are_taken_where_somebody_signs_in_and_nowhere_else() -> None:
    reply = post("/sign-out", "application/x-www-form-urlencoded", b"a=b")
    assert reply.code == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert reply.json["message"].endswith("Allowed types: application/json")


@pytest.mark.usefixtures("database", "settings")
def test_a_form_with_more_fields_than_any_has_is_refused_and_not_read() -> None:
    refused = {"message": "Too many fields in request body", "code": "BAD_REQUEST"}
    for path in ("/sign-in/email", "/sign-up/email", "/callback/github"):
        reply = post(path, "application/x-www-form-urlencoded", b"&".join([b"a=b"] * 101))
        assert (reply.status, reply.json) == (400, refused), path


def test_a_form_signs_up_and_in_as_json_does(browser: Browser) -> None:
    form = "application/x-www-form-urlencoded"
    fields = f"name=F&email=form%40example.com&password={PASSWORD.replace(' ', '+')}".encode()
    assert post("/sign-up/email", form, fields).status == 200
    assert post("/sign-in/email", form, fields).status == 200


@pytest.mark.usefixtures("settings")
def test_the_body_is_read_before_the_origin_is_looked_at() -> None:
    foreign = {"origin": "https://evil.example", "content-type": "text/plain"}
    assert call(event("POST", "/sign-out", headers=foreign, cookies=["a=b"], body="x")).status == 415
    foreign["content-type"] = "application/json"
    assert call(event("POST", "/sign-out", headers=foreign, cookies=["a=b"], body="{")).status == 400
    assert call(event("POST", "/sign-out", headers=foreign, cookies=["a=b"], body="[]")).status == 403
