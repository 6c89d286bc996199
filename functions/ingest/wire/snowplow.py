"""Snowplow's wire format: `tp2` and the pixel's query. The app id is the ingest key; every value is a text.

A self-describing event has the name of its schema, a structured one that of its action; the others those of _NAMES.
"""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ingest.content.document import Document
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.events.nobody import first_usable
from ingest.events.properties import as_object
from ingest.http.reply import Reply
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.shared import pixel, single
from ingest.wire.shared.extras import SESSION_USER, SNOWPLOW_CONTEXTS, pick
from ingest.wire.shared.inner_json import Embedded
from ingest.wire.shared.page import renamed, screen_of
from ingest.wire.shared.single import attempt
from ingest.wire.vendor import GET_AND_POST, Vendor
from spoor.errors import BadRequest, SpoorError

_LONGEST_SCHEMA = 500  # characters: they are remembered
_SCHEMA = re.compile(r"iglu:[^/]+/([^/]+)/[^/]+/[^/]+")
_NUMERIC = {"pp_mix", "pp_max", "pp_miy", "pp_may", "tr_tt", "tr_tx", "tr_sh", "ti_pr", "ti_qu"}
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_BESIDE = {
    "url": "$current_url",
    "refr": "$referrer",
    "page": "$title",
    "lang": "$browser_language",
    "sid": "$session_id",
    "tz": "$timezone",
    "p": "$platform",
    "tv": "$lib",
    "vid": "$session_index",
    "ua": "$user_agent",
    "ip": "$ip",
}
_STRUCTURED = {"se_ca": "category", "se_ac": "action", "se_la": "label", "se_pr": "property", "se_va": "value"}
_REPEATED = (413, 415)  # of what cannot be mended by sending it again; they drop what is 400, 401, 403, 410 or 422
_NAMES = {"pv": "$pageview", "pp": "page_ping", "tr": "transaction", "ti": "transaction_item"}


def key(request: Request, body: Any) -> Any:
    """The app id of the first event that has one."""
    return _first(_events_of(request, body), "aid")


def read(request: Request, document: Document, key: Any) -> Batch:
    """`{schema, data: [event…]}`, or one event in the query.

    Raises BadRequest when it is neither.
    """
    sent = _events_of(request, document.value)
    if type(sent) is not list or (sent and not any(type(one) is dict for one in sent)):
        raise BadRequest("Send an object with a list of events as `data`.", code="INVALID_SHAPE")
    embedded = Embedded(document)
    beside = _told(sent)
    events = [attempt(_event, one, key, beside, embedded) for one in sent]
    return Batch(key, events, _number(_first(sent, "stm")), clean=embedded.clean)


def _events_of(request: Request, body: Any) -> Any:
    return [body] if request.method == "GET" else body.get("data") if type(body) is dict else None


def _first(sent: Any, field: str) -> Any:
    """The field's value in the first event that has one."""
    objects = (one for one in sent if type(one) is dict) if type(sent) is list else ()
    return next((one[field] for one in objects if one.get(field) is not None), None)


def _told(sent: list[Any]) -> list[tuple[str, str]]:
    """Which of _BESIDE any event has: to look for each in each of them would be a twentieth of an event's cost."""
    keys = set().union(*(one for one in sent if type(one) is dict))
    return [(key, name) for key, name in _BESIDE.items() if key in keys]


def _event(one: Any, key: Any, beside: list[tuple[str, str]], embedded: Embedded) -> TrackedEvent:
    if type(one) is not dict:
        raise RefusedEvent("INVALID_EVENT", "An event must be an object with at least an `e`.")
    get = one.get
    if get("aid", key) != key:
        raise RefusedEvent("OTHER_KEY", "Its `aid` is not that of the first event; send one app's events at a time.")
    properties: dict[str, Any] = {}
    for field, named in beside:
        value = get(field)
        if value is not None and value != "":
            properties[named] = value
    if "res" in one:
        properties |= screen_of(one["res"])
    if "vp" in one:
        seen = screen_of(one["vp"])
        properties |= {name.replace("screen", "viewport"): size for name, size in seen.items()}
    device = get("duid")
    if "co" in one or "cx" in one:
        properties |= _contexts(one, embedded)
        device = first_usable(device, properties.get(SESSION_USER), of_device=True)
    kind = get("e")
    if kind == "ue":
        properties["$schema"], name, own = _self_described(one, embedded)
    else:
        name, own = _content(one, kind)
    properties |= own
    time = _number(get("ttm") or get("dtm"))
    return TrackedEvent(name, get("eid"), device, get("uid"), time, None, properties)


def _self_described(one: dict[str, Any], embedded: Embedded) -> tuple[str, str, dict[str, Any]]:
    """The schema, its name, and the data: within `data` of the envelope, as JSON or as base64 of it."""
    told = one.get("ue_pr")
    envelope = embedded.open(told) if told else embedded.open_base64(one.get("ue_px"))
    try:
        schema, data = envelope["data"]["schema"], as_object(envelope["data"]["data"])
    except (TypeError, KeyError):
        schema = data = None
    if type(data) is dict and type(schema) is str and len(schema) <= _LONGEST_SCHEMA and (name := _name_of(schema)):
        return schema, name, data
    raise RefusedEvent("INVALID_PROPERTIES", "A self-describing event needs a `schema` (iglu:…) and an object `data`.")


@lru_cache(maxsize=256)
def _name_of(schema: str) -> str | None:
    found = _SCHEMA.fullmatch(schema)
    return found[1] if found else None


def _content(one: dict[str, Any], kind: Any) -> tuple[Any, dict[str, Any]]:
    """The name of an event that describes no schema, and what its kind alone tells."""
    if kind == "se":
        said = renamed(one, _STRUCTURED)
        if "value" in said:
            said["value"] = _number(said["value"])
        return one.get("se_ac"), said
    if type(kind) is not str or kind not in _NAMES:
        raise RefusedEvent("INVALID_EVENT", "`e` must be ue, se, pv, pp, tr or ti.")
    own = {key: value for key, value in one.items() if key.startswith(f"{kind}_")}
    return _NAMES[kind], {key: _number(value) if key in _NUMERIC else value for key, value in own.items()}


def _contexts(one: dict[str, Any], embedded: Embedded) -> dict[str, Any]:
    """What the event is surrounded by, as `{schema, data}` each, and what those tell that other formats do, too."""
    if one.get("co"):
        return _told_by(embedded.open(one["co"]))
    return embedded.open_shared(one["cx"], _told_by) if one.get("cx") else {}


def _told_by(opened: Any) -> dict[str, Any]:
    contexts = opened.get("data") if type(opened) is dict else None
    if not contexts:
        return {}
    told: dict[str, Any] = {}
    for context in contexts if type(contexts) is list else ():
        data = context.get("data") if type(context) is dict else None
        if type(data) is dict and (names := SNOWPLOW_CONTEXTS.get(_short_name(context.get("schema")))):
            told |= pick(data, names)
    return {**told, "$contexts": contexts}


def _short_name(schema: Any) -> str:
    return (type(schema) is str and len(schema) <= _LONGEST_SCHEMA and _name_of(schema)) or ""


def _number(text: Any) -> Any:
    """The number that `text` writes; what writes none, as it is."""
    if type(text) is not str:
        return text
    if len(text) < 18 and text.isdigit() and text.isascii():
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text


def accept(request: Request, _batch: Batch, _receipt: Receipt) -> Reply:
    """200 without a word, or with a pixel, as a collector answers whatever it is sent: what was refused is counted and
    logged."""
    if request.method == "GET":
        return pixel.image()
    return Reply(200, "", content_type="text/plain; charset=utf-8")


def refuse(request: Request, error: SpoorError) -> Reply:
    """The error; as 422 where its own status is one after which these trackers would send the same again for ever."""
    given = single.refuse(request, error)
    return replace(given, status=422) if error.status in _REPEATED else given


VENDOR = Vendor(
    name="snowplow",
    paths=frozenset({"/com.snowplowanalytics.snowplow/tp2", "/i", "/ice.png"}),
    methods=GET_AND_POST,
    key=key,
    read=read,
    accept=accept,
    refuse=refuse,
)
