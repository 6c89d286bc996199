"""Segment's pixels (`GET /v1/pixel/track?data=…`) and RudderStack's (`GET /pixel/v1/track?writeKey=…&event=…`)."""

from typing import Any

from ingest.content.document import Document
from ingest.events.event import Batch
from ingest.http.reply import Reply
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.segment import segment
from ingest.wire.shared import pixel
from ingest.wire.vendor import Vendor

_KINDS = ("track", "identify", "page", "group", "alias", "screen")
_KIND_OF_PATH = {f"{place}{kind}": kind for kind in _KINDS for place in ("/v1/pixel/", "/pixel/v1/")}
_MOST_LEVELS = 4


def read(request: Request, document: Document, key: Any) -> Batch:
    """One event; where the query holds it field by field, dots lead into objects (`properties.plan=pro`).

    Raises BadRequest.
    """
    kind = _KIND_OF_PATH[request.path]
    return segment.build_batch(key, document.value if "data" in request.query else _nested(request.query), kind)


def _nested(fields: Any) -> dict[str, Any]:
    event: dict[str, Any] = {}
    for name, value in fields.items():
        *outer, last = name.split(".", _MOST_LEVELS)
        place = event
        for part in outer:
            inner = place.setdefault(part, {})
            if type(inner) is not dict:
                break
            place = inner
        else:
            place[last] = value
    return event


def accept(_: Request, _batch: Batch, _receipt: Receipt) -> Reply:
    """The pixel, whatever the event was: what was refused is counted and logged."""
    return pixel.image()


VENDOR = Vendor(
    name="segment",
    paths=frozenset(_KIND_OF_PATH),
    methods=frozenset({"GET"}),
    key=segment.key,
    read=read,
    accept=accept,
    refuse=segment.refuse,
)
