"""How a request comes in: no slower than it may, and no larger than there is room for."""

import io
import socket
import threading
from time import monotonic
from typing import TYPE_CHECKING

from host.http.message import Refused

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Intake:
    """Sees a body come in, piece by piece; this one has nothing against any."""

    def begin(self, length: int) -> None:
        """A body of at most `length` bytes follows the head."""

    def take(self, size: int) -> None:
        """The next piece has so many bytes. Raises Refused."""


class Room:
    """Bytes of bodies that a server holds at once, over all its connections."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._lock = threading.Lock()

    def take(self, size: int) -> bool:
        """Whether so many more bytes have room, which are taken then."""
        with self._lock:
            if size > self._left:
                return False
            self._left -= size
            return True

    def give_back(self, size: int) -> None:
        """So many bytes are gone."""
        with self._lock:
            self._left += size


class Incoming(io.RawIOBase):
    """What a peer sends, until `deadline` (of the monotonic clock); then reading raises TimeoutError.

    A deadline for all of it, since a time-out for each piece is no bound for a peer who sends a byte at a time.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.deadline = 0.0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Raises TimeoutError, OSError."""
        left = self.deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)


class BoundedIntake(Intake):
    """The intake of one request: `slowest` bytes a second are the least that a body may come in with.

    What it took is given back by `close`.
    """

    def __init__(self, incoming: Incoming, room: Room | None, slowest: float | None) -> None:
        self._incoming, self._room, self._slowest = incoming, room, slowest
        self._taken = 0

    def begin(self, length: int) -> None:
        """Give a large body more time."""
        if self._slowest:
            self._incoming.deadline += length / self._slowest

    def take(self, size: int) -> None:
        """Raises Refused where there is no room."""
        if self._room is None:
            return
        if not self._room.take(size):
            raise Refused(503, "there are too many bodies at once")
        self._taken += size

    def close(self) -> None:
        """The request is answered."""
        if self._room and self._taken:
            self._room.give_back(self._taken)
            self._taken = 0
