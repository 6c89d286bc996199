"""GA4: lines of its export to BigQuery."""

from typing import Any
from uuid import UUID, uuid5

from ingest.content.document import Document
from ingest.encode import encode
from ingest.events.event import RefusedEvent
from ingest.history.formats.shape import KEY, GivenEvent, Wishes, check_time, object_of, only
from ingest.history.records.record import ExportRecord
from ingest.wire.google import ga4

_SPACE = UUID("6a3e1f52-5d6a-4a8e-9a53-2f0c4f1b7d90")
_IDENTIFYING = ("stream_id", "user_pseudo_id", "event_name", "event_timestamp", "event_bundle_sequence_id")
_IN_BATCH = ("batch_page_id", "batch_ordering_id", "batch_event_index")
_VALUES = ("string_value", "int_value", "float_value", "double_value")
_UNSET = "(not set)"


class Ga4:
    """A row is an event of the Measurement Protocol. Google gives it no id, so that is a hash of what tells it from
    others: the same in an intraday table and in the day's."""

    remembers = False

    def __init__(self, _: Wishes) -> None:
        """Nothing is to be wished."""

    def take(self, record: ExportRecord) -> GivenEvent:
        """Raises RefusedEvent."""
        row = object_of(record)
        get = row.get
        params = _params(get("event_params"))
        check_time(_integer(get("event_timestamp")))
        said = dict(params)
        if (session := params.get("ga_session_id")) is not None:
            said.setdefault("$session_id", str(session))
        if items := get("items"):
            said.setdefault("items", items)
        if type(ecommerce := get("ecommerce")) is dict:
            said = {**{key: value for key, value in ecommerce.items() if _is_set(value)}, **said}
        body = {
            "client_id": get("user_pseudo_id"),
            "user_id": get("user_id"),
            "timestamp_micros": _integer(get("event_timestamp")),
            "device": _device(get("device")),
            "user_location": _place(get("geo")),
            "events": [{"name": get("event_name"), "params": said}],
        }
        event = only(ga4.read_events(Document(body, record.clean), KEY))
        event.client_id = _id(row, params)
        return GivenEvent(event)


def _id(row: dict[str, Any], params: dict[str, Any]) -> str:
    parts = [row.get(key) for key in _IDENTIFYING]
    in_batch = [row.get(key) for key in _IN_BATCH]
    parts += in_batch if any(one is not None for one in in_batch) else [sorted((k, repr(v)) for k, v in params.items())]
    return str(uuid5(_SPACE, encode([one if type(one) is list else str(one) for one in parts])))


def _params(listed: Any) -> dict[str, Any]:
    """`[{key, value: {string_value, int_value, …}}]` as an object: the first value that is there.

    Raises RefusedEvent.
    """
    found: dict[str, Any] = {}
    for one in listed if type(listed) is list else [listed] if listed else []:
        if type(one) is not dict or type(one.get("key")) is not str or type(one.get("value") or {}) is not dict:
            raise RefusedEvent("INVALID_PROPERTIES", "`event_params` must be a list of keys and values.")
        value = one.get("value") or {}
        kind = next((name for name in _VALUES if value.get(name) is not None), None)
        if kind and _is_set(value[kind]):
            found[one["key"]] = _integer(value[kind]) if kind == "int_value" else value[kind]
    return found


def _integer(value: Any) -> Any:
    """BigQuery writes its integers as texts."""
    is_one = type(value) is str and len(value) < 20 and value.removeprefix("-").isdecimal() and value.isascii()
    return int(value) if is_one else value


def _is_set(value: Any) -> bool:
    return value is not None and value != "" and value != _UNSET


def _device(said: Any) -> dict[str, Any]:
    said = said if type(said) is dict else {}
    web = said.get("web_info") if type(said.get("web_info")) is dict else {}
    told = {
        "category": said.get("category"),
        "language": said.get("language"),
        "operating_system": said.get("operating_system"),
        "operating_system_version": said.get("operating_system_version"),
        "model": said.get("mobile_model_name"),
        "brand": said.get("mobile_brand_name"),
        "browser": web.get("browser") or said.get("browser"),
        "browser_version": web.get("browser_version") or said.get("browser_version"),
    }
    return {key: value for key, value in told.items() if _is_set(value)}


def _place(said: Any) -> dict[str, Any]:
    said = said if type(said) is dict else {}
    told = {"country_id": said.get("country"), "region_id": said.get("region"), "city": said.get("city")}
    return {key: value for key, value in told.items() if _is_set(value)}
