"""What ingest needs to know of a tracker's vendor."""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.answer import Answer
from ingest.document import Document
from ingest.event import Batch
from ingest.receipt import Receipt
from ingest.request import Request
from spoor.errors import SpoorError


@dataclass(frozen=True, slots=True)
class Vendor:
    """A wire format.

    `paths` take events; `read` turns their document into a batch, `accept` and `refuse` answer as the vendor's own
    server would. `side_call` answers what its SDKs ask besides (configuration, flags), or None for any other address.
    """

    name: str
    paths: frozenset[str]
    read: Callable[[Request, Document], Batch]
    accept: Callable[[Request, Batch, Receipt], Answer]
    refuse: Callable[[SpoorError], Answer]
    side_call: Callable[[Request], Answer | None]
