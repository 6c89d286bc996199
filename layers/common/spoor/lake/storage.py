"""Where the lake's files lie: a folder, or a bucket of S3 or of whatever speaks as S3 does."""

from functools import cache
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from spoor.errors import Misconfigured
from spoor.settings import setting

_WHERE = "LAKE_URL"


class NotInStore(Exception):
    """The store has no such file."""


class StoreAway(Exception):
    """The store cannot be asked, or refuses; the message says what it told."""


class Store(Protocol):
    """Keeps files by paths such as `app_id=…/day=…/core-….parquet`, and changes none: what is put is put once."""

    def put(self, path: str, source: Path) -> None:
        """Keep a copy of the file `source` under `path`; it is there whole, or not at all. Raises StoreAway."""

    def get(self, path: str, target: Path) -> None:
        """Write the file under `path` to `target`. Raises NotInStore, StoreAway."""

    def remove(self, path: str) -> None:
        """Forget the file under `path`, if there is one. Raises StoreAway."""


def is_configured() -> bool:
    """Whether there is a lake at all."""
    return bool(setting(_WHERE, ""))


def configured() -> Store:
    """The store that LAKE_URL names: `s3://bucket/prefix`, or `file:///folder`; LAKE_ENDPOINT_URL is where something
    other than AWS speaks as S3 does.

    Raises Misconfigured.
    """
    return store_at(setting(_WHERE), setting("LAKE_ENDPOINT_URL", ""))


@cache
def store_at(url: str, endpoint: str = "") -> Store:
    """The store at a URL.

    Raises Misconfigured.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        from spoor.lake.folder import Folder

        return Folder(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        from spoor.lake.s3 import Bucket

        return Bucket(parts.netloc, parts.path.strip("/"), endpoint)
    raise Misconfigured(f"Set {_WHERE} to a folder, as file:///var/lake, or to a bucket, as s3://bucket/prefix.")


def checked(path: str) -> PurePosixPath:
    """A path within the store. Raises ValueError for one that leads out of it."""
    found = PurePosixPath(path)
    if found.is_absolute() or not found.parts or {"..", "."} & set(found.parts):
        raise ValueError(f"{path!r} is no path within the lake")
    return found
