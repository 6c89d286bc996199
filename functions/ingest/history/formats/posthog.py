"""PostHog: files of a batch export, answers of its API, rows of its query API as CSV."""

from typing import Any

from ingest.history.formats.shape import (
    KEY,
    GivenEvent,
    Linked,
    Skipped,
    Wishes,
    as_event,
    check_time,
    object_of,
    request_to,
)
from ingest.history.formats.texts import opened
from ingest.history.records.record import ExportRecord
from ingest.wire.posthog import posthog

_REQUEST = request_to("/batch")
_SESSION_RECORDING = "$snapshot"


class PostHog:
    """A row is an event that its SDK would have sent: `uuid`, in the API `id`, is its id. A row of `persons` says whose
    an id is: all that became one person are joined to that person's own id, in whatever order they come."""

    remembers = False

    def __init__(self, _: Wishes) -> None:
        """Nothing is to be wished."""

    def take(self, record: ExportRecord) -> GivenEvent | Linked | Skipped:
        """Raises RefusedEvent."""
        row = object_of(record)
        get = row.get
        if "person_distinct_id_version" in row and "event" not in row:
            if row.get("is_deleted"):
                return Skipped("PERSON_DELETED")
            return Linked(get("distinct_id"), get("person_id"), get("created_at"))
        if get("event") == _SESSION_RECORDING:
            return Skipped("RECORDING")
        time = get("timestamp")
        check_time(time)
        properties = opened(get("properties"))
        if type(properties) is dict and _is_their_key(properties.get("token")):
            del properties["token"]
        one = {
            "event": get("event"),
            "uuid": get("uuid") or get("id"),
            "distinct_id": get("distinct_id"),
            "timestamp": _in_utc(time),
            "properties": properties,
        }
        return GivenEvent(as_event(posthog.read_event(_REQUEST, one, KEY, inside=False, sdk=None)))


def _is_their_key(token: Any) -> bool:
    return type(token) is str and token.startswith("phc_")


def _in_utc(time: Any) -> Any:
    """The spelling that is read fastest."""
    return f"{time[:-6]}Z" if type(time) is str and time.endswith("+00:00") else time
