"""What a function URL says when the function can't."""

from tests.dev.client import Client
from tests.dev.waiting import Terminal


def test_a_crash_is_a_502_that_says_nothing(url: Client, terminal: Terminal) -> None:
    answer = url.get("/crash")
    assert (answer.status, answer.body) == (502, b'{"message":"Internal Server Error"}')
    assert terminal.shows("ValueError: a secret detail")


def test_a_body_over_6_mb_is_a_413(url: Client) -> None:
    for body in (b"x" * (6 * 1024 * 1024 + 1), b"x" * 5_000_000):  # the second is over it in base64
        assert url.call("POST", "/", {"Content-Type": "image/png"}, body).status == 413


def test_a_bad_request_is_answered_in_json(url: Client) -> None:
    heard = url.say(b"nonsense\r\n\r\n")
    assert heard.startswith(b"HTTP/1.1 400 Bad Request")
    assert heard.endswith(b'{"message":"Bad Request"}')


def test_the_whole_event_is_the_answer_where_the_function_returns_it(url: Client) -> None:
    answer = url.get("/any/path", user_agent="agent/1")
    assert (answer.status, answer.json["rawPath"]) == (200, "/any/path")
