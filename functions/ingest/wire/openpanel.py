"""OpenPanel's wire format. The client id is the ingest key; a client secret is not asked for.

Its calls that are no `track` become events too: `$identify`, `$group`, `$assign_group`, `$increment`, `$decrement`,
`$alias`. Replays of a visitor's screen are refused: Spoor keeps none.
"""

from typing import Any

from ingest.content.document import Document
from ingest.enrich.strangers import stranger_beside
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.events.nobody import first_usable
from ingest.events.properties import as_object
from ingest.http.reply import Reply, of_json
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.shared.extras import OPENPANEL
from ingest.wire.shared.page import renamed
from ingest.wire.shared.single import attempt, refusal, refuse, uuid_of, visitor_of
from ingest.wire.vendor import Vendor
from spoor.errors import BadRequest

_CLIENT_ID = "openpanel-client-id"
_CALLS = ("identify", "group", "assign_group", "increment", "decrement", "alias")
_NOT_KEPT = {*OPENPANEL, "__timestamp", "__deviceId"}


def claims(request: Request, _: Any) -> bool:
    """Whether it bears OpenPanel's header: Mixpanel and Rybbit have the same addresses."""
    return _CLIENT_ID in request.headers


def key(request: Request, _: Any) -> str | None:
    """The client id, in its header."""
    return request.headers.get(_CLIENT_ID)


def read(request: Request, document: Document, key: Any) -> Batch:
    """One `{type, payload}`.

    Raises BadRequest when it is none.
    """
    body = document.value
    if type(body) is not dict or type(body.get("payload")) is not dict:
        raise BadRequest("Send `{type, payload}`.", code="INVALID_SHAPE")
    event = attempt(_event, request, body.get("type"), body["payload"])
    return Batch(key, [event])


def _event(request: Request, kind: Any, payload: dict[str, Any]) -> TrackedEvent:
    if kind == "track":
        return _tracked(request, payload)
    if type(kind) is not str or kind not in _CALLS:
        raise RefusedEvent("INVALID_EVENT", f"`type` must be track or one of {', '.join(_CALLS)}.")
    user = payload.get("profileId")
    said = _own(payload)
    properties = {key: value for key, value in payload.items() if key not in {"profileId", "properties"}}
    return TrackedEvent(
        name=f"${kind}",
        anonymous_id=None if kind == "group" else stranger_beside(user, request),
        user_id=user,
        properties={**_accounts(payload), **properties, **_kept(said)},
        aliases=((payload.get("alias"), user),) if kind == "alias" else (),
    )


def _tracked(request: Request, payload: dict[str, Any]) -> TrackedEvent:
    """What begins with `__` among the properties is the SDK's, the rest is the event's own."""
    said = _own(payload)
    get = said.get
    user, device = payload.get("profileId"), first_usable(get("__deviceId"), of_device=True)
    return TrackedEvent(
        name=payload.get("name"),
        anonymous_id=device or stranger_beside(user, request, get("__ip")),
        user_id=user,
        time=get("__timestamp"),
        properties={**renamed(payload, {"groups": "$groups"}), **renamed(said, OPENPANEL), **_kept(said)},
    )


def _accounts(payload: dict[str, Any]) -> dict[str, Any]:
    """The accounts that a call is about, or puts its visitor into; their type is told of the account alone."""
    if payload.get("groupIds"):
        return {"$groups": payload["groupIds"]}
    return {}


def _own(payload: dict[str, Any]) -> dict[str, Any]:
    """The event's own properties. Raises RefusedEvent."""
    said = as_object(payload.get("properties"))
    if type(said) is dict:
        return said
    raise RefusedEvent("INVALID_PROPERTIES", "`properties` must be an object.")


def _kept(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in _NOT_KEPT}


def accept(request: Request, batch: Batch, receipt: Receipt) -> Reply:
    """Whose the event was: with `deviceId` a site may have its server's events count for the same visitor."""
    if refused := refusal(receipt):
        return refuse(request, refused)
    visitor = visitor_of(batch.events[0])
    return of_json(200, {"deviceId": visitor, "sessionId": uuid_of("session", visitor)})


VENDOR = Vendor(
    name="openpanel",
    paths=frozenset({"/track", "/api/track"}),
    claims=claims,
    key=key,
    read=read,
    accept=accept,
    refuse=refuse,
)
