"""Spoor's own wire format: `POST /v1/events`."""

from typing import Any

from ingest.content.document import Document
from ingest.enrich.strangers import OF_DAY, stranger_beside
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.events.properties import as_object
from ingest.http.reply import Reply, of_error, of_json
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.shared.habits import itemise, itemise_warnings
from ingest.wire.vendor import Vendor
from spoor.errors import BadRequest, SpoorError


def key(request: Request, body: Any) -> Any:
    """The first of: `Authorization: Bearer`, `X-Api-Key`, the body's `apiKey`."""
    outside = key_of_headers(request)
    return body.get("apiKey") if outside is None and type(body) is dict else outside


def read(request: Request, document: Document, key: Any) -> Batch:
    """One event, a list of events, or `{apiKey?, sentAt?, events}`.

    Raises BadRequest when the body is none of the three.
    """
    body = document.value
    sent_at = None
    events = [body] if type(body) is dict else body
    if type(body) is dict and "events" in body:
        events, sent_at = body["events"], body.get("sentAt")
    if type(events) is not list:
        raise BadRequest("Send an event, a list of events, or an object with `events`.", code="INVALID_SHAPE")
    return Batch(key, [_event(one, request) for one in events], sent_at)


def key_of_headers(request: Request) -> str | None:
    """The ingest key from `Authorization: Bearer` or `X-Api-Key`, or None."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return request.headers.get("x-api-key")


def _event(one: Any, request: Request) -> TrackedEvent | RefusedEvent:
    if type(one) is not dict:
        return RefusedEvent("INVALID_EVENT", "An event must be an object with at least a `name`.")
    get = one.get
    properties = get("properties")
    if "groups" in one:
        properties = _with_groups(properties, one["groups"])
    device = get("anonymousId")
    if device == OF_DAY:
        device = stranger_beside(get("userId"), request)
    return TrackedEvent(  # by position: this is called for every event
        get("name"), get("id"), device, get("userId"), get("occurredAt"), None, properties
    )


def _with_groups(properties: Any, groups: Any) -> Any:
    """The properties with the accounts that the event names, under the name they have in all formats."""
    own = as_object(properties)
    return {"$groups": groups, **own} if as_object(groups) != {} and type(own) is dict else properties


def accept(_: Request, batch: Batch, receipt: Receipt) -> Reply:
    """The receipt; 400 where not one event of the request could be stored."""
    body: dict[str, Any] = {
        "accepted": receipt.accepted,
        "duplicates": receipt.duplicates,
        "rejected": itemise(receipt),
    }
    if receipt.queued:
        body["queued"] = receipt.queued
    if warnings := itemise_warnings(receipt):
        body["warnings"] = warnings
    if len(receipt.refused) == len(batch.events):
        body |= {"code": "NOTHING_STORED", "message": "Not one event could be stored; `rejected` says why."}
        return of_json(400, body)
    return of_json(200, body)


def refuse(_: Request, error: SpoorError) -> Reply:
    """Spoor's own error shape."""
    return of_error(error)


VENDOR = Vendor(
    name="native",
    paths=frozenset({"/v1/events"}),
    key=key,
    read=read,
    accept=accept,
    refuse=refuse,
)
