"""Opens the JSON that some trackers write as text inside of their JSON."""

import base64
import binascii
from typing import Any

from ingest import document
from ingest.document import Document
from ingest.event import Refused
from ingest.limits import MAX_TOKENS
from spoor.errors import BadRequest, TooLarge

_MAX_TOKENS = MAX_TOKENS // 4  # beside those of the body around them


class Embedded:
    """The texts of one request, whose body is `around` them: what has not been counted with it stays within a limit of
    its own, or a body could multiply itself in memory.

    `clean` is as in Document, of all that has been opened.
    """

    def __init__(self, around: Document) -> None:
        self.clean = True
        self._plain = around.plain
        self._left = _MAX_TOKENS
        self._opened: dict[str, Any] = {}

    def open(self, text: Any) -> Any:
        """The value that `text` holds as JSON; it may be shared with other events, and must not be changed.

        Raises Refused when it is no such text, TooLarge when the request holds too many values.
        """
        if type(text) is not str:
            raise Refused("INVALID_PROPERTIES", "What is sent as JSON inside a text must be a text.")
        try:
            return document.parse_plain(text) if self._plain else self._parse(text)
        except BadRequest as error:
            raise Refused("INVALID_PROPERTIES", "What is sent as JSON inside a text is not JSON.") from error

    def open_base64(self, text: Any) -> Any:
        """The same of a text in base64 of either alphabet, padded or not."""
        if type(text) is not str:
            raise Refused("INVALID_PROPERTIES", "What is sent as base64 must be a text.")
        standard = text.replace("-", "+").replace("_", "/").rstrip("=")
        try:
            return self._parse(base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True).decode("utf-8"))
        except BadRequest as error:
            raise Refused("INVALID_PROPERTIES", "What is sent as JSON in base64 is not JSON.") from error
        except (binascii.Error, ValueError) as error:
            raise Refused("INVALID_PROPERTIES", "What is sent as base64 is not UTF-8 in base64.") from error

    def _parse(self, text: str) -> Any:
        """The value of a text that was not looked at with the body; the same one for the same text, as many events
        share their contexts."""
        if text in self._opened:
            return self._opened[text]
        self._left -= text.count(",") + text.count("{") + text.count("[")
        if self._left < 0:
            raise TooLarge("The texts in the body hold too many values. Send smaller batches.", code="BODY_TOO_LARGE")
        opened = document.parse(text)
        self.clean = self.clean and opened.clean
        self._opened[text] = opened.value
        return opened.value
