"""An event on its way from a tracker's wire format to a row, and the reasons why one is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from ingest.events.breach import EVENT_NOT_PLANNED, PROPERTY_MISSING, PROPERTY_TYPE


class RefusedEvent(Exception):
    """This event cannot be stored: `code` is of the closed list in docs/ingest.md, `message` says how to mend it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def caught(self) -> Self:
        """Itself, to be kept: traceback and causes would hold on to the whole batch, in a circle."""
        self.__traceback__ = self.__cause__ = self.__context__ = None
        return self


UNWANTED = frozenset({"BOT", "EVENT_NOT_ALLOWED", EVENT_NOT_PLANNED, PROPERTY_MISSING, PROPERTY_TYPE})
"""Codes of events that nothing is wrong with but that their app does not want."""


@dataclass(slots=True)
class TrackedEvent:
    """An event as a tracker said it: nothing here has been checked, so everything may be of any type.

    `time` is the tracker's own time as it was sent; `age_ms`, where there is no time, how long before sending it
    happened; `clock_is_right` says that the time is exact, however far the sender's clock is off. Where a `user_id`
    `may_be_anonymous`, nothing tells whether it is a known user's. `aliases` are pairs of ids that are one visitor's.
    `context` is what Spoor itself found out, as properties; those of the tracker win.
    """

    name: Any
    client_id: Any = None
    anonymous_id: Any = None
    user_id: Any = None
    time: Any = None
    age_ms: Any = None
    properties: Any = None
    aliases: tuple[tuple[Any, Any], ...] = ()
    context: Mapping[str, Any] | None = None
    clock_is_right: bool | None = None
    may_be_anonymous: bool | None = None


@dataclass(slots=True)
class Batch:
    """What one request brings. An element of `events` that is no event at all is a RefusedEvent.

    `key` is the ingest key as it was given, `sent_at` the tracker's clock when it sent. `clean` is as in Document, for
    what the reader opened besides: JSON inside a string.
    """

    key: Any
    events: list[TrackedEvent | RefusedEvent]
    sent_at: Any = None
    clean: bool = True


EventRow = tuple[str, str, str | None, Any, str | datetime]
"""A row of `events` without its app: id, name, anonymous_id, properties (an object, or its JSON in a
Fragment), occurred_at.

By position, since the names would be a third of what goes to the database.
"""
