"""PostHog's wire format, of every age: posthog-js, posthog-node, posthog (PyPI), and their protocol v1."""

import json
import re
from typing import Any

from ingest.content.document import Document
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.events.properties import as_object
from ingest.http.reply import Reply, of_error, of_json
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.native import key_of_headers
from ingest.wire.posthog.posthog_ids import distinct_id_of, whose
from ingest.wire.shared.habits import clock_of_query, itemise_changes
from ingest.wire.vendor import GET_AND_POST, Vendor
from spoor.errors import BadRequest, SpoorError
from spoor.http import edge

V1_PATH = "/i/v1/analytics/events"
_CONFIG_PATH = re.compile(r"/array/([A-Za-z0-9_-]{1,200})/config(\.js)?")
_CONFIG = {
    "hasFeatureFlags": False,
    "sessionRecording": False,
    "surveys": False,
    "autocapture_opt_out": False,
    "siteApps": [],
}
_FLAGS = {"flags": {}, "featureFlags": {}, "featureFlagPayloads": {}, "errorsWhileComputingFlags": False}
_SDK = re.compile(r"([A-Za-z0-9@._/-]{1,100})/([A-Za-z0-9.+_-]{1,60})")
_BESIDE = ("$set", "$set_once", "$unset", "$groups")
_MAY_ADD = frozenset(_BESIDE)
_OF_GROUP = "$groupidentify"
_V1_BESIDE = {"session_id": "$session_id", "window_id": "$window_id"}
_EXACT = "$ignore_sent_at"
_OPTIONS = {"disable_skew_correction": _EXACT}  # all others are named as the property, less its `$`
_KEYS_BEGIN = ("phc_", "spk_")


class OfOtherKey(RefusedEvent):
    """The event names another key than its batch; `client_id` is its own id, by which protocol v1 answers."""

    def __init__(self, client_id: Any) -> None:
        super().__init__("OTHER_KEY", "Its key is not that of the batch; send one app's events at a time.")
        self.client_id = client_id


def key(request: Request, body: Any) -> Any:
    """The key that a request names itself, else the first that one of its events does, perhaps in its properties."""
    if key := _key_of_request(request, body):
        return key
    events = _events_of(body)
    objects = (one for one in events if type(one) is dict) if type(events) is list else ()
    return next((key for one in objects if (key := _key_of(one, inside=True))), None)


def _key_of_request(request: Request, body: Any) -> Any:
    key = key_of_headers(request) if request.path == V1_PATH else None
    return key or ((body.get("api_key") or body.get("token")) if type(body) is dict else None)


def _events_of(body: Any) -> Any:
    return body.get("batch", [body]) if type(body) is dict else body


def read(request: Request, document: Document, key: Any) -> Batch:
    """`{api_key, batch, sent_at}`, a list of events, or one event.

    Raises BadRequest when it is nothing of the kind.
    """
    body = document.value
    sent_at: Any = request.headers.get("posthog-request-timestamp")
    events = _events_of(body)
    if type(body) is dict:
        sent_at = body.get("sent_at") or sent_at
    if type(events) is not list:
        raise BadRequest("Send an event, a list of events, or an object with `batch`.", code="INVALID_SHAPE")
    if sent_at is None:
        sent_at = clock_of_query(request)
    inside = not _key_of_request(request, body)  # then it is in the events
    sdk = _sdk_of(request) if request.path == V1_PATH else None
    return Batch(key, [read_event(request, one, key, inside, sdk) for one in events], sent_at)


def _key_of(one: dict[str, Any], inside: bool) -> Any:
    """The key that an event itself names: beside its properties, or `inside` of them, where posthog-js has it.

    Where the request names one already, a `token` among the properties may well be the event's own, unless it looks
    like a key.
    """
    if key := one.get("api_key") or one.get("token") or one.get("$token"):
        return key
    properties = one.get("properties")
    token = properties.get("token") if type(properties) is dict else None
    return token if inside or (type(token) is str and token.startswith(_KEYS_BEGIN)) else None


def _sdk_of(request: Request) -> dict[str, str]:
    """Which SDK sent a request of protocol v1, as the properties that it leaves out there."""
    found = _SDK.fullmatch(request.headers.get("posthog-sdk-info", ""))
    return {"$lib": found[1], "$lib_version": found[2]} if found else {}


def read_event(
    request: Request, one: Any, key: Any, inside: bool, sdk: dict[str, str] | None
) -> TrackedEvent | RefusedEvent:
    """An event of the batch of `key`, which may stand `inside` its properties; `sdk` is given under protocol v1."""
    if type(one) is not dict:
        return RefusedEvent("INVALID_EVENT", "An event must be an object with at least `event`.")
    get = one.get
    if (_key_of(one, inside) or key) != key:
        return OfOtherKey(get("uuid"))
    properties = as_object(get("properties"))
    said = properties if type(properties) is dict else {}
    if "token" in said and said["token"] == key:
        del said["token"]
    name = get("event")
    properties = _with_beside(one, properties, sdk)
    told = properties if type(properties) is dict else {}
    ids = whose(request, name, distinct_id_of(one, said), told)
    exact = True if told.get(_EXACT) else None
    return TrackedEvent(  # by position, which costs half as much as by name
        *(name, get("uuid"), ids.anonymous_id, ids.user_id, get("timestamp"), get("offset"), properties, ids.aliases),
        *(None, exact, ids.may_be_anonymous),
    )


def _with_beside(one: dict[str, Any], properties: Any, sdk: dict[str, str] | None) -> Any:
    """The properties, with what some SDKs put beside them; under protocol v1 an event's own property wins."""
    if type(properties) is not dict or (sdk is None and _MAY_ADD.isdisjoint(one) and one.get("event") != _OF_GROUP):
        return properties
    beside = {key: as_object(one[key]) for key in _BESIDE if key in one}
    if one.get("event") == _OF_GROUP and "$groups" not in properties and "$groups" not in beside:
        beside["$groups"] = {str(properties.get("$group_type")): properties.get("$group_key")}
    if sdk is not None:
        return {**sdk, **_of_v1(one), **properties, **beside}
    return {**properties, **beside} if beside else properties


def _of_v1(one: dict[str, Any]) -> dict[str, Any]:
    """What protocol v1 lifts out of the properties, under the names that it has there in the others."""
    lifted = {_V1_BESIDE[key]: value for key, value in one.items() if key in _V1_BESIDE and value is not None}
    options = one.get("options")
    if type(options) is dict:
        named = ((_OPTIONS.get(key, f"${key}"), value) for key, value in options.items())
        lifted.update((name, value) for name, value in named if value is not None)
    return lifted


def accept(request: Request, batch: Batch, receipt: Receipt) -> Reply:
    """Always 200, which is all that some of these SDKs take for success; protocol v1 wants a result an event."""
    if request.path != V1_PATH:
        return of_json(200, {"status": "Ok"})
    rejected, changes = dict(receipt.refused), {one["index"]: one["code"] for one in itemise_changes(receipt)}
    results: dict[str, Any] = {}
    for position, event in enumerate(batch.events):
        if not isinstance(event, TrackedEvent | OfOtherKey) or type(event.client_id) is not str:
            continue
        if refused := rejected.get(position):
            results[event.client_id] = {"result": "drop", "details": refused.code}
        elif changed := changes.get(position):
            results[event.client_id] = {"result": "warning", "details": changed}
        else:
            results[event.client_id] = {"result": "ok"}
    return of_json(200, {"results": results})


def refuse(_: Request, error: SpoorError) -> Reply:
    """The error; a damaged body as 503, since posthog-js drops on any 4xx and sends uncompressed when it tries again:
    by then it has our configuration, which offers no compression."""
    answer = of_error(error)
    if error.code == "BODY_DAMAGED":
        return Reply(503, answer.body, headers={"retry-after": "1"})
    if error.status == 429:  # posthog-js drops on that as well; all of them send again after a 503
        return Reply(503, answer.body, headers=answer.headers)
    return answer


def side_call(request: Request) -> Reply | None:
    """Configuration and feature flags: none of PostHog's extras is offered, in words its SDKs are content with."""
    if request.method == "GET" and (found := _CONFIG_PATH.fullmatch(request.path)):
        config = {"token": found[1], **_config()}
        if not found[2]:
            return of_json(200, config)
        script = (
            "(function(){var c=window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{};"
            f"c[{json.dumps(found[1])}]={{config:{json.dumps(config)},siteApps:[]}}}})();"
        )
        return Reply(200, script, content_type="application/javascript; charset=utf-8")
    if request.method == "POST" and request.path == "/flags":
        return of_json(200, _FLAGS)
    if request.method == "POST" and request.path == "/decide":
        return of_json(200, {**_FLAGS, **_config(), "config": {}, "toolbarParams": {}, "isAuthenticated": False})
    return None


def _config() -> dict[str, Any]:
    """What posthog-js is to do: compress only where the edge corrects the type. A function URL alone takes text/plain
    for text, which ruins what is compressed."""
    return {"supportedCompression": ["gzip-js"] if edge.is_there() else [], **_CONFIG}


VENDOR = Vendor(
    name="posthog",
    paths=frozenset({"/e", "/i/v0/e", "/capture", "/batch", V1_PATH}),
    methods=GET_AND_POST,
    key=key,
    read=read,
    accept=accept,
    refuse=refuse,
    side_call=side_call,
)
