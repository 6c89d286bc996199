"""Opens the JSON that some trackers write as text inside of their JSON."""

import binascii
from collections.abc import Callable
from typing import Any, TypeVar, cast

from ingest.content import document
from ingest.content.document import Document
from ingest.events.event import RefusedEvent
from ingest.limits import MAX_TOKENS
from spoor.errors import BadRequest, TooLarge

_MAX_TOKENS = MAX_TOKENS // 4  # beside those of the body around them


T = TypeVar("T")


class Embedded:
    """The texts of one request, whose body is `around` them: what has not been counted with it stays within a limit of
    its own and is opened once, though many events share their contexts; or a body could multiply itself in memory.

    `clean` is as in Document, of all that has been opened.
    """

    def __init__(self, around: Document) -> None:
        self.clean = True
        self._plain = around.plain
        self._left = _MAX_TOKENS
        self._opened: dict[str, Any] = {}
        self._shared: dict[str, Any] = {}

    def open(self, text: Any) -> Any:
        """The value that `text` holds as JSON; it may be shared with other events, and must not be changed.

        Raises RefusedEvent when it is no such text, TooLarge when the request holds too many values.
        """
        if type(text) is not str:
            raise RefusedEvent("INVALID_PROPERTIES", "What is sent as JSON inside a text must be a text.")
        if text in self._opened:
            return self._opened[text]
        try:
            if self._plain:
                return document.parse_plain(text)
            value = self._opened[text] = self._parse(text)
        except BadRequest as error:
            raise RefusedEvent("INVALID_PROPERTIES", "What is sent as JSON inside a text is not JSON.") from error
        return value

    def open_base64(self, text: Any) -> Any:
        """The same of a text in base64 of either alphabet, padded or not."""
        if type(text) is not str:
            raise RefusedEvent("INVALID_PROPERTIES", "What is sent as base64 must be a text.")
        try:
            data = _decode(text)
            return self._parse_plain(data) if document.is_plain(data) else self._parse(data.decode())
        except BadRequest as error:
            raise RefusedEvent("INVALID_PROPERTIES", "What is sent as JSON in base64 is not JSON.") from error
        except ValueError as error:
            raise RefusedEvent("INVALID_PROPERTIES", "What is sent as base64 is not UTF-8 in base64.") from error

    def open_shared(self, text: Any, read: Callable[[Any], T]) -> T:
        """What `read` makes of the same of base64 that many events have alike: it is opened and read once."""
        if type(text) is str and text in self._shared:
            return cast(T, self._shared[text])
        value = self._shared[text] = read(self.open_base64(text))
        return value

    def _parse_plain(self, data: bytes) -> Any:
        self._count(document.count_tokens(data))
        return document.parse_plain(data)

    def _parse(self, text: str) -> Any:
        self._count(document.count_tokens(text.encode("utf-8", "surrogatepass")))
        opened = document.parse(text)
        self.clean = self.clean and opened.clean
        return opened.value

    def _count(self, tokens: int) -> None:
        self._left -= tokens
        if self._left < 0:
            raise TooLarge("The texts in the body hold too many values. Send smaller batches.", code="BODY_TOO_LARGE")


def _decode(text: str) -> bytes:
    """Raises ValueError."""
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        standard = text.replace("-", "+").replace("_", "/").rstrip("=")
        return binascii.a2b_base64(standard + "=" * (-len(standard) % 4), strict_mode=True)
