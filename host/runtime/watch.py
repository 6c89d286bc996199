"""Notices that files changed, cheaply enough to ask before every request."""

import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path

_AT_MOST_EVERY = 0.5


class Watch:
    """Files and folders; `stamp` differs as soon as one of them was written, made or removed."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self._lock = threading.Lock()
        self._looked = -_AT_MOST_EVERY
        self._stamp = 0

    @property
    def stamp(self) -> int:
        """The state of the files, at most half a second old."""
        now = time.monotonic()
        if now - self._looked >= _AT_MOST_EVERY:
            with self._lock:
                if now - self._looked >= _AT_MOST_EVERY:
                    self._stamp = hash(tuple(seen for path in self._paths for seen in _states(path)))
                    self._looked = time.monotonic()
        return self._stamp


def _states(path: Path | str) -> list[tuple[str, int, int]]:
    """Path, time of change and size of each file at or below `path`, caches and hidden files left out."""
    found: list[tuple[str, int, int]] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name == "__pycache__" or entry.name.endswith(".pyc"):
                    continue
                if entry.is_dir():
                    found += _states(entry.path)
                else:
                    state = entry.stat()
                    found.append((entry.path, state.st_mtime_ns, state.st_size))
    except NotADirectoryError:
        state = os.stat(path)
        found.append((str(path), state.st_mtime_ns, state.st_size))
    except FileNotFoundError:
        pass  # removed this moment, or not there yet: its coming back changes the stamp
    return sorted(found)
