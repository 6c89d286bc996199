"""Rybbit's wire format. The site id is the ingest key."""

import re
from typing import Any

from ingest.content.document import Document
from ingest.enrich.strangers import stranger_beside
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.events.properties import as_object
from ingest.http.reply import Reply, of_json
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.shared.inner_json import Embedded
from ingest.wire.shared.page import VITALS, absolute, renamed
from ingest.wire.shared.single import attempt, refusal, refuse
from ingest.wire.vendor import Vendor
from spoor.errors import BadRequest

_IDENTIFY = "/api/identify"
_BESIDE = {
    "referrer": "$referrer",
    "page_title": "$title",
    "language": "$browser_language",
    "screenWidth": "$screen_width",
    "screenHeight": "$screen_height",
    "ip_address": "$ip",
    "user_agent": "$user_agent",
}
_CONFIG_PATH = re.compile(r"/api/site/tracking-config/[^/]{1,200}")
_CONFIG = {
    "sessionReplay": False,
    "webVitals": False,
    "trackErrors": False,
    "trackOutbound": True,
    "trackUrlParams": True,
    "trackInitialPageView": True,
    "trackSpaNavigation": True,
    "trackIp": False,
}


def claims(_: Request, value: Any) -> bool:
    """Whether a site is named."""
    return type(value) is dict and "site_id" in value


def key(_: Request, body: Any) -> Any:
    """The site id."""
    return body.get("site_id") if type(body) is dict else None


def read(request: Request, document: Document, key: Any) -> Batch:
    """One event, or the traits of a user.

    Raises BadRequest when it is neither.
    """
    body = document.value
    if type(body) is not dict:
        raise BadRequest("Send one event as an object with `site_id` and `type`.", code="INVALID_SHAPE")
    embedded = Embedded(document)
    reader = _identified if request.path == _IDENTIFY else _event
    event = attempt(reader, request, body, embedded)
    return Batch(key, [event], clean=embedded.clean)


def _event(request: Request, body: dict[str, Any], embedded: Embedded) -> TrackedEvent:
    get = body.get
    said = as_object(get("properties"))
    if type(said) is str:
        said = as_object(embedded.open(said))
    if type(said) is not dict:
        raise RefusedEvent("INVALID_PROPERTIES", "`properties` must be an object, or one as a text.")
    path, query = get("pathname"), get("querystring")
    if type(path) is str and type(query) is str:
        path += query
    about = renamed(body, _BESIDE)
    if path:
        about["$current_url"] = absolute(get("hostname"), path)
    if get("type") == "performance":
        about |= renamed(body, VITALS)
    return _of_visitor(request, body, get("event_name") or get("type"), {**about, **said})


def _identified(request: Request, body: dict[str, Any], _: Embedded) -> TrackedEvent:
    return _of_visitor(request, body, "$identify", body.get("traits"))


def _of_visitor(request: Request, body: dict[str, Any], name: Any, properties: Any) -> TrackedEvent:
    user = body.get("user_id")
    stranger = stranger_beside(user, request, body.get("ip_address"), body.get("user_agent"))
    return TrackedEvent(name=name, anonymous_id=stranger, user_id=user, properties=properties)


def accept(request: Request, _: Batch, receipt: Receipt) -> Reply:
    """Success, as upstream says it."""
    if refused := refusal(receipt):
        return refuse(request, refused)
    return of_json(200, {"success": True})


def _side_call(request: Request) -> Reply | None:
    """What the browser SDK is to track by itself: pages and links, not screens, errors or timings."""
    if request.method == "GET" and _CONFIG_PATH.fullmatch(request.path):
        return of_json(200, _CONFIG)
    return None


VENDOR = Vendor(
    name="rybbit",
    paths=frozenset({"/api/track", _IDENTIFY}),
    claims=claims,
    key=key,
    read=read,
    accept=accept,
    refuse=refuse,
    side_call=_side_call,
)
