"""Everything that is said, as lines of JSON on one stream: for whoever collects a container's or a service's output."""

import contextlib
import json
import sys
import threading
from datetime import UTC, datetime
from typing import IO, TextIO

from host.runtime.logs import lines_of


class Record:
    """Passes functions' own JSON on as it is and wraps what is none; metrics (EMF) are left out."""

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def line(self, name: str, text: str) -> None:
        """One line of `name`. A stream that is gone costs nothing but the line."""
        if text.startswith('{"_aws"') or not text:
            return
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._stream.write((text if _is_record(text) else _wrapped(name, text)) + "\n")
            self._stream.flush()

    def pump(self, name: str, output: IO[bytes]) -> None:
        """Pass on everything that comes out of a process, until it ends."""
        for text in lines_of(output):
            self.line(name, text)


def _is_record(text: str) -> bool:
    if not text.startswith("{"):
        return False
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _wrapped(name: str, text: str) -> str:
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return json.dumps({"level": "INFO", "timestamp": at, "service": name, "message": text}, ensure_ascii=False)
