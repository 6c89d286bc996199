"""RudderStack's wire format: Segment's, with `originalTimestamp` where the caller gave no time."""

from typing import Any

from ingest.http.reply import Reply, of_json
from ingest.http.request import Request
from ingest.wire.segment import segment
from ingest.wire.shared.habits import user_of_basic
from ingest.wire.vendor import Vendor


def claims(_: Request, value: Any) -> bool:
    """Whether an event says by which `channel` it came, as every RudderStack SDK's does and none of Segment's."""
    if type(value) is not dict:
        return False
    events = value.get("batch", value)
    first = events[0] if type(events) is list and events else events
    return type(first) is dict and "channel" in first


def _side_call(request: Request) -> Reply | None:
    """The source's configuration, without which the browser SDK sends nothing: no destinations, no statistics."""
    if request.method != "GET" or request.path != "/sourceConfig":
        return None
    source = {
        "id": "spoor",
        "name": "spoor",
        "writeKey": user_of_basic(request) or request.query.get("writeKey", ""),
        "enabled": True,
        "workspaceId": "spoor",
        "destinations": [],
        "connections": [],
        "config": {"statsCollection": {"errors": {"enabled": False}, "metrics": {"enabled": False}}},
        "dataplanes": {},
    }
    return of_json(200, {"source": source})


VENDOR = Vendor(
    name="rudderstack",
    paths=segment.VENDOR.paths,
    claims=claims,
    key=segment.key,
    read=segment.read,
    accept=segment.accept,
    refuse=segment.refuse,
    side_call=_side_call,
)
