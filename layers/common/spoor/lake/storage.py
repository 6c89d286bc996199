"""What keeps the lake's files, by paths."""

from pathlib import Path, PurePosixPath
from typing import Protocol


class NotInStore(Exception):
    """The store has no such file."""


class StoreAway(Exception):
    """The store cannot be asked, or refuses; the message says what it told."""


class Store(Protocol):
    """Keeps files by paths such as `app_id=…/day=…/core-….parquet`, and changes none: what is put is put once."""

    @property
    def url(self) -> str:
        """Where it is, as LAKE_URL says it."""

    def put(self, path: str, source: Path) -> None:
        """Keep a copy of the file `source` under `path`; it is there whole, or not at all. Raises StoreAway."""

    def get(self, path: str, target: Path) -> None:
        """Write the file under `path` to `target`. Raises NotInStore, StoreAway."""

    def remove(self, path: str) -> None:
        """Forget the file under `path`, if there is one. Raises StoreAway."""


def checked(path: str) -> PurePosixPath:
    """A path within the store. Raises ValueError for one that leads out of it."""
    found = PurePosixPath(path)
    if found.is_absolute() or not found.parts or {"..", "."} & set(found.parts):
        raise ValueError(f"{path!r} is no path within the lake")
    return found
