"""Plausible's wire format: its browser trackers, new and old, and the Events API. The domain is the ingest key."""

import re
from typing import Any

from ingest.anonymous import stranger_of
from ingest.answer import Answer
from ingest.document import Document
from ingest.event import Batch, TrackedEvent
from ingest.receipt import Receipt
from ingest.request import Request
from ingest.wire.embedded import Embedded
from ingest.wire.page import page, present
from ingest.wire.single import attempt, refusal, refuse
from ingest.wire.vendor import Vendor
from spoor.errors import BadRequest

_AMOUNT = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")


def read(request: Request, document: Document) -> Batch:
    """One event, by the short names of the trackers (`n`, `u`, `d`, `r`, `p`, `$`) or the long ones of the API.

    Raises BadRequest when the body is no object.
    """
    body = document.value
    if type(body) is not dict:
        raise BadRequest("Send one event as an object with `name`, `url` and `domain`.", code="INVALID_SHAPE")
    embedded = Embedded()
    event = attempt(_event, request, body, embedded)
    return Batch(_said(body, "d", "domain"), [event], clean=embedded.clean)


def _said(body: dict[str, Any], short: str, long: str) -> Any:
    return body[short] if short in body else body.get(long)


def _event(request: Request, body: dict[str, Any], embedded: Embedded) -> TrackedEvent:
    properties = _said(body, "p", "props")
    if type(properties) is str:  # the old tracker writes them as JSON inside the JSON
        properties = embedded.open(properties) if properties else None
    if properties is None or type(properties) is dict:
        properties = {**_beside(body), **(properties or {})}
    return TrackedEvent(name=_said(body, "n", "name"), anonymous_id=stranger_of(request), properties=properties)


def _beside(body: dict[str, Any]) -> dict[str, Any]:
    """What is not among the event's own properties. Only a false `interactive` says anything, and of `engagement`
    how long (ms) the page was looked at, and how far down (%)."""
    width = body.get("w")
    about_page = page(_said(body, "u", "url"), referrer=_said(body, "r", "referrer"), screen=(width, None))
    interactive = _said(body, "i", "interactive")
    return about_page | present(
        {
            **_revenue(_said(body, "$", "revenue")),
            "$interactive": False if interactive is False else None,
            "$engagement_ms": body.get("e"),
            "$scroll_depth": body.get("sd"),
        }
    )


def _revenue(said: Any) -> dict[str, Any]:
    """`$revenue` as a number, that it can be summed, and `$currency`: the API takes amounts as texts, too."""
    if type(said) is not dict:
        return {"$revenue": said}
    amount = said.get("amount")
    if type(amount) is str and _AMOUNT.fullmatch(amount):
        amount = float(amount)
    return {"$revenue": amount, "$currency": said.get("currency")}


def accept(request: Request, _: Batch, receipt: Receipt) -> Answer:
    """202 and `ok`, as upstream; and its header where the event is one that the app does not want."""
    if refused := refusal(receipt):
        return refuse(request, refused)
    dropped = {"x-plausible-dropped": "1"} if receipt.unwanted else {}
    return Answer(202, "ok", content_type="text/plain; charset=utf-8", headers=dropped)


VENDOR = Vendor(name="plausible", paths=frozenset({"/api/event"}), read=read, accept=accept, refuse=refuse)
