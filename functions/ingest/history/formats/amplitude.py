"""Amplitude: the zip of its Export API."""

from typing import Any

from ingest.events.nobody import usable
from ingest.events.properties import as_object
from ingest.history.formats.shape import GivenEvent, Skipped, Wishes, as_event, check_time, object_of
from ingest.history.formats.texts import opened
from ingest.history.records.record import ExportRecord
from ingest.wire.amplitude import amplitude

_NONE = "EMPTY"
_OBJECTS = ("event_properties", "user_properties", "groups", "group_properties", "global_user_properties", "plan")


class Amplitude:
    """A row is an event of the HTTP API: `$insert_id`, else `uuid`, is its id, made by the client's own time;
    `event_time`, which Amplitude has corrected, is when it happened."""

    remembers = False

    def __init__(self, _: Wishes) -> None:
        """Nothing is to be wished."""

    def take(self, record: ExportRecord) -> GivenEvent | Skipped:
        """Raises RefusedEvent."""
        row = {key: value for key, value in object_of(record).items() if value is not None and value != ""}
        if "merged_amplitude_id" in row and "event_type" not in row:
            return Skipped("MERGED_ID")
        get = row.get
        sent, time = _utc(get("client_event_time")), _utc(get("event_time"))
        time = time or sent
        check_time(time)
        one = dict(row)
        for key in _OBJECTS:
            if key in one:
                one[key] = _without_none(opened(one[key]))
        one["groups"] = _singles(one.get("groups"))
        one |= {
            "insert_id": get("$insert_id") or get("_insert_id") or get("uuid"),
            "ip": get("ip_address"),
            "time": time,
        }
        one["carrier"] = get("device_carrier")
        one.pop("timestamp", None)
        event = as_event(amplitude.read_event(one))
        if get("user_id") is None and get("device_id") is None and get("event_type") != "$groupidentify":
            whose = get("amplitude_id")
            event.anonymous_id = None if usable(whose and str(whose), of_device=True) is None else f"amplitude:{whose}"
        return GivenEvent(event, sent if sent and sent != time else None)


def _utc(time: Any) -> Any:
    """`2026-10-25 10:00:00.123000`, which is of UTC, in the spelling that is read fastest."""
    return f"{time}Z" if type(time) is str and len(time) > 18 and time[-1].isdigit() and "+" not in time else time


def _without_none(said: Any) -> Any:
    said = as_object(said)
    return {key: value for key, value in said.items() if value != _NONE} if type(said) is dict else said


def _singles(groups: Any) -> Any:
    """The groups, a list of one as the one, which is what its SDK was told."""
    if type(groups) is not dict:
        return groups
    return {key: value[0] if type(value) is list and len(value) == 1 else value for key, value in groups.items()}
