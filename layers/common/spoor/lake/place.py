"""Where the lake is: in a folder, or in a bucket of S3 or of whatever speaks as S3 does."""

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from spoor.errors import Misconfigured
from spoor.lake.folder import Folder
from spoor.lake.s3 import Bucket
from spoor.lake.storage import Store
from spoor.settings import setting

_WHERE = "LAKE_URL"


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
        return Folder(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        return Bucket(parts.netloc, parts.path.strip("/"), endpoint)
    raise Misconfigured(f"Set {_WHERE} to a folder, as file:///var/lake, or to a bucket, as s3://bucket/prefix.")
