"""What ingest needs to know of a tracker's vendor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ingest.content.document import Document
from ingest.events.event import Batch
from ingest.http.reply import Reply
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from spoor.errors import SpoorError

POST = frozenset({"POST"})
GET_AND_POST = frozenset({"GET", "POST"})


def claim_all(_request: Request, _value: Any) -> bool:
    """The claim of a vendor that shares its paths with nobody, or gets what nobody else claims."""
    return True


def answer_nothing(_request: Request) -> Reply | None:
    """The side calls of a vendor whose SDKs ask nothing besides."""
    return None


def first_success(answers: list[Reply]) -> Reply:
    """The first answer that is a success, else the first."""
    return next((answer for answer in answers if answer.status < 400), answers[0])


@dataclass(frozen=True, slots=True)
class Vendor:
    """A wire format.

    `paths` (without a slash at the end) take events by one of `methods`. Where several vendors share a path they are
    asked in the order of `wire.VENDORS` and the first whose `claims(request, value)` is true gets the request; `value`
    is the JSON of the body, None where it could not be read. A GET's document is its `data` parameter, or without one
    the query itself as an object of texts.

    `key(request, value)` is the ingest key that a request names, None where it names none. Without the body's `value`
    it is the one outside of the body, if nothing in the body can overrule that: so the request of a key that is known
    to be nobody's need not be opened. Vendors that share a path and name keys outside of bodies name the same.

    `read` turns the document into a batch of that key (it may raise SpoorError); `accept` and `refuse` answer as the
    vendor's own server would. `side_call` answers what its SDKs ask besides (configuration, flags), or None for any
    other address.

    `open` makes the document where a body is not JSON, in whatever wrapping. `split` makes several of it where one
    request is for several apps, and `merge` one answer of theirs.
    """

    name: str
    paths: frozenset[str]
    key: Callable[[Request, Any], Any]
    read: Callable[[Request, Document, Any], Batch]
    accept: Callable[[Request, Batch, Receipt], Reply]
    refuse: Callable[[Request, SpoorError], Reply]
    side_call: Callable[[Request], Reply | None] = answer_nothing
    claims: Callable[[Request, Any], bool] = claim_all
    methods: frozenset[str] = POST
    open: Callable[[Request], Document] | None = None
    split: Callable[[Document], list[Document]] | None = None
    merge: Callable[[list[Reply]], Reply] = first_success
