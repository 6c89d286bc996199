"""What the server says to well-made, odd and broken requests, over real sockets."""

from collections.abc import Iterator

import pytest

from host.http.message import Request, Response
from host.http.server import Manners, Server
from tests.dev.client import Client

HOST = b"Host: h\r\n"


def echo(request: Request) -> Response:
    """Answers with what it understood."""
    if request.path == "/fault":
        raise ZeroDivisionError
    said = f"{request.method} {request.path}?{request.query} {request.version} {request.header('x')} ".encode()
    return Response(200, [("x-one", "1")], said + request.body)


@pytest.fixture(scope="module")
def server() -> Iterator[Client]:
    """A server that takes bodies of at most 100,000 bytes and waits half a second for the rest of a request."""
    running = Server(0, echo, Manners(100_000, lambda status: Response(status, body=b"refused"), patience=0.5))
    running.start()
    yield Client(running.port)
    running.close()


def status(heard: bytes) -> int:
    """The status of the only answer."""
    assert heard.count(b"\r\ndate: ") == 1, heard
    return int(heard.split()[1])


def test_a_connection_carries_one_request_after_the_other(server: Client) -> None:
    heard = server.say(
        b"GET /a HTTP/1.1\r\n" + HOST + b"\r\nPOST /b?c=d HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\n\r\nbody",
        b"\r\nGET /last HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    )
    bodies = [part.partition(b"\r\n\r\n")[2] for part in heard.split(b"HTTP/1.1 200 OK\r\n")[1:]]
    assert bodies == [b"GET /a? HTTP/1.1 None ", b"POST /b?c=d HTTP/1.1 None body", b"GET /last? HTTP/1.1 None "]


def test_http_1_0_hangs_up_after_the_answer(server: Client) -> None:
    heard = server.say(b"GET / HTTP/1.0\r\n\r\n")
    assert status(heard) == 200
    assert b"connection: close" in heard


def test_a_body_in_chunks_arrives_whole(server: Client) -> None:
    head = b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    heard = server.say(head, b"4\r\nspoo\r\n", b"1;name=value\r\nr\r\n0\r\nTrailer: x\r\n\r\n")
    assert heard.endswith(b" spoor")


def test_who_waits_for_100_continue_hears_it_before_sending_the_body(server: Client) -> None:
    head = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    heard = server.say(head, b"ok")
    assert heard.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")


def test_who_waits_for_100_continue_with_too_much_hears_413_instead(server: Client) -> None:
    head = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 100001\r\nExpect: 100-continue\r\n\r\n"
    assert status(server.say(head)) == 413


def test_repeated_headers_are_joined_by_commas(server: Client) -> None:
    heard = server.say(b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\nx:  b \r\nConnection: close\r\n\r\n")
    assert heard.endswith(b" a,b ")


def test_the_target_may_name_the_host(server: Client) -> None:
    heard = server.say(b"GET http://h:1/a?b HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    assert heard.endswith(b"GET /a?b HTTP/1.1 None ")


def test_head_has_the_length_and_not_the_body(server: Client) -> None:
    heard = server.say(b"HEAD / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    assert b"content-length: 22" in heard
    assert heard.endswith(b"\r\n\r\n")


def test_a_body_over_the_limit_is_refused_while_it_is_still_being_sent(server: Client) -> None:
    answer = server.call("POST", "/", body=b"x" * 20_000_000)
    assert (answer.status, answer.body) == (413, b"refused")


def test_chunks_count_against_the_limit_too(server: Client) -> None:
    head = b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
    assert status(server.say(head, b"186A1\r\n", b"x" * 1000)) == 413


def test_a_head_over_10240_bytes_is_refused(server: Client) -> None:
    fits = b"GET / HTTP/1.1\r\n" + HOST + b"Connection: close\r\nCookie: "
    room = 10_240 - len(fits) - 4
    assert status(server.say(fits + b"c" * room + b"\r\n\r\n")) == 200
    assert status(server.say(fits + b"c" * (room + 1) + b"\r\n\r\n")) == 431


def test_half_a_request_is_not_waited_for_for_ever(server: Client) -> None:
    assert status(server.say(b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 9\r\n\r\nhalf")) == 408


def test_our_own_fault_costs_one_answer(server: Client, capsys: pytest.CaptureFixture[str]) -> None:
    assert server.get("/fault").status == 500
    assert server.get("/").status == 200
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET /\r\n\r\n", 400),
        (b"GET / a HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        (b"GET /\xc3\xbc HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        (b"GET * HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        (b"CONNECT h:1 HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\n", 505),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + b" folded: line\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + b"Name : space\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + b"A: nul\x00\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + b"A: bare\rreturn\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: ten\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip, chunked\r\n\r\n", 501),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nsize\r\n", 400),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nExpect: wonders\r\n\r\na", 417),
    ],
)
def test_a_malformed_or_ambiguous_request_is_refused_and_hung_up_on(server: Client, said: bytes, expected: int) -> None:
    heard = server.say(said)
    assert status(heard) == expected
    assert heard.endswith(b"refused")


def test_closing_hangs_up_on_everybody() -> None:
    running = Server(0, echo, Manners(10, lambda status: Response(status)))
    running.start()
    client = Client(running.port)
    assert client.get("/").status == 200
    running.close()
    with pytest.raises(ConnectionRefusedError):
        client.get("/")
