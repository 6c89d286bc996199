"""Serves HTTP/1.1 connections, a thread each."""

import contextlib
import socket
import ssl
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from io import BufferedReader
from ipaddress import ip_address
from typing import Any

from host.http.intake import BoundedIntake, Incoming, Intake, Room
from host.http.manners import Bounds as Bounds
from host.http.manners import Manners as Manners
from host.http.message import Refused, Request, Response
from host.http.reading import read_request
from host.http.writing import keeps, linger, wire

Answer = Callable[[Request], Response]
Tls = Callable[[], ssl.SSLContext]
_LOOPBACK = "127.0.0.1"


@dataclass(eq=False)
class _Line:
    """A connection, and whether a request of it is being read or answered."""

    socket: socket.socket
    peer: str
    busy: bool = False
    served: int = 0
    incoming: Incoming = field(init=False)

    def __post_init__(self) -> None:
        self.incoming = Incoming(self.socket)


class Server:
    """A listening socket and the connections it took.

    `port` 0 takes any free one; `address` is the one to listen on, and `tls` gives what speaks TLS there. Raises
    OSError where the port is taken. Nobody can connect before `start`.
    """

    def __init__(
        self, port: int, answer: Answer, manners: Manners, address: str = _LOOPBACK, tls: Tls | None = None
    ) -> None:
        self._answer = answer
        self._manners = manners
        self._tls = tls
        self._room = Room(manners.bounds.room) if manners.bounds else None
        self._closing = False
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._change = threading.Condition()
        self._lines: set[_Line] = set()
        self._from: Counter[str] = Counter()
        self._socket = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            if ":" in address:
                self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            self._socket.bind((address, port))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]

    def start(self) -> None:
        """Begin to accept. Raises OSError where another server listens on the port by now."""
        self._socket.listen(256)
        self._accepting.start()

    def drain(self, seconds: float) -> bool:
        """Stop accepting, let every request that is being read or answered end, hang up on who has none; whether all
        were done in so many seconds."""
        self._stop_accepting()
        with self._change:
            for line in self._lines:
                if not line.busy:
                    _hang_up(line.socket)
            return self._change.wait_for(lambda: not self._lines, seconds)

    def close(self) -> None:
        """Stop accepting and hang up on everybody."""
        self._stop_accepting()
        with self._change:
            lines = list(self._lines)
        for line in lines:
            _hang_up(line.socket)

    def _stop_accepting(self) -> None:
        with self._change:
            self._closing = True
        with contextlib.suppress(OSError):  # wakes the accepting thread, which closing alone doesn't on every platform
            self._socket.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError):
            family, address = self._socket.family, self._socket.getsockname()[0]
            with socket.socket(family) as caller:
                caller.settimeout(1)
                caller.connect((address, self.port))
        if self._accepting.is_alive():
            self._accepting.join(1)
        self._socket.close()

    def _accept(self) -> None:
        while not self._closing:
            try:
                connection, (peer, *_) = self._socket.accept()
            except OSError:
                if self._closing:
                    return
                time.sleep(0.05)  # out of file descriptors: the next one may find a free one
                continue
            line = _Line(connection, _plain(peer))
            with self._change:
                if self._closing:
                    connection.close()
                    return
                full = self._is_full(line.peer)
                if not full:
                    self._lines.add(line)
                    self._from[line.peer] += 1
            if full:
                self._turn_away(connection)
            else:
                threading.Thread(target=self._converse, args=(line,), daemon=True).start()

    def _is_full(self, peer: str) -> bool:
        bounds = self._manners.bounds
        if bounds is None:
            return False
        return len(self._lines) >= bounds.most or (self._from[peer] >= bounds.most_from_one and not bounds.exempt(peer))

    def _turn_away(self, connection: socket.socket) -> None:
        """Say that there are too many, without waiting: this is the thread that takes all the others."""
        with contextlib.suppress(OSError), connection:
            connection.setblocking(False)
            if self._tls is None:
                connection.send(wire(self._manners.refusal(503), keep=False))
                connection.shutdown(socket.SHUT_WR)

    def _converse(self, line: _Line) -> None:
        try:
            line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls:
                self._shake_hands(line, self._tls())
            with BufferedReader(line.incoming) as file:
                while self._serve(line, file):
                    pass
        except (OSError, ValueError):
            pass  # the peer is gone, or we hung up on it: also in the middle of a handshake
        finally:
            with self._change:
                self._lines.discard(line)
                self._from[line.peer] -= 1
                if not self._from[line.peer]:
                    del self._from[line.peer]
                self._change.notify_all()
            line.socket.close()

    def _shake_hands(self, line: _Line, tls: ssl.SSLContext) -> None:
        line.socket.settimeout(self._manners.patience)
        encrypted = tls.wrap_socket(line.socket, server_side=True)
        with self._change:
            line.socket = encrypted
            line.incoming = Incoming(encrypted)

    def _serve(self, line: _Line, file: "BufferedReader[Any]") -> bool:
        """Answer one request; whether the connection goes on."""
        manners = self._manners
        unknown = manners.bounds is not None and not line.served  # who has asked for nothing yet may not wait for long
        line.incoming.deadline = time.monotonic() + (manners.patience if unknown else manners.idle)
        if not file.peek(1):
            return False
        with self._change:
            line.busy = True
        intake = BoundedIntake(line.incoming, self._room, manners.bounds.slowest if manners.bounds else None)
        try:
            request = self._read(line, file, intake)
            if request is None:
                return False
            answer = self._outcome(request)
        finally:
            intake.close()
        keep = keeps(request) and not self._closing
        self._send(line, wire(answer, keep=keep, bodiless=request.method == "HEAD"))
        with self._change:
            line.busy = False
            line.served += 1
            return keep and not self._closing

    def _read(self, line: _Line, file: "BufferedReader[Any]", intake: Intake) -> Request | None:
        """The next request; None where there is none, or it was refused."""
        manners, connection = self._manners, line.socket
        line.incoming.deadline = time.monotonic() + manners.patience
        proceed = partial(connection.sendall, b"HTTP/1.1 100 Continue\r\n\r\n")
        try:
            request = read_request(file, line.peer, manners.body_limit, proceed, manners.head_limit, intake)
        except TimeoutError:
            self._send(line, wire(manners.refusal(408), keep=False))
            return None
        except Refused as refused:
            self._send(line, wire(manners.refusal(refused.status), keep=False))
            linger(connection)
            return None
        return replace(request, scheme="https") if request and self._tls else request

    def _send(self, line: _Line, answer: bytes) -> None:
        bounds = self._manners.bounds
        line.socket.settimeout(self._manners.patience + (len(answer) / bounds.slowest if bounds else 0))
        line.socket.sendall(answer)

    def _outcome(self, request: Request) -> Response:
        try:
            return self._answer(request)
        except Exception:  # the outermost edge: a fault of ours costs one answer, not the server
            if not self._closing:
                traceback.print_exc(file=sys.stderr)
            return self._manners.refusal(500)


def _plain(peer: str) -> str:
    """A peer's address as it is usually written: a socket for both kinds has IPv4 ones in IPv6 form, and zones."""
    try:
        address = ip_address(peer.partition("%")[0])
    except ValueError:
        return peer
    return str(getattr(address, "ipv4_mapped", None) or address)


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
