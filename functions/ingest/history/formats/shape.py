"""What an export's format is, and what it makes of a record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from ingest.enrich.strangers import Stranger
from ingest.events.event import Batch, RefusedEvent, TrackedEvent
from ingest.history.figures import CountedDay
from ingest.history.records.record import ExportRecord
from ingest.http.request import Request

KEY = "import"
"""Stands for the ingest key where a wire format's reader wants one: an export names none."""


class WrongWishes(Exception):
    """The command line lacks a word that the format needs; the message says which."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an owner says of an export: the project's zone, the website, how a CSV is mapped."""

    timezone: str | None = None
    website: str | None = None
    mapping: Mapping[str, Any] = field(default_factory=dict)


class GivenEvent(NamedTuple):
    """An event as its tracker would have said it. `sent` is the time by which its id is made, where that is another
    than when it happened: what the SDK sent before the vendor corrected it."""

    event: TrackedEvent
    sent: Any = None


class Linked(NamedTuple):
    """A record that is no event, and says since when two ids are one visitor's."""

    one: Any
    other: Any
    at: Any


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is whole and no event of ours; the code says what it is."""

    code: str


class Format(Protocol):
    """A vendor's export.

    One that `remembers` has to see the records that a run cut off has stored already.
    """

    remembers: bool

    def take(self, record: ExportRecord) -> GivenEvent | Linked | CountedDay | Skipped | None:
        """The event of a record, or the figures that stand in one's place; None where a record only tells of others.

        Raises RefusedEvent.
        """
        ...


def request_to(path: str) -> Request:
    """The request by which a tracker would have sent here, without what only a live one has: address, browser."""
    return Request("POST", path, {}, {}, b"", False)


def only(batch: Batch) -> TrackedEvent:
    """The one event that a wire format's reader found in a record.

    Raises RefusedEvent.
    """
    return as_event(*batch.events)


def as_event(event: TrackedEvent | RefusedEvent) -> TrackedEvent:
    """What a wire format's reader made of a record. Raises RefusedEvent."""
    if isinstance(event, RefusedEvent):
        raise event
    if type(event.anonymous_id) is Stranger:  # its address and browser are not in an export
        event.anonymous_id = None
    return event


def check_time(time: Any) -> None:
    """Refuse what has no time: of history, the moment of its import would be a lie. One that cannot be read, or cannot
    be, is found when the event becomes a row.

    Raises RefusedEvent.
    """
    if time is None or (type(time) is str and (not time or time.isspace())):
        raise RefusedEvent("TIME_MISSING", "The record says no time.")


def object_of(record: ExportRecord) -> dict[str, Any]:
    """The record's object. Raises RefusedEvent."""
    if type(record.value) is not dict:
        raise RefusedEvent("INVALID_EVENT", "A record must be an object.")
    return record.value
