"""Which events a part of a question is about: those of a name, or any."""

from sqlalchemy import ColumnElement, true

from query.words import EventName, Label, Words
from spoor.schema import events


class EventChoice(Words):
    """An event by name, or any event where it is null; `label` is what the answer calls it."""

    event: EventName | None
    label: Label | None = None

    @property
    def title(self) -> str:
        """What the answer calls it."""
        return self.label or self.event or "Any event"


def matches(choice: EventChoice) -> ColumnElement[bool]:
    """Whether an event is one of those chosen."""
    return true() if choice.event is None else events.c.name == choice.event
