"""Who is let in, and what the function learns of it."""

import pytest

from tests.dev.client import Client
from tests.dev.waiting import Terminal

GOOD = {"Cookie": "theme=dark; session=good"}


def door_calls(api: Client) -> int:
    """How often the authorizer has been asked, this time included."""
    event = api.call("GET", "/closed/x", GOOD).json
    return int(event["requestContext"]["authorizer"]["lambda"]["calls"])


def test_who_brings_no_cookie_is_refused_and_nobody_is_asked(api: Client) -> None:
    before = door_calls(api)
    for headers in ({}, {"Cookie": ""}, {"Cookie": " ; "}):
        answer = api.call("GET", "/closed/x", headers)
        assert (answer.status, answer.body) == (401, b'{"message":"Unauthorized"}')
    assert door_calls(api) == before + 1


def test_a_refusal_is_a_403(api: Client) -> None:
    answer = api.call("GET", "/closed/x", {"Cookie": "session=bad"})
    assert (answer.status, answer.body) == (403, b'{"message":"Forbidden"}')


@pytest.mark.parametrize("session", ["crash", "words", "shapeless"])
def test_an_authorizer_that_crashes_or_babbles_is_a_500_and_a_word_on_the_terminal(
    api: Client, terminal: Terminal, session: str
) -> None:
    answer = api.call("GET", "/closed/x", {"Cookie": f"session={session}"})
    assert (answer.status, answer.body) == (500, b'{"message":"Internal Server Error"}')
    assert terminal.shows("door       | ")


def test_the_context_is_handed_on(api: Client) -> None:
    authorizer = api.call("GET", "/closed/x", GOOD).json["requestContext"]["authorizer"]
    assert authorizer["lambda"]["userId"] == "u1"


def test_no_context_is_handed_on_as_null(api: Client) -> None:
    event = api.call("GET", "/closed/x", {"Cookie": "session=plain"}).json
    assert event["requestContext"]["authorizer"] == {"lambda": None}


def test_the_authorizer_is_asked_about_the_request_and_never_sees_its_body(api: Client) -> None:
    event = api.call("POST", "/closed/a%20b?x=1", {**GOOD, "Content-Type": "text/plain"}, b"hidden").json
    asked = event["requestContext"]["authorizer"]["lambda"]["asked"]
    assert asked["type"] == "REQUEST"
    assert asked["version"] == "2.0"
    assert asked["routeArn"] == "arn:aws:execute-api:us-east-1:123456789012:local/$default/POST/closed/a b"
    assert asked["identitySource"] == ["theme=dark; session=good"]
    assert asked["cookies"] == ["theme=dark", "session=good"]
    assert asked["queryStringParameters"] == {"x": "1"}
    assert asked["pathParameters"] == {"proxy": "a b"}
    assert asked["requestContext"]["requestId"] == event["requestContext"]["requestId"]
    assert "body" not in asked
    assert "isBase64Encoded" not in asked


def test_a_remembering_authorizer_wants_every_identity_source(api: Client) -> None:
    assert api.call("GET", "/remembered", GOOD).status == 401
    assert api.get("/remembered?key=k").status == 401


def test_a_remembering_authorizer_is_asked_once_for_the_same_identity(api: Client) -> None:
    answers = [api.call("GET", f"/remembered?key={key}", GOOD).json for key in ("one", "one", "two")]
    calls = [answer["requestContext"]["authorizer"]["lambda"]["calls"] for answer in answers]
    assert calls[0] == calls[1] != calls[2]


def test_refusals_are_remembered_too(api: Client) -> None:
    before = door_calls(api)
    for _ in range(3):
        assert api.call("GET", "/remembered?key=k", {"Cookie": "session=worse"}).status == 403
    assert door_calls(api) == before + 2


def test_a_route_that_says_none_is_open(api: Client) -> None:
    assert "authorizer" not in api.call("GET", "/echo", GOOD).json["requestContext"]
