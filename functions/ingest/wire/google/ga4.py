"""The Measurement Protocol of Google Analytics 4, for servers that send by it."""

from typing import Any

from ingest.content.document import Document
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.events.nobody import first_usable
from ingest.events.properties import as_object
from ingest.http.reply import Reply, of_error
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.shared.extras import GA4, GA4_PARAMS, pick
from ingest.wire.vendor import Vendor
from spoor.errors import BadRequest, SpoorError
from spoor.telemetry import logger

_KEY_PREFIX = "spk_"
_KEYS = ("api_secret", "measurement_id", "firebase_app_id")


def key(request: Request, _: Any) -> str | None:
    """Libraries demand a measurement id and a secret in the query, and it may be either. The secret goes first, since
    the id is often another one's that somebody left in."""
    given = [request.query[name] for name in _KEYS if request.query.get(name)]
    return next((one for one in given if one.startswith(_KEY_PREFIX)), given[0] if given else None)


def read(_: Request, document: Document, key: Any) -> Batch:
    """The events of a body.

    Raises BadRequest.
    """
    return read_events(document, key)


def read_events(document: Document, key: Any) -> Batch:
    """`{client_id, user_id?, timestamp_micros?, user_properties?, events: [{name, params}]}`.

    Raises BadRequest when it is nothing of the kind.
    """
    body = document.value
    events = body.get("events") if type(body) is dict else None
    if type(events) is not list:
        raise BadRequest("Send an object with `client_id` and a list `events`.", code="INVALID_SHAPE")
    beside = pick(body, GA4)
    return Batch(key, [_event(body, beside, one) for one in events])


def _event(body: dict[str, Any], beside: dict[str, Any], one: Any) -> TrackedEvent | RefusedEvent:
    if type(one) is not dict:
        return RefusedEvent("INVALID_EVENT", "An event must be an object with at least a `name`.")
    properties = as_object(one.get("params"))
    if type(properties) is dict:
        properties = dict(properties)
        properties |= pick(properties, GA4_PARAMS)
        properties |= beside
    time = one.get("timestamp_micros")
    return TrackedEvent(
        name=one.get("name"),
        anonymous_id=visitor_of(body),
        user_id=body.get("user_id"),
        time=_number(time if time is not None else body.get("timestamp_micros")),
        properties=properties,
    )


def visitor_of(body: dict[str, Any]) -> Any:
    """The device: a page's or an app's."""
    return first_usable(body.get("client_id"), body.get("app_instance_id"), of_device=True)


def _number(time: Any) -> Any:
    """Microseconds; some write them as a text."""
    return int(time) if type(time) is str and time.isdecimal() and len(time) < 18 else time


def accept(_: Request, _batch: Batch, _receipt: Receipt) -> Reply:
    """204 whatever the events were, as upstream: what was refused is counted and logged."""
    return Reply(204, "")


def refuse(_: Request, error: SpoorError) -> Reply:
    """204 also for a body that cannot be read, as upstream; but a wrong key is 401, and what could be sent again
    with success is refused in earnest."""
    if error.status != BadRequest.status:
        return of_error(error)
    logger.info("request refused", vendor=VENDOR.name, code=error.code)
    return Reply(204, "")


VENDOR = Vendor(name="ga4", paths=frozenset({"/mp/collect"}), key=key, read=read, accept=accept, refuse=refuse)
