"""What Google's gtag.js sends from pages: `/g/collect`, GA4's protocol for the web (`v=2`), to a site's own server.

Each event is a line of fields: those of the query hold for all lines of the body. What begins with `ep.` or `epn.` is
the event's own, as a text or as a number; all other fields are those of _FIELDS.
"""

from collections.abc import Mapping
from typing import Any

from ingest.content import body as bodies
from ingest.content.compression import uncompress
from ingest.content.document import Document
from ingest.events.event import Batch, TrackedEvent
from ingest.http.reply import Reply
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.google.ga4 import refuse
from ingest.wire.shared.page import screen_of
from ingest.wire.vendor import GET_AND_POST, Vendor
from spoor.errors import BadRequest, TooLarge

_KEY_PREFIX = "spk_"
_FIELDS = {
    "dl": "$current_url",
    "dr": "$referrer",
    "dt": "$title",
    "ul": "$browser_language",
    "sid": "$session_id",
    "sct": "$session_index",
    "cu": "currency",
    "cc": "utm_campaign",
    "cs": "utm_source",
    "cm": "utm_medium",
    "ct": "utm_term",
    "ci": "utm_id",
    "uamb": "$device_mobile",
    "uap": "$os",
    "uapv": "$os_version",
    "uam": "$device_model",
}
_MILLISECONDS = {"_et": "$engagement_ms"}
_ITEM = {
    "id": "item_id",
    "nm": "item_name",
    "br": "item_brand",
    "ca": "item_category",
    "va": "item_variant",
    "pr": "price",
    "qt": "quantity",
    "ds": "discount",
    "cp": "coupon",
    "ln": "item_list_name",
    "li": "item_list_id",
    "lp": "index",
    "af": "affiliation",
}
_NUMERIC = frozenset({"price", "quantity", "discount", "index"})
_MOST_EVENTS = 500  # gtag.js sends 25; each costs a copy of what the query says of all


def open_fields(request: Request) -> Document:
    """A list of events, each an object of texts.

    Raises BadRequest, TooLarge.
    """
    text = uncompress(request).decode("utf-8", "replace")
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > _MOST_EVENTS:
        raise TooLarge(
            f"A request has at most {_MOST_EVENTS} events; this one has {len(lines)}.", code="BATCH_TOO_LARGE"
        )
    events = [{**request.query, **dict(bodies.read_fields(line))} for line in lines] or [dict(request.query)]
    clean = not any("\0" in said for one in events for said in (*one, *one.values()))
    return Document(events, clean=clean)


def key(request: Request, events: Any) -> str | None:
    """The first that looks like a key of: a segment before the address, the measurement id, the event's parameter
    `spoor_key`; else one of the last two. gtag.js takes no id but Google's own, so it is mostly in the address."""
    for one in request.prefix.split("/"):
        if one.startswith(_KEY_PREFIX):
            return one
    if not events:
        return None
    given = [one for name in ("ep.spoor_key", "tid") if (one := events[0].get(name))]
    return next((one for one in given if one.startswith(_KEY_PREFIX)), given[0] if given else None)


def read(_: Request, document: Document, key: Any) -> Batch:
    """The events of a request.

    Raises BadRequest when it says nothing of the kind.
    """
    if not any("en" in one for one in document.value):
        raise BadRequest(
            "Send the fields of GA4's protocol for the web: `v=2`, `tid`, `cid`, `en`.", code="INVALID_SHAPE"
        )
    return Batch(key, [_event(one) for one in document.value])


def _event(one: dict[str, str]) -> TrackedEvent:
    properties: dict[str, Any] = {_FIELDS[name]: value for name, value in one.items() if name in _FIELDS and value}
    properties |= {named: _number(one[name]) for name, named in _MILLISECONDS.items() if one.get(name)}
    properties |= screen_of(one.get("sr"))
    if properties.pop("$device_mobile", "") == "1":
        properties["$device_type"] = "Mobile"
    if people := _below(one, "up"):
        properties["$user_properties"] = people
    if items := [_item(value) for name, value in one.items() if name[:2] == "pr" and name[2:].isdecimal()]:
        properties["items"] = items
    own = _below(one, "ep")
    own.pop("spoor_key", None)
    return TrackedEvent(
        name=one.get("en"),
        anonymous_id=one.get("cid"),
        user_id=one.get("uid"),
        properties={**properties, **own},
    )


def _below(one: Mapping[str, str], kind: str) -> dict[str, Any]:
    """The fields `kind.name` as they are, and `kindn.name` as numbers."""
    text, number = f"{kind}.", f"{kind}n."
    said: dict[str, Any] = {}
    for name, value in one.items():
        if name.startswith(text):
            said[name.removeprefix(text)] = value
        elif name.startswith(number):
            said[name.removeprefix(number)] = _number(value)
    return said


def _item(text: str) -> dict[str, Any]:
    """An item, of parts with two letters each: `idSKU~nmShirt~pr12.5`; a parameter of its own is `k0name~v0value`."""
    item: dict[str, Any] = {}
    own: dict[str, str] = {}
    for part in text.split("~"):
        code, value = part[:2], part[2:]
        if code[:1] == "k":
            own[code[1:]] = value
        elif code[:1] == "v" and code[1:] in own:
            item[own[code[1:]]] = value
        else:
            name = _ITEM.get(code, code)
            item[name] = _number(value) if name in _NUMERIC else value
    return item


def _number(text: str) -> Any:
    """The number that a text writes; what writes none, as it is."""
    try:
        number = float(text)
    except ValueError:
        return text
    if number.is_integer() and abs(number) < 1e15:
        return int(number)
    return number if abs(number) < 1e308 else text


def accept(_: Request, _batch: Batch, _receipt: Receipt) -> Reply:
    """204 whatever the events were, as upstream: what was refused is counted and logged."""
    return Reply(204, "")


VENDOR = Vendor(
    name="gtag",
    paths=frozenset({"/g/collect"}),
    methods=GET_AND_POST,
    key=key,
    read=read,
    accept=accept,
    refuse=refuse,
    open=open_fields,
)
