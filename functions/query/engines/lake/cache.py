"""The lake's files on this instance: fetched once, known by their checksum, the least used ones thrown away."""

import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import time_ns
from uuid import uuid4

from spoor.lake import place
from spoor.lake.manifest import file_digest
from spoor.lake.storage import NotInStore, Store
from spoor.settings import setting

_AT_ONCE = 8
_FORGOTTEN_NS = 3600 * 10**9


class BrokenFile(Exception):
    """A file is missing, or is not what was sealed."""


class Cache:
    """Files of a store in a folder of at most so many bytes."""

    def __init__(self, store: Store, folder: Path, most_bytes: int) -> None:
        self._store, self._folder, self._most_bytes = store, folder, most_bytes
        self._right: dict[Path, tuple[int, int]] = {}
        """Files whose checksum was right, with their size and the time of their last change then."""

    def paths(self, wanted: Sequence[tuple[str, str, int]]) -> list[Path | BrokenFile]:
        """Where the files lie now that are wanted, each by its path in the store, its checksum and its size; in the
        place of one that is not to be had right, what is wrong with it.

        Raises StoreAway.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        different = list(dict.fromkeys(wanted))  # days of one month may have one file
        self._make_room(different)
        found: dict[tuple[str, str, int], Path | BrokenFile] = {each: self._local(each[0]) for each in different}
        missing = [each for each in different if not self._is_right(self._local(each[0]), *each[1:])]
        if missing:
            with ThreadPoolExecutor(_AT_ONCE) as threads:
                found |= zip(missing, threads.map(lambda each: self._fetched(*each), missing), strict=True)
        return [found[each] for each in wanted]

    def _fetched(self, path: str, checksum: str, size: int) -> Path | BrokenFile:
        local = self._local(path)
        beside = self._folder / f".{uuid4().hex}"
        try:
            self._store.get(path, beside)
            if beside.stat().st_size != size or file_digest(beside) != checksum:
                return BrokenFile(path)
            beside.replace(local)
        except (NotInStore, ValueError):
            return BrokenFile(path)
        finally:
            beside.unlink(missing_ok=True)
        self._right[local] = _state(local)
        return local

    def _is_right(self, local: Path, checksum: str, size: int) -> bool:
        """Whether the file is there and right; one that was not touched since it was found so is not read again."""
        try:
            state = _state(local)
        except FileNotFoundError:
            return False
        if self._right.get(local) != state:
            if state[0] != size or file_digest(local) != checksum:
                return False
            self._right[local] = state
        os.utime(local, ns=(time_ns(), state[1]))  # wanted now
        return True

    def _local(self, path: str) -> Path:
        return self._folder / sha256(path.encode()).hexdigest()

    def _make_room(self, wanted: Sequence[tuple[str, str, int]]) -> None:
        """Throw away what was not wanted for the longest time, and is not now; and all that nobody has wanted for an
        hour: it may hold somebody who was erased."""
        keep = {self._local(path) for path, _, _ in wanted}
        kept = [each for each in self._folder.iterdir() if each not in keep and each.is_file()]
        used = {each: each.stat() for each in kept}
        size = sum(size for _, _, size in wanted) + sum(stat.st_size for stat in used.values())
        for each in sorted(kept, key=lambda each: used[each].st_atime_ns):
            if size <= self._most_bytes and used[each].st_atime_ns > time_ns() - _FORGOTTEN_NS:
                return
            with suppress(FileNotFoundError):
                each.unlink()
            self._right.pop(each, None)
            size -= used[each].st_size


def _state(local: Path) -> tuple[int, int]:
    found = local.stat()
    return found.st_size, found.st_mtime_ns


@cache
def files() -> Cache:
    """The cache of this instance."""
    folder = setting("LAKE_CACHE", str(Path(tempfile.gettempdir()) / "spoor-lake"))
    return Cache(place.configured(), Path(folder), int(setting("LAKE_CACHE_MB", "400")) * 1_000_000)
