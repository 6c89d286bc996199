"""Reads one request off a connection, refusing what RFC 9112 calls malformed or ambiguous."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BufferedReader

from host.http.intake import Intake
from host.http.message import Refused, Request

HEAD_LIMIT = 10_240
"""Bytes of request line and headers together: API Gateway's quota."""
_REQUEST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([\x21-\x7e]+) HTTP/(\d)\.(\d)")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*", re.DOTALL)
_FORBIDDEN = re.compile(rb"[\x00\r\n]")
_PIECE = 65_536
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;.*)?")


def read_request(
    file: BufferedReader,
    peer: str,
    body_limit: int,
    proceed: Callable[[], None],
    head_limit: int = HEAD_LIMIT,
    intake: Intake | None = None,
) -> Request | None:
    """The next request of a connection, None where the peer hung up between two.

    `proceed` is called when the peer waits for `100 Continue`. Raises Refused, and TimeoutError from the socket.
    """
    intake = intake or Intake()
    head = _read_head(file, head_limit)
    if head is None:
        return None
    match = _REQUEST_LINE.fullmatch(head[0])
    if match is None:
        raise Refused(400, "the request line is malformed")
    method, target, major, minor = match.groups()
    if major != b"1":
        raise Refused(505, "only HTTP/1.0 and HTTP/1.1 are spoken here")
    request = Request(
        method.decode(), _origin_form(target.decode()), f"HTTP/1.{int(minor)}", _headers(head[1:]), b"", peer
    )
    if minor != b"0" and len(request.values("host")) != 1:
        raise Refused(400, "HTTP/1.1 asks for one Host header")
    body = _read_body(file, request, body_limit, proceed, intake)
    if not body:
        return request
    return replace(request, body=body)


def _read_head(file: BufferedReader, limit: int) -> list[bytes] | None:
    lines: list[bytes] = []
    left = limit
    while True:
        line = file.readline(left + 1)
        left -= len(line)
        if left < 0:
            raise Refused(431, f"request line and headers exceed {limit} bytes")
        if not line.endswith(b"\n"):
            if line or lines:
                raise Refused(400, "the connection ended inside a request")
            return None
        line = line.rstrip(b"\r\n")
        if line:
            lines.append(line)
        elif lines:  # an empty line before the first is tolerated: RFC 9112 section 2.2
            return lines


def _origin_form(target: str) -> str:
    if target.startswith("/"):
        return target
    scheme, found, rest = target.partition("://")
    if found and scheme.lower() in {"http", "https"}:
        authority_end = min((i for i in (rest.find("/"), rest.find("?")) if i >= 0), default=len(rest))
        path = rest[authority_end:]
        return path if path.startswith("/") else "/" + path
    raise Refused(400, "the request target is not a path")


def _headers(lines: list[bytes]) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    for line in lines:
        match = _HEADER.fullmatch(line)
        if match is None or _FORBIDDEN.search(line):
            raise Refused(400, "a header is malformed")
        headers.append((match[1].decode().lower(), match[2].decode("latin-1")))
    return headers


def _read_body(
    file: BufferedReader, request: Request, limit: int, proceed: Callable[[], None], intake: Intake
) -> bytes:
    codings = request.values("transfer-encoding")
    lengths = {piece.strip() for value in request.values("content-length") for piece in value.split(",")}
    if codings and (lengths or request.version == "HTTP/1.0"):
        raise Refused(400, "a body has either a length or a transfer coding")  # two readings: request smuggling
    if codings and [coding.strip().lower() for coding in codings] != ["chunked"]:
        raise Refused(501, "only the chunked transfer coding is known here")
    if len(lengths) > 1 or not all(re.fullmatch(r"[0-9]{1,15}", length) for length in lengths):
        raise Refused(400, "Content-Length is not one number")
    length = int(lengths.pop()) if lengths else 0
    if length > limit:
        raise Refused(413, f"the body exceeds {limit} bytes")
    if expected := request.header("expect"):
        if expected.lower() != "100-continue":
            raise Refused(417, "the only expectation known here is 100-continue")
        if length or codings:
            proceed()
    if codings or length:
        intake.begin(limit if codings else length)
    if codings:
        return _read_chunks(file, limit, intake)
    return _read_exactly(file, length, intake)


def _read_chunks(file: BufferedReader, limit: int, intake: Intake) -> bytes:
    body = bytearray()
    while True:
        match = _CHUNK_SIZE.fullmatch(file.readline(1024).rstrip(b"\r\n"))
        if match is None:
            raise Refused(400, "a chunk has no size")
        size = int(match[1], 16)
        if len(body) + size > limit:
            raise Refused(413, f"the body exceeds {limit} bytes")
        if size == 0:
            break
        body += _read_exactly(file, size, intake)
        if file.readline(3).rstrip(b"\r\n"):
            raise Refused(400, "a chunk is longer than its size")
    _skip_trailers(file)
    return bytes(body)


def _skip_trailers(file: BufferedReader) -> None:
    left = HEAD_LIMIT
    while line := file.readline(left + 1):
        left -= len(line)
        if left < 0:
            raise Refused(431, "the trailers are too long")
        if line in {b"\r\n", b"\n"}:
            return
    raise Refused(400, "the connection ended inside a request")


def _read_exactly(file: BufferedReader, size: int, intake: Intake) -> bytes:
    body = bytearray()
    while left := min(size - len(body), _PIECE):
        intake.take(left)
        piece = file.read(left)
        body += piece
        if len(piece) != left:
            raise Refused(400, "the connection ended inside a request")
    return bytes(body)
