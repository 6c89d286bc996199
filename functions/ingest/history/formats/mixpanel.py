"""Mixpanel: lines of its raw export."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from ingest.content.document import Document
from ingest.events.event import RefusedEvent
from ingest.events.properties import as_object
from ingest.history.formats.shape import KEY, GivenEvent, Wishes, WrongWishes, check_time, object_of, only, request_to
from ingest.history.records.record import ExportRecord
from ingest.wire import mixpanel

_REQUEST = request_to("/track")
_OF_MIXPANEL = frozenset(
    {"$mp_api_endpoint", "$mp_api_timestamp_ms", "mp_processing_time_ms", "$mp_event_size", "$import", "$geo_source"}
)
"""What Mixpanel added when it took an event in."""

_MILLISECONDS, _FURTHEST = 1e11, 1e14


class Mixpanel:
    """A line is an event that its SDK would have sent. With `--timezone` times are the project's wall clock, as of
    projects made before 2023."""

    remembers = False

    def __init__(self, wishes: Wishes) -> None:
        """Raises WrongWishes."""
        try:
            self._zone = ZoneInfo(wishes.timezone) if wishes.timezone else None
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise WrongWishes(f"There is no time zone {wishes.timezone}.") from error

    def take(self, record: ExportRecord) -> GivenEvent:
        """Raises RefusedEvent."""
        row = object_of(record)
        properties = as_object(row.get("properties"))
        if type(properties) is not dict:
            raise RefusedEvent("INVALID_PROPERTIES", "`properties` must be an object.")
        processed = properties.get("mp_processing_time_ms")
        kept = {
            key: value
            for key, value in properties.items()
            if key not in _OF_MIXPANEL and not key.startswith("$warehouse_") and key != "token"
        }
        check_time(kept.get("time"))
        if self._zone and type(kept["time"]) in (int, float) and 0 <= kept["time"] < _FURTHEST:
            kept["time"] = _in_zone(kept["time"], self._zone, processed)
        if kept.get("$insert_id") in (None, ""):
            kept["$insert_id"] = _hashed(row.get("event"), kept)
        said = {"event": row.get("event"), "properties": kept}
        event = only(mixpanel.read(_REQUEST, Document(said, record.clean), KEY))
        for name in ("time", "$insert_id"):
            event.properties.pop(name, None)
        return GivenEvent(event)


def _hashed(name: Any, properties: dict[str, Any]) -> str:
    """An id of what does not change from one export to the next, as `distinct_id` does."""
    lasting = {key: value for key, value in properties.items() if key not in ("distinct_id", "$insert_id")}
    try:
        text = orjson.dumps([name, lasting], option=orjson.OPT_SORT_KEYS)
    except TypeError:  # an integer beyond 64 bits, or half a character
        text = repr([name, sorted(lasting.items())]).encode("utf-8", "backslashreplace")
    return sha256(text).hexdigest()


def _in_zone(wall: float, zone: ZoneInfo, processed: Any) -> float:
    """The true time of a wall clock dressed as one. Of an hour that comes twice the second is meant where the event was
    processed after it began; of one that never was, the offset before the change."""
    unit = 1000 if wall > _MILLISECONDS else 1
    shown = datetime.fromtimestamp(wall / unit, UTC).replace(tzinfo=None)
    first, second = (shown.replace(tzinfo=zone, fold=fold).timestamp() for fold in (0, 1))
    is_told = type(processed) in (int, float)
    true = second if second > first and is_told and processed / 1000 >= second else first
    return int(true * unit) if type(wall) is int else true * unit
