"""Jitsu's wire format: Segment's events one by one, with the key in a header."""

from typing import Any

from ingest.document import Document
from ingest.event import Batch
from ingest.request import Request
from ingest.wire import segment
from ingest.wire.vendor import Vendor

_KINDS = ("track", "page", "identify", "group", "screen", "alias")
_KIND_OF_PATH = {f"/api/s/{place}{kind}": kind for kind in _KINDS for place in ("", "s2s/")}


def key(request: Request, _: Any) -> str | None:
    """What `X-Write-Key: key:secret` has before the colon; the body's is masked."""
    return request.headers.get("x-write-key", "").partition(":")[0] or None


def read(request: Request, document: Document, key: Any) -> Batch:
    """One event.

    Raises BadRequest.
    """
    return segment.build_batch(key, document.value, _KIND_OF_PATH[request.path])


VENDOR = Vendor(
    name="jitsu",
    paths=frozenset(_KIND_OF_PATH),
    key=key,
    read=read,
    accept=segment.accept,
    refuse=segment.refuse,
)
