"""How much of an export is read: of files on an owner's own disk all, of what is sent to us no more than so much."""

import io
from dataclasses import dataclass
from typing import cast

from ingest.content.document import count_tokens


class TooMuch(Exception):
    """A file opens to more than is read of it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bytes of a line (or of a row of CSV), and of a document that is not lines; `opened` are those of all that is
    unpacked. `line_tokens` and `tokens` are the values of a line, and of a document, where these are bounded."""

    line: int = 16 << 20
    document: int = 256 << 20
    opened: int | None = None
    tokens: int | None = None
    line_tokens: int = 1_000_000

    def allows(self, document: bytes) -> bool:
        """Whether a document has no more values than may be."""
        return self.tokens is None or _has_few(document, self.tokens)

    def allows_line(self, line: bytes) -> bool:
        """Whether a line has no more values than may be: each is a hundred times as large in memory."""
        return _has_few(line, self.line_tokens)


def _has_few(data: bytes, most: int) -> bool:
    return len(data) <= most or count_tokens(data) <= most


UNBOUNDED = Bounds()
SENT = Bounds(line=2 << 20, document=8 << 20, opened=64 << 20, tokens=400_000, line_tokens=400_000)
"""Of what is sent: whoever sends may be anybody who manages an app, and all share the machine."""


class PromptStream(io.RawIOBase):
    """A stream that gives what its inner one has at hand, so that of a damaged file all is read that can be."""

    def __init__(self, inner: io.BufferedIOBase) -> None:
        self._inner = inner

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: object) -> int:
        """As a raw stream has it."""
        view = memoryview(cast(bytearray, buffer))
        data = self._inner.read1(len(view))
        view[: len(data)] = data
        return len(data)


class BoundedStream(PromptStream):
    """A stream of which no more than `most` bytes are read. Raises TooMuch from `read`."""

    def __init__(self, inner: io.BufferedIOBase, most: int) -> None:
        super().__init__(inner)
        self.left = most

    def readinto(self, buffer: object) -> int:
        """As a raw stream has it."""
        view = memoryview(cast(bytearray, buffer))
        data = self._inner.read1(min(len(view), self.left + 1))
        if len(data) > self.left:
            raise TooMuch
        self.left -= len(data)
        view[: len(data)] = data
        return len(data)
