"""No field of a request sends the browser to a place that is not trusted."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.gate.redirects import is_safe_path
from tests.auth.browser import ORIGIN, PASSWORD, Browser


@pytest.mark.parametrize(
    "path",
    ["/", "/ok?x=1#h", "/@me", "/a b", "/?next=%2f%5c", "/..a", "/.well-known/x", "/a%0d%0ab", "/日本", "/?x=//y"],
)
def test_a_path_that_stays_here_is_safe(path: str) -> None:
    assert is_safe_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "dash",
        "?x",
        "#x",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%2fevil.example",
        "/%2Fevil.example",
        "/a/%5cx",
        "/\t/evil.example",
        "/a\nb",
        "/a\x7fb",
        "/a\x85b",
        "/a\\b",
        "/a//b",
        "/.//evil.example",
        "/././/evil.example/x?y=1",
        "/a/..//evil.example",
        "/a/../b",
        "/.",
        "/a/..?x",
        "/%2e",
        "/%2E%2e/x",
        "/.%2e/x",
        "/%252e%252e/x",
        "/%252fevil.example",
        "/%25252Fevil.example",
        "/?x=\\y",
        "/\ud800",
        "javascript:alert(1)",
        "https://evil.example",
    ],
    ids=ascii,
)
def test_a_path_that_may_leave_is_not(path: str) -> None:
    assert not is_safe_path(path)


@given(st.text("/\\%2f5cC.:@?#a \t\n", max_size=12).map("/".__add__))
def test_a_safe_path_never_leaves_its_host(path: str) -> None:
    if is_safe_path(path):
        browsers_view = path.replace("\\", "/").translate({9: None, 10: None, 13: None})
        assert urlsplit(urljoin("https://own.example/here/", browsers_view)).netloc == "own.example"


BODY = {"email": "nobody@example.com", "password": PASSWORD}
CASES = [
    ("callbackURL", "INVALID_CALLBACK_URL", "Invalid callbackURL"),
    ("redirectTo", "INVALID_REDIRECT_URL", "Invalid redirectURL"),
    ("errorCallbackURL", "INVALID_ERROR_CALLBACK_URL", "Invalid errorCallbackURL"),
    ("newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL", "Invalid newUserCallbackURL"),
]


@pytest.mark.parametrize(("field", "code", "message"), CASES)
def test_a_foreign_place_is_refused_in_every_field(browser: Browser, field: str, code: str, message: str) -> None:
    reply = browser.post("/sign-in/email", {**BODY, field: "https://evil.example"})
    assert (reply.status, reply.json) == (403, {"message": message, "code": code})


@pytest.mark.parametrize(("field", "code", "message"), CASES)
def test_a_place_too_long_for_a_header_is_refused(browser: Browser, field: str, code: str, message: str) -> None:
    reply = browser.post("/sign-in/email", {**BODY, field: "/" + "a" * 4096})
    assert (reply.status, reply.json) == (403, {"message": message, "code": code})
    assert browser.post("/sign-in/email", {**BODY, field: "/" + "a" * 4095}).status == 401


@pytest.mark.parametrize(("field", "_code", "message"), CASES)
@pytest.mark.parametrize("value", [7, True, [], {}], ids=repr)
def test_a_place_must_be_text(browser: Browser, field: str, _code: str, message: str, value: object) -> None:
    reply = browser.post("/sign-in/email", {**BODY, field: value})
    assert (reply.status, reply.json) == (400, {"message": f"{message}: expected a string"})


@pytest.mark.parametrize("value", [None, "", False, 0], ids=repr)
def test_a_place_that_is_not_given_is_not_looked_at(browser: Browser, value: object) -> None:
    assert browser.post("/sign-in/email", {**BODY, "redirectTo": value}).status == 401


def test_a_callback_url_in_the_query_counts_where_the_body_has_none(browser: Browser) -> None:
    foreign = "callbackURL=https://evil.example"
    assert browser.post("/sign-out", {}, query=foreign).code == (403, "INVALID_CALLBACK_URL")
    assert browser.post("/get-session", {}, query=foreign).code == (403, "INVALID_CALLBACK_URL")
    assert browser.post("/sign-out", {"callbackURL": "/ok"}, query=foreign).status == 200
    assert browser.post("/sign-out", {}, query="callbackURL=/a&callbackURL=/b").status == 400
    assert browser.get("/get-session", query=foreign).status == 200


def test_places_are_looked_at_before_the_body_is_validated(browser: Browser) -> None:
    assert browser.post("/sign-up/email", {"callbackURL": "//evil.example"}).code == (403, "INVALID_CALLBACK_URL")


@pytest.mark.parametrize("place", [ORIGIN, f"{ORIGIN}/x/y?z=1", "/ok?x=1#h"])
def test_our_own_places_are_allowed(browser: Browser, place: str) -> None:
    assert browser.post("/sign-in/email", {**BODY, "callbackURL": place}).status == 401
