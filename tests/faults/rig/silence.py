"""Servers that accept whoever calls and say nothing, as a host behind a closed firewall or a hung machine does."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread


class Silence:
    """Addresses of this machine at one port; `called` counts who called each of them."""

    def __init__(self, count: int, port: int = 0) -> None:
        self.called: dict[str, int] = {}
        self._open: list[socket.socket] = []
        self.port = port
        for at in range(count):
            self._listen(f"127.0.0.{at + 2}")

    @property
    def addresses(self) -> list[str]:
        """All of them."""
        return list(self.called)

    def close(self) -> None:
        """Hang up on everybody."""
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _listen(self, address: str) -> None:
        listener = socket.create_server((address, self.port))
        self.port = listener.getsockname()[1]
        self.called[address] = 0
        self._open.append(listener)
        Thread(target=self._accept, args=(listener, address), daemon=True).start()

    def _accept(self, listener: socket.socket, address: str) -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            self.called[address] += 1
            self._open.append(caller)


@contextmanager
def silence(count: int, port: int = 0) -> Iterator[Silence]:
    """So many of them; gone afterwards."""
    made = Silence(count, port)
    try:
        yield made
    finally:
        made.close()
