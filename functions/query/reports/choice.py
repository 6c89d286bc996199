"""Which events a part of a question is about: those of a name, or any, that pass its filters."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from sqlalchemy import ColumnElement, Uuid, and_, true

from query.conditions import holds
from query.filters import Filters
from query.reports.report import ReportQuestion
from query.scope import Scope
from query.words import EventName, Label, Words
from spoor.schema import events
from spoor.statements import named


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


def matches(choice: EventChoice, scope: Scope) -> ColumnElement[bool]:
    """Whether an event is one of those chosen."""
    named = true() if choice.event is None else events.c.name == choice.event
    return and_(named, holds(choice.filters, scope.members))


def asked_about(question: ReportQuestion, scope: Scope) -> ColumnElement[bool]:
    """Whether an event is one of the app's that pass the filters of the whole question; the range is not looked at."""
    return and_(of_app(scope), holds(question.filters, scope.members))


def of_app(scope: Scope) -> ColumnElement[bool]:
    """Whether an event is one of the app's."""
    return events.c.app_id == named("app_id", scope.app_id, Uuid())
