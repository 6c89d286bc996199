"""Serves HTTP/1.1 connections, a thread each."""

import contextlib
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from io import BufferedReader

from host.http.message import Refused, Request, Response
from host.http.reading import HEAD_LIMIT, read_request

Answer = Callable[[Request], Response]
_LINGER_BYTES = 64 * 1024 * 1024
_LINGER_SECONDS = 5.0


@dataclass(frozen=True)
class Manners:
    """How a server treats its peers: sizes in bytes, times in seconds."""

    body_limit: int
    refusal: Callable[[int], Response]
    head_limit: int = HEAD_LIMIT
    idle: float = 75.0
    patience: float = 20.0


class Server:
    """A listening socket of the loopback address and the connections it took.

    `port` 0 takes any free one. Raises OSError where the port is taken. Nobody can connect before `start`.
    """

    def __init__(self, port: int, answer: Answer, manners: Manners) -> None:
        self._answer = answer
        self._manners = manners
        self._closing = False
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]

    def start(self) -> None:
        """Begin to accept. Raises OSError where another server listens on the port by now."""
        self._socket.listen(256)
        self._accepting.start()

    def close(self) -> None:
        """Stop accepting and hang up on everybody."""
        with self._lock:
            self._closing = True
            connections = list(self._connections)
        with contextlib.suppress(OSError):  # wakes the accepting thread on every platform; closing alone doesn't
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            self._accepting.join(1)
        self._socket.close()
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._closing:
            try:
                connection, (peer, _) = self._socket.accept()
            except OSError:
                if self._closing:
                    return
                time.sleep(0.05)  # out of file descriptors: the next one may find a free one
                continue
            with self._lock:
                if self._closing:
                    connection.close()
                    return
                self._connections.add(connection)
            threading.Thread(target=self._converse, args=(connection, peer), daemon=True).start()

    def _converse(self, connection: socket.socket, peer: str) -> None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection.makefile("rb") as file:
                while self._serve(connection, file, peer):
                    pass
        except OSError:
            pass  # the peer is gone, or we hung up on it
        finally:
            with self._lock:
                self._connections.discard(connection)
            connection.close()

    def _serve(self, connection: socket.socket, file: BufferedReader, peer: str) -> bool:
        """Answer one request; whether the connection goes on."""
        connection.settimeout(self._manners.idle)
        if not file.peek(1):
            return False
        connection.settimeout(self._manners.patience)
        try:
            request = read_request(
                file,
                peer,
                self._manners.body_limit,
                lambda: connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n"),
                self._manners.head_limit,
            )
        except TimeoutError:
            connection.sendall(_wire(self._manners.refusal(408), keep=False))
            return False
        except Refused as refused:
            connection.sendall(_wire(self._manners.refusal(refused.status), keep=False))
            _linger(connection)
            return False
        if request is None:
            return False
        keep = _keeps(request)
        connection.sendall(_wire(self._outcome(request), keep=keep, bodiless=request.method == "HEAD"))
        return keep

    def _outcome(self, request: Request) -> Response:
        try:
            return self._answer(request)
        except Exception:  # the outermost edge: a fault of ours costs one answer, not the server
            if not self._closing:
                traceback.print_exc(file=sys.stderr)
            return self._manners.refusal(500)


def _keeps(request: Request) -> bool:
    wishes = (request.header("connection") or "").lower()
    return "keep-alive" in wishes if request.version == "HTTP/1.0" else "close" not in wishes


def _wire(response: Response, *, keep: bool, bodiless: bool = False) -> bytes:
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


def _linger(connection: socket.socket) -> None:
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
