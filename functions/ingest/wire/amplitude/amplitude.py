"""Amplitude's wire format, HTTP API V2, of its SDKs for Node, Python and the browser.

Its SDKs believe `code` in the body over the status, and send again whatever a 400 does not name. So a wrong key is
`Invalid API key`, an unreadable request misses a field, and refused events are listed by their index; the others of
that batch, which are stored, come a second time then and count as duplicates.

`$identify` and `$groupidentify` are stored as the events they are. Beside `event_properties` the fields of
extras.AMPLITUDE are kept as properties; an event's own property of the same name wins.
"""

import re
import time
from typing import Any

from ingest.content.document import Document
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.events.properties import as_object
from ingest.http.reply import Reply, of_error, of_json
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.shared.extras import AMPLITUDE, pick
from ingest.wire.vendor import Vendor
from spoor.errors import BadRequest, SpoorError

_NO_SESSION = -1
_CALLER = "$remote"  # the address that the request comes from, in the place of an address
_LONGEST_TIME = 16  # digits: microseconds
_FIELD_OF_CODE = {
    "INVALID_NAME": "event_type",
    "INVALID_ID": "user_id",
}
_UNDERSTOOD = (413, 429)  # of these the SDKs know what to do: send fewer, send later
_CONFIG_PATH = re.compile(r"/config/[^/]{1,200}")


def claims(_: Request, value: Any) -> bool:
    """Whether it is an object with `events`: PostHog's, on the same path, has a `batch`."""
    return type(value) is dict and "events" in value


def key(_: Request, body: Any) -> Any:
    """The body's `api_key`."""
    return body.get("api_key") if type(body) is dict else None


def read(_: Request, document: Document, key: Any) -> Batch:
    """`{api_key, events, client_upload_time}`.

    Raises BadRequest when it is nothing of the kind.
    """
    body = document.value
    events = body.get("events") if type(body) is dict else None
    if type(events) is not list:
        raise BadRequest("Send an object with `api_key` and a list `events`.", code="INVALID_SHAPE")
    return Batch(key, [read_event(one) for one in events], body.get("client_upload_time"))


def read_event(one: Any) -> TrackedEvent | RefusedEvent:
    """The event in an object of the HTTP API, or in one of the older SDKs, which say `uuid` and `timestamp`."""
    if type(one) is not dict:
        return RefusedEvent("INVALID_EVENT", "An event must be an object with at least an `event_type`.")
    get = one.get
    properties = as_object(get("event_properties"))
    beside = _beside(one)
    if beside and type(properties) is dict:
        properties = {**beside, **properties}
    client_id, time = get("insert_id"), get("time")
    return TrackedEvent(
        name=get("event_type"),
        client_id=get("uuid") if client_id is None else client_id,
        anonymous_id=get("device_id"),
        user_id=get("user_id"),
        time=number(get("timestamp") if time is None else time),
        properties=properties,
    )


def _beside(one: dict[str, Any]) -> dict[str, Any]:
    beside = pick(one, AMPLITUDE)
    if one.get("session_id") == _NO_SESSION:
        del beside["$session_id"]
    if (app_version := one.get("app_version")) is not None:
        beside["$app_version"] = app_version  # rather than `version_name`, Android's own
    if (library := beside.get("$lib")) is not None:
        beside.update(_library(library))
    if beside.get("$ip") == _CALLER:
        del beside["$ip"]
    return beside


def _library(said: Any) -> dict[str, Any]:
    """Name and version of an SDK, from `name/version` or, of the older ones, an object."""
    if type(said) is dict:
        return pick(said, {"name": "$lib", "version": "$lib_version"})
    name, slash, version = said.rpartition("/") if type(said) is str else ("", "", "")
    return {"$lib": name, "$lib_version": version} if slash else {"$lib": said}


def number(time: Any) -> Any:
    """A time that is written as a text of digits as the number it is."""
    is_number = type(time) is str and time.isdecimal() and time.isascii() and len(time) <= _LONGEST_TIME
    return int(time) if is_number else time


def accept(request: Request, _: Batch, receipt: Receipt) -> Reply:
    """How many are stored; where some were refused, which."""
    if receipt.rejected:
        fields: dict[str, list[int]] = {}
        for at, refused in receipt.rejected:
            fields.setdefault(_FIELD_OF_CODE.get(refused.code, "event_properties"), []).append(at)
        first = receipt.rejected[0][1]
        return _failure(400, f"{first.code}: {first.message}", events_with_invalid_fields=fields)
    body = {
        "code": 200,
        "events_ingested": receipt.accepted + receipt.duplicates,
        "payload_size_bytes": len(request.body),
        "server_upload_time": int(time.time() * 1000),
    }
    return of_json(200, body)


def refuse(_: Request, error: SpoorError) -> Reply:
    """The error in words that make these SDKs drop, split or send again as it deserves."""
    if error.code == "UNKNOWN_KEY":
        return _failure(400, f"Invalid API key: {error.message}")
    if error.status >= 500 or error.status in _UNDERSTOOD:
        body = {"code": error.status, "error": f"{error.code}: {error.message}"}
        return of_json(error.status, body, of_error(error).headers)
    return _failure(400, f"{error.code}: {error.message}", missing_field="events")


def _failure(code: int, error: str, **details: Any) -> Reply:
    return of_json(code, {"code": code, "error": error, **details})


def _side_call(request: Request) -> Reply | None:
    """The browser SDK's remote configuration: nothing is configured."""
    if request.method == "GET" and _CONFIG_PATH.fullmatch(request.path):
        return of_json(200, {"configs": {}})
    return None


VENDOR = Vendor(
    name="amplitude",
    paths=frozenset({"/2/httpapi", "/httpapi", "/batch"}),
    claims=claims,
    key=key,
    read=read,
    accept=accept,
    refuse=refuse,
    side_call=_side_call,
)
