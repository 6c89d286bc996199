"""What Amplitude's older SDKs and HTTP APIs send as forms: events (`/`, `/httpapi`) and the properties of users and
groups (`/identify`, `/groupidentify`), which become `$identify` and `$groupidentify` as in the API of today.

They look at the text of an answer: `success`, or what is wrong.
"""

from typing import Any

from ingest.content.document import Document
from ingest.events.event import Batch, RefusedEvent
from ingest.events.properties import as_object
from ingest.http.reply import Reply, of_error
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from ingest.wire.amplitude import amplitude
from ingest.wire.shared.inner_json import Embedded
from ingest.wire.vendor import Vendor
from spoor.errors import BadRequest, SpoorError

_KINDS = {"/identify": "$identify", "/groupidentify": "$groupidentify"}
_FIELDS = ("e", "event", "identification")
_TEXT = "text/plain; charset=utf-8"


def key(_: Request, body: Any) -> Any:
    """The form's `client` or `api_key`."""
    return (body.get("client") or body.get("api_key")) if type(body) is dict else None


def read(request: Request, document: Document, key: Any) -> Batch:
    """`client` and a list `e`, `api_key` and `event`, or `api_key` and `identification`: JSON each, one or a list.

    Raises BadRequest when there is nothing of the kind.
    """
    body = document.value
    field = next((one for one in _FIELDS if type(body) is dict and one in body), None)
    if field is None:
        raise BadRequest("Send a form with `api_key` and `event`, or `identification`, as JSON.", code="INVALID_SHAPE")
    embedded = Embedded(document)
    try:
        said = embedded.open(body[field]) if type(body[field]) is str else body[field]
    except RefusedEvent as refused:
        raise BadRequest(refused.message, code="INVALID_JSON") from refused
    sent = said if type(said) is list else [said]
    if kind := _KINDS.get(request.path):
        sent = [_identified(one, kind) for one in sent]
    return Batch(
        key,
        [amplitude.read_event(one) for one in sent],
        amplitude.number(body.get("upload_time")),
        clean=embedded.clean,
    )


def _identified(one: Any, kind: str) -> Any:
    """An identification as the event that it is in the API of today; without operations its properties are set."""
    if type(one) is not dict:
        return one
    properties = "user_properties" if kind == "$identify" else "group_properties"
    said = as_object(one.get(properties))
    if type(said) is dict and said and not any(name.startswith("$") for name in said):
        said = {"$set": said}
    event = {**one, "event_type": kind, properties: said}
    if kind == "$groupidentify" and "group_type" in one:
        event["groups"] = {str(one["group_type"]): one.get("group_value")}
    return event


def accept(_: Request, batch: Batch, receipt: Receipt) -> Reply:
    """`success` where anything was stored: they would send all of it again, those events too; else what is wrong."""
    if receipt.rejected and len(receipt.rejected) == len(batch.events):
        refused = receipt.rejected[0][1]
        return Reply(400, f"{refused.code}: {refused.message}", _TEXT)
    return Reply(200, "success", _TEXT)


def refuse(_: Request, error: SpoorError) -> Reply:
    """The error as text."""
    text = "invalid_api_key" if error.code == "UNKNOWN_KEY" else f"{error.code}: {error.message}"
    return Reply(400 if error.code == "UNKNOWN_KEY" else error.status, text, _TEXT, of_error(error).headers)


VENDOR = Vendor(
    name="amplitude",
    paths=frozenset({"/", "/httpapi", *_KINDS}),
    key=key,
    read=read,
    accept=accept,
    refuse=refuse,
)
