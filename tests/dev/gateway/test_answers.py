"""What becomes of a function's answer."""

import pytest

from tests.dev.client import Client
from tests.dev.waiting import Terminal


def test_an_answer_without_a_status_is_the_json_body_of_a_200(api: Client) -> None:
    answer = api.get("/echo?do=bare")
    assert (answer.status, answer.json, answer.values("content-type")) == (200, {"no": "status"}, ["application/json"])
    assert api.get("/echo?do=null").body == b"null"


def test_a_bare_string_loses_its_quotes_at_the_http_api_and_keeps_them_at_the_function_url(
    api: Client, url: Client
) -> None:
    assert api.get("/echo?do=string").body == b"just words"
    assert url.get("/string").body == b'"just words"'


def test_each_cookie_becomes_a_set_cookie_header(api: Client) -> None:
    answer = api.get("/echo?do=cookies")
    assert answer.status == 201
    assert answer.values("set-cookie") == ["a=1; Path=/", "b=2; HttpOnly"]


def test_headers_are_passed_on_but_for_those_of_the_connection(api: Client) -> None:
    answer = api.get("/echo?do=cookies")
    assert (answer.values("x-number"), answer.values("x-truth")) == (["7"], ["true"])
    assert answer.values("content-length") == ["4"]
    assert answer.values("location") == ["/elsewhere"]
    assert answer.values("content-type") == ["text/plain;charset=UTF-8"]
    assert len(answer.values("apigw-requestid")) == 1


def test_base64_answers_arrive_as_bytes(api: Client) -> None:
    answer = api.get("/echo?do=bytes")
    assert (answer.body, answer.values("content-type")) == (bytes(range(256)), ["image/png"])


def test_a_204_has_neither_body_nor_length(api: Client) -> None:
    answer = api.get("/echo?do=empty")
    assert (answer.status, answer.body, answer.values("content-length")) == (204, b"", [])


def test_head_reaches_the_function_and_brings_no_body_back(api: Client) -> None:
    answer = api.call("HEAD", "/echo")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.values("content-length")[0]) > 100


def test_options_is_a_method_like_any_other(api: Client, url: Client) -> None:
    assert api.call("OPTIONS", "/echo").json["requestContext"]["http"]["method"] == "OPTIONS"
    answer = url.call("OPTIONS", "/", {"Origin": "https://site.example", "Access-Control-Request-Method": "POST"})
    assert answer.json["requestContext"]["http"]["method"] == "OPTIONS"
    assert not [name for name, _ in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("wish", ["wrong-status", "wrong-body", "wrong-base64", "split"])
def test_an_answer_that_makes_no_sense_is_a_500_and_a_line_on_the_terminal(
    api: Client, terminal: Terminal, wish: str
) -> None:
    answer = api.get(f"/echo?do={wish}")
    assert (answer.status, answer.body) == (500, b'{"message":"Internal Server Error"}')
    assert terminal.shows("its answer can't be used")


def test_a_crash_is_a_500_that_says_nothing(api: Client, terminal: Terminal) -> None:
    answer = api.get("/echo?do=crash")
    assert (answer.status, answer.body) == (500, b'{"message":"Internal Server Error"}')
    assert terminal.shows("ValueError: a secret detail")
    assert terminal.shows("echo       | ")


def test_an_unknown_route_is_a_404(api: Client) -> None:
    answer = api.get("/nowhere")
    assert (answer.status, answer.body) == (404, b'{"message":"Not Found"}')


def test_a_body_over_10_mb_is_refused_at_the_door_and_one_over_6_mb_before_the_function(api: Client) -> None:
    for size in (10 * 1024 * 1024 + 1, 7_000_000):
        answer = api.call("POST", "/echo", {"Content-Type": "text/plain"}, b"x" * size)
        assert (answer.status, answer.body) == (413, b'{"message":"Request Entity Too Large"}')


def test_base64_counts_against_the_6_mb(api: Client) -> None:
    assert api.call("POST", "/echo", {"Content-Type": "image/png"}, b"x" * 5_000_000).status == 413


def test_an_answer_over_6_mb_is_a_500_and_the_next_request_is_fine(api: Client, terminal: Terminal) -> None:
    assert api.get("/echo?do=big").status == 500
    assert api.get("/echo").status == 200
