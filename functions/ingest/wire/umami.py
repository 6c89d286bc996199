"""Umami's wire format: the browser script and its server libraries. The website id is the ingest key."""

from typing import Any

from ingest.content.document import Document
from ingest.enrich.strangers import stranger_beside
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.events.properties import as_object
from ingest.http.reply import Reply, of_json
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.shared.extras import UMAMI
from ingest.wire.shared.habits import itemise
from ingest.wire.shared.page import VITALS, absolute, renamed, screen_of
from ingest.wire.shared.single import attempt, refusal, refuse, uuid_of, visitor_of
from ingest.wire.vendor import Vendor
from spoor.errors import BadRequest

_BATCH = "/api/batch"
_OLD = "/api/collect"  # of version 1
_UNWANTED = {"beep": "boop"}  # what upstream tells bots


def key(request: Request, body: Any) -> Any:
    """The first event's `website`."""
    sent = _events_of(request, body)
    objects = (one["payload"] for one in sent if _is_event(one)) if type(sent) is list else ()
    return next((payload["website"] for payload in objects if payload.get("website") is not None), None)


def read(request: Request, document: Document, key: Any) -> Batch:
    """`{type, payload}`, of which `/api/batch` takes a list.

    Raises BadRequest when it is neither.
    """
    sent = _events_of(request, document.value)
    if type(sent) is not list or (sent and not any(map(_is_event, sent))):
        raise BadRequest("Send `{type, payload}`; to /api/batch a list of them.", code="INVALID_SHAPE")
    return Batch(key, [attempt(_event, request, one, key) for one in sent])


def _events_of(request: Request, body: Any) -> Any:
    return body if request.path == _BATCH else [body]


def _is_event(one: Any) -> bool:
    return type(one) is dict and type(one.get("payload")) is dict


def _event(request: Request, one: Any, key: Any) -> TrackedEvent:
    if not _is_event(one):
        raise RefusedEvent("INVALID_EVENT", "An event must be an object with a `type` and an object `payload`.")
    if request.path == _OLD:
        one = _of_version_1(one)
    payload = one["payload"]
    get = payload.get
    if get("website", key) != key:
        raise RefusedEvent("OTHER_KEY", "A batch goes to one app; this event names another website than the first one.")
    data = as_object(get("data"))
    if type(data) is not dict:
        raise RefusedEvent("INVALID_PROPERTIES", "`data` must be an object.")
    properties = renamed(payload, UMAMI) | screen_of(get("screen"))
    if url := get("url"):
        properties["$current_url"] = absolute(get("hostname"), url)
    if data:
        properties |= data
    name = get("name")
    match one.get("type"):
        case "event":
            name = name or "$pageview"
        case "identify":
            name = "$identify"
        case "performance":
            name = "performance"
            properties |= renamed(payload, VITALS)
        case _:
            raise RefusedEvent("INVALID_EVENT", "`type` must be event, identify or performance.")
    user = get("id")
    stranger = stranger_beside(user, request, get("ip"), get("userAgent"))
    return TrackedEvent(name=name, anonymous_id=stranger, user_id=user, time=get("timestamp"), properties=properties)


def _of_version_1(one: dict[str, Any]) -> dict[str, Any]:
    """The same in version 2's words; up to 1.38 an event had a value and a type and no name."""
    if one.get("type") == "pageview":
        return {**one, "type": "event"}
    payload = one["payload"]
    get = payload.get
    data = as_object(get("event_data"))
    if (kind := get("event_type")) and type(data) is dict:
        data = {"event_type": kind, **data}
    return {**one, "payload": {**payload, "name": get("event_name") or get("event_value"), "data": data}}


def accept(request: Request, batch: Batch, receipt: Receipt) -> Reply:
    """Ids such as upstream's, though of the visitor alone: Spoor finds visits itself. `cache` only has to be a text; it
    comes back as a header that nobody reads. A batch hears how many of it were stored, and why others were not."""
    if request.path == _BATCH:
        refused = len(receipt.refused)
        details = [{"index": one["index"], "response": {"error": one}} for one in itemise(receipt)]
        sizes = {"size": len(batch.events), "processed": len(batch.events) - refused, "errors": refused}
        return of_json(200 if refused < len(batch.events) else 400, {**sizes, "details": details})
    if error := refusal(receipt):
        return refuse(request, error)
    if receipt.unwanted:
        return of_json(200, _UNWANTED)
    visitor = visitor_of(batch.events[0])
    session = uuid_of("session", visitor)
    if request.path == _OLD:
        return Reply(200, session, content_type="text/plain; charset=utf-8")
    return of_json(200, {"cache": session, "sessionId": session, "visitId": uuid_of("visit", visitor)})


VENDOR = Vendor(
    name="umami",
    paths=frozenset({"/api/send", _BATCH, _OLD}),
    key=key,
    read=read,
    accept=accept,
    refuse=refuse,
)
