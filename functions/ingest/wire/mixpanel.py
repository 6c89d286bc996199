"""Mixpanel's wire format: events as a form, in the query, or imported as JSON.

Profiles of people (`/engage`) are answered and not kept: they are no events, having neither a time nor an id by which a
repetition could be told, and what links a device to a user comes with `$identify` as well. Those of groups are kept by
`ingest/profiles.py`.
"""

from collections.abc import Mapping
from typing import Any

from ingest.content.body import is_form
from ingest.content.document import Document
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.events.nobody import first_usable
from ingest.events.properties import as_object
from ingest.http.reply import Reply, of_error, of_json
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.shared import pixel
from ingest.wire.shared.habits import clock_of_query, itemise, user_of_basic
from ingest.wire.vendor import GET_AND_POST, Vendor
from spoor.errors import BadRequest, SpoorError

_DEVICE = "$device:"
_IMPORT = "/import"
_KEY_PREFIX = "spk_"


def key(request: Request, body: Any) -> Any:
    """The first `token` among the events' properties; on import, where there is none, the `project_id` of the query or
    the user of Basic: beside a project's id that is a service account, unless it looks like a key."""
    for one in _events_of(body):
        properties = one.get("properties") if type(one) is dict else None
        if type(properties) is dict and properties.get("token") is not None:
            return properties["token"]
    if request.path != _IMPORT or body is None:
        return None
    project, user = request.query.get("project_id"), user_of_basic(request)
    return user if user and (not project or user.startswith(_KEY_PREFIX)) else project


def read(request: Request, document: Document, key: Any) -> Batch:
    """One event or a list.

    Raises BadRequest when it is neither.
    """
    if type(document.value) not in (dict, list):
        raise BadRequest("Send an event or a list of events.", code="INVALID_SHAPE")
    return Batch(key, [_event(one, key) for one in _events_of(document.value)], clock_of_query(request))


def _events_of(body: Any) -> list[Any]:
    if type(body) is dict:
        return [body]
    return body if type(body) is list else []


def _event(one: Any, key: Any) -> TrackedEvent | RefusedEvent:
    if type(one) is not dict:
        return RefusedEvent("INVALID_EVENT", "An event must be an object with at least `event`.")
    name = one.get("event")
    properties = as_object(one.get("properties"))
    if type(properties) is not dict:
        return TrackedEvent(name=name, properties=properties)
    said = properties.get
    if properties.pop("token", key) != key:
        return RefusedEvent("OTHER_KEY", "Its `token` is not that of the first event; send one app's events at a time.")
    address = properties.pop("ip", None)  # as server libraries name the visitor's
    if type(address) is str:
        properties.setdefault("$ip", address)  # where it is told the country and taken out
    distinct_id = properties.pop("distinct_id", None)
    device, user, plain = _whose(said("$device_id"), said("$user_id"), distinct_id)
    aliases: tuple[tuple[Any, Any], ...] = ()
    if name == "$identify":
        user, plain = first_usable(said("$identified_id"), user, of_device=False), None
        device = first_usable(_plain(said("$anon_distinct_id")), _plain(said("$anon_id")), device, of_device=True)
    elif name == "$create_alias":
        aliases = ((_plain(said("alias")), _plain(distinct_id)),)
    elif name == "$merge":
        aliases = _aliases_of_merge(said("$distinct_ids"))
    return TrackedEvent(
        name=name,
        client_id=said("$insert_id"),
        anonymous_id=device,
        user_id=user,
        time=said("time"),
        properties=properties,
        aliases=aliases,
        may_be_anonymous=plain,
    )


def _whose(device: Any, user: Any, distinct_id: Any) -> tuple[Any, Any, bool | None]:
    """The device's id, the user's, and whether that may be a device's as well: a `distinct_id` on its own is what its
    sender takes for one; beside a device's id and unlike it, it is a user's."""
    device = first_usable(device, of_device=True)
    if (user := first_usable(user, of_device=False)) is not None:
        return device, user, None
    if (type(distinct_id) is str and distinct_id.startswith(_DEVICE)) or (device is not None and distinct_id == device):
        return device or _plain(distinct_id), None, None
    return device, distinct_id, True if device is None else None


def _plain(value: Any) -> Any:
    """An id without the mark of a device."""
    return value.removeprefix(_DEVICE) if type(value) is str else value


def _aliases_of_merge(ids: Any) -> tuple[tuple[Any, Any], ...]:
    """All ids of a `$merge` belong to the visitor of its first one that is no device's."""
    if type(ids) is not list or not ids:
        return ()
    visitor = next((one for one in ids if type(one) is str and not one.startswith(_DEVICE)), ids[0])
    return tuple((_plain(one), _plain(visitor)) for one in ids)


def accept(request: Request, batch: Batch, receipt: Receipt) -> Reply:
    """`1`, or what `verbose`, `img`, `callback`, `redirect` or the import API have instead; 0 as soon as one event was
    refused."""
    stored = receipt.accepted + receipt.duplicates
    if request.path == _IMPORT and not _is_form(request):
        return _accept_import(stored, receipt)
    if way := pixel.redirect(request, batch):
        return way
    if receipt.rejected:
        at, first = receipt.rejected[0]
        refused = f"{len(receipt.rejected)} of {len(batch.events)} events were refused; event {at}: {first.message}"
        return _answer(request, 200 if stored else 400, f"{first.code}: {refused}")
    return _answer(request, 200, None)


def _accept_import(stored: int, receipt: Receipt) -> Reply:
    if not receipt.rejected:
        return of_json(200, {"code": 200, "num_records_imported": stored, "status": "OK"})
    body = {
        "code": 400,
        "error": "some data points in the request failed validation",
        "failed_records": itemise(receipt),
        "num_records_imported": stored,
        "status": "Bad Request",
    }
    return of_json(400, body)


def refuse(request: Request, error: SpoorError) -> Reply:
    """0, or with `verbose` what is wrong."""
    return _answer(request, error.status, f"{error.code}: {error.message}", of_error(error).headers)


def acknowledge(request: Request) -> Reply:
    """What all of its SDKs take for success."""
    return _answer(request, 200, None)


def _answer(request: Request, status: int, error: str | None, headers: Mapping[str, str] | None = None) -> Reply:
    if pixel.is_image(request):
        return pixel.image(status)
    succeeded = 0 if error else 1
    said: object = {"status": succeeded, "error": error} if _is_verbose(request) else succeeded
    return pixel.script(request, of_json(status, said, headers))


def _is_form(request: Request) -> bool:
    return "data" in request.query or is_form(request.body)


def _is_verbose(request: Request) -> bool:
    """Whether the query or the form says so; inside the form's `data` an ampersand would be escaped."""
    if request.query.get("verbose") == "1":
        return True
    return is_form(request.body) and b"&verbose=1&" in b"&" + request.body.strip() + b"&"


def _side_call(request: Request) -> Reply | None:
    """Profiles: taken note of."""
    if request.path == "/engage" and request.method in GET_AND_POST:
        return _answer(request, 200, None)
    return None


VENDOR = Vendor(
    name="mixpanel",
    paths=frozenset({"/track", _IMPORT}),
    methods=GET_AND_POST,
    key=key,
    read=read,
    accept=accept,
    refuse=refuse,
    side_call=_side_call,
)
