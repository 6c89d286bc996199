"""Segment and RudderStack: calls as they lie in S3."""

from typing import Any

from ingest.events import moment
from ingest.history.formats.shape import KEY, GivenEvent, Wishes, check_time, object_of, only
from ingest.history.formats.texts import opened
from ingest.history.records.record import ExportRecord
from ingest.wire.segment import segment


class Segment:
    """A line is a call that its SDK would have sent: `messageId` is its id, made by the device's time; `timestamp`,
    which has been corrected, is when it happened."""

    remembers = False

    def __init__(self, _: Wishes) -> None:
        """Nothing is to be wished."""

    def take(self, record: ExportRecord) -> GivenEvent:
        """Raises RefusedEvent."""
        return given_of(object_of(record))


def given_of(call: dict[str, Any]) -> GivenEvent:
    """The event of a call. Raises RefusedEvent."""
    call = {**call, "properties": opened(call.get("properties"))}
    call["timestamp"] = call.get("timestamp") or _corrected(call)
    check_time(call["timestamp"])
    event = only(segment.build_batch(KEY, {"batch": [call]}, None))
    sent = call.get("originalTimestamp")
    return GivenEvent(event, sent if sent and sent != call["timestamp"] else None)


def _corrected(call: dict[str, Any]) -> Any:
    """When a call without a `timestamp` happened: by how much the device's clock was off shows when it came in."""
    original, sent, received = (moment.parse(call.get(key)) for key in ("originalTimestamp", "sentAt", "receivedAt"))
    if original is None or sent is None or received is None:
        return call.get("originalTimestamp")
    try:
        return (original + (received - sent)).isoformat()
    except OverflowError:  # no clock shows such times
        return call.get("originalTimestamp")
