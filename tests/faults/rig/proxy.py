"""A TCP proxy between instances and the pooler that fails as networks do, on demand."""

import socket
import struct
import threading
import time
from contextlib import suppress
from enum import Enum, auto

_CHUNK = 65536
_LINGER_ZERO = struct.pack("ii", 1, 0)


class Fault(Enum):
    """What the proxy does to a connection; the two cuts strike every `every`-th statement that holds `MARKER`."""

    PASS = auto()
    DELAY = auto()
    BLACK_HOLE = auto()
    CUT_BEFORE_FORWARD = auto()
    CUT_BEFORE_REPLY = auto()


MARKER = b"/* store_event"
"""What every statement that stores events begins with."""


class FaultProxy:
    """Passes bytes between 127.0.0.1:`port` and 127.0.0.1:`target`, as `fault` says.

    `accepted` counts connections, `struck` the cuts. What a black hole held is delivered when it closes, as TCP's
    retransmissions would.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.fault = Fault.PASS
        self.every = 3
        self.delay = 0.4
        self.marker = MARKER
        self.accepted = 0
        self.struck = 0
        self._seen = 0
        self._open = threading.Event()
        self._open.set()
        self._lock = threading.Lock()
        self._pairs: list[_Pair] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def set(self, fault: Fault, every: int = 3) -> None:
        """Begin to fail in this way, or with PASS to heal."""
        with self._lock:
            self._seen = 0
        self.every = every
        self.fault = fault
        if fault is Fault.BLACK_HOLE:
            self._open.clear()
        else:
            self._open.set()

    def reset(self) -> None:
        """Cut every connection with RST."""
        for pair in self._take():
            pair.reset()

    def finish(self) -> None:
        """Say goodbye to every client with FIN, as an idle time-out does."""
        for pair in self._take():
            pair.finish()

    def close(self) -> None:
        """Stop listening and cut everything."""
        self._listener.close()
        self._open.set()
        self.reset()

    def strikes(self, data: bytes) -> bool:
        """Whether the cut falls on this chunk of a client's."""
        if self.marker not in data:
            return False
        with self._lock:
            self._seen += 1
            hit = self._seen % self.every == 0
            self.struck += hit
            return hit

    def wait_open(self) -> None:
        """Return at once unless everything disappears in a black hole just now."""
        self._open.wait(60)

    def _take(self) -> list["_Pair"]:
        with self._lock:
            pairs, self._pairs = self._pairs, []
        return pairs

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            pair = _Pair(self, client)
            with self._lock:
                self.accepted += 1
                self._pairs.append(pair)
            threading.Thread(target=pair.forward, daemon=True).start()


class _Pair:
    """A client's connection and ours to the target."""

    def __init__(self, proxy: FaultProxy, client: socket.socket) -> None:
        self._proxy = proxy
        self._client = client
        self._server: socket.socket | None = None
        self._swallow = False

    def forward(self) -> None:
        """Client to server, until either ends."""
        self._proxy.wait_open()
        try:
            self._server = socket.create_connection(("127.0.0.1", self._proxy.target), timeout=5)
        except OSError:
            self.reset()
            return
        self._server.settimeout(None)
        threading.Thread(target=self._back, args=(self._server,), daemon=True).start()
        with suppress(OSError):
            while data := self._client.recv(_CHUNK):
                self._hold()
                if self._proxy.fault is Fault.CUT_BEFORE_FORWARD and self._proxy.strikes(data):
                    break
                if self._proxy.fault is Fault.CUT_BEFORE_REPLY and self._proxy.strikes(data):
                    self._swallow = True
                self._server.sendall(data)
        self.reset()

    def _back(self, server: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(_CHUNK):
                self._hold()
                if self._swallow:
                    break  # the server has answered, so it is done; nobody will know
                self._client.sendall(data)
        self.reset()

    def _hold(self) -> None:
        self._proxy.wait_open()
        if self._proxy.fault is Fault.DELAY:
            time.sleep(self._proxy.delay)

    def reset(self) -> None:
        """End both sides, the client's with RST."""
        with suppress(OSError):
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
        for end in (self._client, self._server):
            if end:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RD)  # wakes the thread that reads it; close alone would not
                end.close()

    def finish(self) -> None:
        """End both sides, the client's with FIN."""
        for end in (self._client, self._server):
            if end:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
