"""Segment's wire format: its HTTP API, the server SDKs and analytics.js.

What is no `track` call becomes an event too: `$page`, `$screen`, `$identify`, `$group`, `$alias`; traits are the
properties of the last three. Of `context` the parts that reports can use are kept, under the names of
extras.SEGMENT_CONTEXT; an event's own property of the same name wins.
"""

import re
from typing import Any

from ingest.content.document import Document
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.events.properties import as_object
from ingest.http.reply import Reply, of_error, of_json
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.shared.extras import SEGMENT_CONTEXT, pick, rest
from ingest.wire.shared.habits import itemise, itemise_changes, user_of_basic
from ingest.wire.shared.page import renamed
from ingest.wire.vendor import Vendor
from spoor.errors import BadRequest, SpoorError

_KINDS = ("track", "identify", "page", "group", "alias", "screen")
_BATCHES = ("/v1/batch", "/v1/b", "/v1/import", "/beacon/v1/batch")
_KIND_OF_PATH = {f"/v1/{path}": kind for kind in _KINDS for path in (kind, kind[0])}
_NAMES = {kind: f"${kind}" for kind in _KINDS[1:]}
_PAGE = {"url": "$current_url", "referrer": "$referrer", "title": "$title"}
"""Where a call of `page` tells of its page, also from servers, which have no `context.page`."""

_BESIDE = {"name": "name", "category": "category", "groupId": "$group_id", "previousId": "$previous_id"}

_SETTINGS_PATH = re.compile(r"/v1/projects/([A-Za-z0-9_-]{1,200})/settings")


def key(request: Request, body: Any) -> Any:
    """The user of Basic, else the `writeKey` of the query, as beacons have it, Jitsu's header, or the body's."""
    outside = user_of_basic(request) or request.query.get("writeKey") or key_of_header(request)
    return outside or (body.get("writeKey") if type(body) is dict else None)


def key_of_header(request: Request) -> str | None:
    """What `X-Write-Key: key:secret` has before the colon."""
    return request.headers.get("x-write-key", "").partition(":")[0] or None


def read(request: Request, document: Document, key: Any) -> Batch:
    """`{batch, sentAt}` or one event.

    Raises BadRequest when it is neither.
    """
    return build_batch(key, document.value, _KIND_OF_PATH.get(request.path))


def build_batch(key: Any, body: Any, kind: str | None) -> Batch:
    """The batch of a Segment body; `kind` is what an event without a `type` is.

    Raises BadRequest when there can be no event in it.
    """
    if type(body) is not dict:
        raise BadRequest("Send an object: an event, or several in `batch`.", code="INVALID_SHAPE")
    events = body.get("batch", [body])
    if type(events) is not list:
        raise BadRequest("`batch` must be a list of events.", code="INVALID_SHAPE")
    if "batch" in body and type(shared := body.get("context")) is dict:
        events = [_with_context(one, shared) for one in events]
    return Batch(key, [_event(one, kind) for one in events], body.get("sentAt"))


def _with_context(one: Any, shared: dict[str, Any]) -> Any:
    """An event with what its batch says of all of them, where it says nothing else itself."""
    if type(one) is not dict:
        return one
    own = one.get("context")
    return {**one, "context": {**shared, **own} if type(own) is dict else shared}


def _event(one: Any, kind: str | None) -> TrackedEvent | RefusedEvent:
    if type(one) is not dict:
        return RefusedEvent("INVALID_EVENT", "An event must be an object with at least a `type`.")
    get = one.get
    kind = get("type", kind)
    context: Any = get("context")
    properties = as_object(get("properties"))
    beside = _of_context(context) if type(context) is dict else {}
    aliases: tuple[tuple[Any, Any], ...] = ()
    if kind == "track":
        name = get("event")
    elif type(kind) is str and kind in _NAMES:
        name = _NAMES[kind]
        beside.update((named, one[key]) for key, named in _BESIDE.items() if one.get(key) is not None)
        if properties == {}:
            properties = as_object(get("traits") or (_traits_of_context(context) if kind == "identify" else None))
        if kind == "page" and type(properties) is dict:
            beside = {**renamed(properties, _PAGE), **beside}
        if kind == "alias":
            aliases = ((get("previousId"), get("userId")),)
    else:
        return RefusedEvent("INVALID_EVENT", f"`type` must be one of {', '.join(_KINDS)}.")
    if kind != "identify" and (traits := _traits_of_context(context)):
        beside["$user_properties"] = traits
    if (account := beside.get("$group_id")) is not None:
        beside["$groups"] = account  # these formats know one type of accounts, and name none
    if beside and type(properties) is dict:
        properties = {**beside, **properties}
    time = get("timestamp")
    if time is None or (type(time) is str and not time.strip()):
        time = get("originalTimestamp")
    return TrackedEvent(
        name=name,
        client_id=get("messageId"),
        anonymous_id=get("anonymousId"),
        user_id=get("userId"),
        time=time,
        properties=properties,
        aliases=aliases,
    )


def _of_context(context: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a `context`: what all have, under our names, and what is a site's own, in `$context`."""
    beside = pick(context, SEGMENT_CONTEXT)
    if own := rest(context, SEGMENT_CONTEXT):
        beside["$context"] = own
    return beside


def _traits_of_context(context: Any) -> Any:
    """Where RudderStack's browser SDK has the traits of whoever it is, with every event."""
    return context.get("traits") if type(context) is dict else None


def accept(_: Request, batch: Batch, receipt: Receipt) -> Reply:
    """Success, and what was refused or changed; 400 where not one event could be stored: SDKs do not repeat that."""
    body: dict[str, Any] = {"success": True}
    if items := itemise(receipt):
        body["rejected"] = items
    if changes := itemise_changes(receipt):
        body["warnings"] = changes
    if len(receipt.rejected) == len(batch.events):
        body |= {
            "success": False,
            "code": "NOTHING_STORED",
            "message": "Not one event could be stored; see `rejected`.",
        }
        return of_json(400, body)
    return of_json(200, body)


def refuse(_: Request, error: SpoorError) -> Reply:
    """The error as `code` and `message`, which segment-python and rudder-python read."""
    return of_error(error)


def _side_call(request: Request) -> Reply | None:
    """The browser SDK's settings, which send its events here, and its counters of itself, which nobody needs."""
    if request.method == "GET" and (found := _SETTINGS_PATH.fullmatch(request.path)):
        here = {
            "apiKey": found[1],
            "apiHost": f"{request.headers.get('host', '')}/v1",
            "protocol": request.headers.get("x-forwarded-proto", "https"),
        }
        return of_json(200, {"integrations": {"Segment.io": here}, "metrics": {"sampleRate": 0}})
    if request.method == "POST" and request.path == "/v1/m":
        return of_json(200, {"success": True})
    return None


VENDOR = Vendor(
    name="segment",
    paths=frozenset({*_BATCHES, *_KIND_OF_PATH}),
    key=key,
    read=read,
    accept=accept,
    refuse=refuse,
    side_call=_side_call,
)
