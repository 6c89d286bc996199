"""Writes answers, and ends a connection such that the last one arrives."""

import socket
import time
from email.utils import formatdate

from host.http.message import Request, Response

_LINGER_BYTES = 64 * 1024 * 1024
_LINGER_SECONDS = 5.0


def keeps(request: Request) -> bool:
    """Whether the connection goes on after this request."""
    wishes = (request.header("connection") or "").lower()
    return "keep-alive" in wishes if request.version == "HTTP/1.0" else "close" not in wishes


def wire(response: Response, *, keep: bool, bodiless: bool = False) -> bytes:
    """An answer as it travels."""
    head = [f"HTTP/1.1 {response.status} {response.reason}", f"date: {formatdate(usegmt=True)}"]
    head += [f"{name}: {value}" for name, value in response.headers]
    if response.status >= 200 and response.status not in {204, 304}:
        head.append(f"content-length: {len(response.body)}")
    else:
        bodiless = True
    if not keep:
        head.append("connection: close")
    text = "\r\n".join(head) + "\r\n\r\n"
    return text.encode("latin-1", "replace") + (b"" if bodiless else response.body)


def linger(connection: socket.socket) -> None:
    """Take in what the peer still sends, within bounds: closing on unread bytes would destroy our answer on its way."""
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(1.0)
    end = time.monotonic() + _LINGER_SECONDS
    taken = 0
    while taken < _LINGER_BYTES and time.monotonic() < end:
        data = connection.recv(65536)
        if not data:
            return
        taken += len(data)
