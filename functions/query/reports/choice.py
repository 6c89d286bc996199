"""Which events a part of a question is about: those of a name, or any, that pass its filters."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from query.questions.filters import Filters
from query.questions.words import EventName, Label, Words


class EventChoice(Words):
    """An event by name, or any event where it is null; `label` is what the answer calls it."""

    event: EventName | None
    filters: Filters = Field(default_factory=list)
    label: Label | None = None

    @property
    def title(self) -> str:
        """What the answer calls it."""
        return self.label or self.event or "Any event"

    @property
    def is_plain(self) -> bool:
        """Whether an event's name is all that it takes to know that it is meant."""
        return self.event is not None and not self.filters


def _spelt_out(given: Any) -> Any:
    if not isinstance(given, str | dict | EventChoice):
        raise ValueError('give the name of an event, or an object such as {"event": "signed up", "filters": []}')
    return {"event": given} if isinstance(given, str) else given


NamedEvent = Annotated[EventChoice, BeforeValidator(_spelt_out, json_schema_input_type=EventName | EventChoice)]
"""An event choice that may be written as the event's name alone."""

ANY_EVENT = EventChoice(event=None)
