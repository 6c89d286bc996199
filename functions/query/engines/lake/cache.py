"""The lake's files on this instance: fetched once, known by their checksum, the least used ones thrown away.

A file whose checksum is right is given a time of its last change that is made of the checksum. Whatever changes the
file changes that, too: so another process, or this one later, need not read it once more.
"""

import os
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache, lru_cache
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
_NOTED_NS = 60 * 10**9
"""So exactly it is noted when a file was wanted last: not at each question."""

Wanted = tuple[str, str, int]
"""A file by its path in the store, its checksum and its size."""


class BrokenFile(Exception):
    """A file is missing, or is not what was sealed."""


class Cache:
    """Files of a store in a folder of at most so many bytes."""

    def __init__(self, store: Store, folder: Path, most_bytes: int) -> None:
        self._store, self._folder, self._most_bytes = store, folder, most_bytes
        self._right: dict[str, tuple[int, int, str]] = {}
        """By name, files whose checksum was right: their size and the time of their last change then, and which it was:
        not every folder keeps the time that it is given."""

    def paths(self, wanted: Sequence[Wanted]) -> list[Path | BrokenFile]:
        """Where the files lie now that are wanted; in the place of one that is not to be had right, what is wrong with
        it. The folder is looked through once, however many they are.

        Raises StoreAway.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        different = {each: _name(each[0]) for each in wanted}  # days of one month may have one file
        here = _files_in(self._folder)
        self._make_room({name: size for (_, _, size), name in different.items()}, here)
        found: dict[Wanted, Path | BrokenFile] = {each: self._folder / name for each, name in different.items()}
        unknown = [each for each, name in different.items() if not self._is_known(name, each, here.get(name))]
        if unknown:
            with ThreadPoolExecutor(_AT_ONCE) as threads:
                found |= zip(unknown, threads.map(self._had, unknown), strict=True)
        return [found[each] for each in wanted]

    def _is_known(self, name: str, wanted: Wanted, stat: os.stat_result | None) -> bool:
        """Whether the file was found right before, and was not touched since."""
        _, checksum, size = wanted
        if stat is None or stat.st_size != size:
            return False
        if stat.st_mtime_ns != _mark_ns(checksum) and self._right.get(name) != (size, stat.st_mtime_ns, checksum):
            return False
        now = time_ns()
        if now - stat.st_atime_ns > _NOTED_NS:
            with suppress(FileNotFoundError):
                os.utime(self._folder / name, ns=(now, stat.st_mtime_ns))  # wanted now
        return True

    def _had(self, wanted: Wanted) -> Path | BrokenFile:
        """The file that lies there, where it is right, or else the store's."""
        path, checksum, size = wanted
        local = self._folder / _name(path)
        with suppress(FileNotFoundError):
            before = local.stat().st_mtime_ns
            if local.stat().st_size == size and file_digest(local) == checksum and local.stat().st_mtime_ns == before:
                return self._found_right(local, checksum, size)
        return self._fetched(path, checksum, size)

    def _fetched(self, path: str, checksum: str, size: int) -> Path | BrokenFile:
        local = self._folder / _name(path)
        beside = self._folder / f".{uuid4().hex}"
        try:
            self._store.get(path, beside)
            if beside.stat().st_size != size or file_digest(beside) != checksum:
                return BrokenFile(path)
            self._found_right(beside, checksum, size)
            beside.replace(local)
        except (NotInStore, ValueError):
            return BrokenFile(path)
        finally:
            beside.unlink(missing_ok=True)
        self._right[local.name] = self._right.pop(beside.name)
        return local

    def _found_right(self, local: Path, checksum: str, size: int) -> Path:
        os.utime(local, ns=(time_ns(), _mark_ns(checksum)))
        self._right[local.name] = size, local.stat().st_mtime_ns, checksum
        return local

    def _make_room(self, wanted: Mapping[str, int], here: Mapping[str, os.stat_result]) -> None:
        """Throw away what was not wanted for the longest time, and is not now; and all that nobody has wanted for an
        hour: it may hold somebody who was erased."""
        others = {name: stat for name, stat in here.items() if name not in wanted}
        size = sum(wanted.values()) + sum(stat.st_size for stat in others.values())
        for name in sorted(others, key=lambda each: others[each].st_atime_ns):
            if size <= self._most_bytes and others[name].st_atime_ns > time_ns() - _FORGOTTEN_NS:
                return
            with suppress(FileNotFoundError):
                (self._folder / name).unlink()
            self._right.pop(name, None)
            size -= others[name].st_size


def _files_in(folder: Path) -> dict[str, os.stat_result]:
    """The files of a folder by their names; others may throw some away meanwhile."""
    found = {}
    for each in os.scandir(folder):
        with suppress(FileNotFoundError):
            if each.is_file():
                found[each.name] = each.stat()
    return found


def _mark_ns(checksum: str) -> int:
    """A time before 2002."""
    return int(checksum[:16], 16) % 10**18


@lru_cache(10_000)
def _name(path: str) -> str:
    """Under which name a file of the store lies in the folder."""
    return sha256(path.encode()).hexdigest()


@cache
def files() -> Cache:
    """The cache of this instance."""
    folder = setting("LAKE_CACHE", str(Path(tempfile.gettempdir()) / "spoor-lake"))
    return Cache(place.configured(), Path(folder), int(setting("LAKE_CACHE_MB", "400")) * 1_000_000)
