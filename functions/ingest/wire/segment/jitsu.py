"""Jitsu's wire format: Segment's events, one by one or in batches, with the key in a header."""

from typing import Any

from ingest.content.document import Document
from ingest.events.event import Batch
from ingest.http.request import Request
from ingest.wire.segment import segment
from ingest.wire.shared.habits import user_of_basic
from ingest.wire.vendor import Vendor

_KINDS = ("track", "page", "identify", "group", "screen", "alias")
_PLACES = ("/api/s/", "/api/s/s2s/")
_KIND_OF_PATH: dict[str, str | None] = {
    f"{place}{name}": kind for kind in _KINDS for name in (kind, kind[0]) for place in _PLACES
}
_KIND_OF_PATH |= {f"{place}{name}": None for name in ("event", "e") for place in _PLACES}  # the event says its own
_BATCHES = {f"{place}batch" for place in _PLACES}


def key(request: Request, _: Any) -> str | None:
    """What `X-Write-Key: key:secret`, or Basic, has before the colon; the body's is masked."""
    return segment.key_of_header(request) or user_of_basic(request)


def read(request: Request, document: Document, key: Any) -> Batch:
    """One event, or `{batch, context?}`.

    Raises BadRequest.
    """
    return segment.build_batch(key, document.value, _KIND_OF_PATH.get(request.path))


VENDOR = Vendor(
    name="jitsu",
    paths=frozenset({*_KIND_OF_PATH, *_BATCHES}),
    key=key,
    read=read,
    accept=segment.accept,
    refuse=segment.refuse,
)
