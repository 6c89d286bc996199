"""What trackers that send one event a request have in common: reading it, refusing it, telling whose it was."""

from collections.abc import Callable
from hashlib import sha256
from typing import ParamSpec

from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.http.reply import Reply, of_error
from ingest.http.request import Request
from ingest.storage.receipt import Receipt
from spoor.errors import BadRequest, SpoorError

P = ParamSpec("P")


def attempt(read: Callable[P, TrackedEvent], *args: P.args, **kwargs: P.kwargs) -> TrackedEvent | RefusedEvent:
    """The event that `read` makes of its arguments, or why it is none."""
    try:
        return read(*args, **kwargs)
    except RefusedEvent as refused:
        return refused.caught()


def refusal(receipt: Receipt) -> BadRequest | None:
    """Why the request's only event was refused; None where it was not."""
    if not receipt.rejected:
        return None
    refused = receipt.rejected[0][1]
    return BadRequest(refused.message, code=refused.code)


def refuse(_: Request, error: SpoorError) -> Reply:
    """The error in Spoor's own words: these trackers look at none, people who debug them do."""
    return of_error(error)


def visitor_of(event: TrackedEvent | RefusedEvent) -> str:
    """Whom a stored event counts for; an empty text where it says nothing of a visitor."""
    return "" if isinstance(event, RefusedEvent) else str(event.anonymous_id or event.user_id or "")


def uuid_of(kind: str, visitor: str) -> str:
    """A UUID that is the same for the same visitor, for trackers that want to be told one; nothing is kept under it."""
    digest = sha256(f"{kind}\0{visitor}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-8{digest[12:15]}-8{digest[15:18]}-{digest[18:30]}"
