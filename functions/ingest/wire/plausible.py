"""Plausible's wire format: its browser trackers, new and old, and the Events API. The domain is the ingest key."""

import re
from dataclasses import replace
from typing import Any

from ingest.content.document import Document
from ingest.enrich.strangers import stranger_of
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.events.properties import as_object
from ingest.http.reply import Reply
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.shared.inner_json import Embedded
from ingest.wire.shared.page import renamed
from ingest.wire.shared.single import attempt, refusal, refuse
from ingest.wire.vendor import Vendor, first_success
from spoor.errors import BadRequest

_BESIDE = {
    "u": "$current_url",
    "url": "$current_url",
    "r": "$referrer",
    "referrer": "$referrer",
    "w": "$screen_width",
    "e": "$engagement_ms",  # how long the page was looked at
    "sd": "$scroll_depth",  # how far down, in per cent
}
_PROPERTIES = ("m", "meta", "p", "props")  # the first two are of trackers before 2022
_REVENUE = {"amount": "$revenue", "currency": "$currency"}
_DROPPED = "x-plausible-dropped"
_MOST_DOMAINS = 10
_AMOUNT = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")


def key(_: Request, body: Any) -> Any:
    """The domain."""
    return key_of(body)


def key_of(body: Any) -> Any:
    """What a body names as the domain, or as several."""
    return _said(body, "d", "domain") if type(body) is dict else None


def read(request: Request, document: Document, key: Any) -> Batch:
    """One event, by the short names of the trackers (`n`, `u`, `d`, `r`, `p`, `$`) or the long ones of the API.

    Raises BadRequest when the body is no object.
    """
    body = document.value
    if type(body) is not dict:
        raise BadRequest("Send one event as an object with `name`, `url` and `domain`.", code="INVALID_SHAPE")
    embedded = Embedded(document)
    event = attempt(_event, request, body, embedded)
    return Batch(key, [event], clean=embedded.clean)


def split(document: Document) -> list[Document]:
    """The same event for each of the domains, which a page may list with commas; those beyond _MOST_DOMAINS are told
    apart no more, so that they are nobody's."""
    body = document.value
    said = key_of(body)
    if type(said) is not str or "," not in said:
        return [document]
    name = "d" if "d" in body else "domain"
    domains = dict.fromkeys(one.strip() for one in said.split(",", _MOST_DOMAINS) if one.strip())
    return [replace(document, value={**body, name: one}) for one in domains] or [document]


def merge(answers: list[Reply]) -> Reply:
    """Success where one app took the event, with upstream's header where another did not."""
    dropped = sum(1 for one in answers if one.status >= 400 or _DROPPED in one.headers)
    best = first_success(answers)
    return replace(best, headers={**best.headers, _DROPPED: str(dropped)}) if dropped else best


def _said(body: dict[str, Any], short: str, long: str) -> Any:
    return body[short] if short in body else body.get(long)


def _event(request: Request, body: dict[str, Any], embedded: Embedded) -> TrackedEvent:
    properties = {**_beside(body), **_own(body, embedded)}
    return TrackedEvent(name=_said(body, "n", "name"), anonymous_id=stranger_of(request), properties=properties)


def _own(body: dict[str, Any], embedded: Embedded) -> dict[str, Any]:
    """The event's own properties, which the old trackers write as JSON inside the JSON. What is no object is
    the `$value` of one: upstream it costs the event nothing, and here it is not lost either."""
    said = next((body[name] for name in _PROPERTIES if body.get(name)), None)
    try:
        opened = embedded.open(said) if type(said) is str else said
    except RefusedEvent:
        opened = said
    if type(opened) is dict:
        return opened
    return {"$value": opened} if opened else {}


def _beside(body: dict[str, Any]) -> dict[str, Any]:
    """What is not among the event's own properties; an `interactive` that is true says nothing."""
    beside = renamed(body, _BESIDE) | renamed(_revenue(_said(body, "$", "revenue")), _REVENUE)
    if _said(body, "i", "interactive") is False:
        beside["$interactive"] = False
    return beside


def _revenue(said: Any) -> dict[str, Any]:
    """`{amount, currency}`, the amount as a number, that it can be summed: the API takes it as a text, too."""
    said = as_object(said)
    if type(said) is not dict:
        return {"amount": said}
    amount = said.get("amount")
    return {**said, "amount": float(amount)} if type(amount) is str and _AMOUNT.fullmatch(amount) else said


def accept(request: Request, _: Batch, receipt: Receipt) -> Reply:
    """202 and `ok`, as upstream; and its header where the event is one that the app does not want."""
    if refused := refusal(receipt):
        return refuse(request, refused)
    dropped = {_DROPPED: "1"} if receipt.unwanted else {}
    return Reply(202, "ok", content_type="text/plain; charset=utf-8", headers=dropped)


VENDOR = Vendor(
    name="plausible",
    paths=frozenset({"/api/event"}),
    key=key,
    read=read,
    accept=accept,
    refuse=refuse,
    split=split,
    merge=merge,
)
