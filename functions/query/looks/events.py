"""An app's events one by one, newest first, a page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from query.answers import LEFT_OUT
from query.inquiry import Inquiry
from query.json_text import json_text
from query.questions.filters import Filters
from query.questions.form import Format
from query.questions.pages import Cursor, cursor_after
from query.questions.words import EventName, OpenRange, Text
from query.scope import Scope
from spoor.http.problems import problem

LARGEST = 2_500_000
"""Bytes of the events of an answer, however many were asked for. Lambda answers with 6 MB at the most, and a quotation
mark of text takes two bytes on its way."""
_OTHER_BYTES = 200
"""Of an event: its id, its time, the names of its fields."""

_FILTERS: TypeAdapter[Filters] = TypeAdapter(Filters)


def _readable(text: str) -> str:
    try:
        _FILTERS.validate_json(text)
    except ValidationError as error:
        wrong = problem(dict(error.errors()[0]))
        raise ValueError(f"must be a list of filters, as JSON; {wrong['path'] or 'it'}: {wrong['message']}") from None
    return text


class EventsQuestion(OpenRange):
    """`GET /api/apps/{appId}/events`: one page of them."""

    name: EventName | None = None
    anonymous_id: Annotated[Text, Field(max_length=200, description="The id that events came with.")] | None = None
    visitor_id: Annotated[Text, Field(min_length=1, max_length=200, description="Any id of a visitor.")] | None = None
    filters: (
        Annotated[
            str,
            Field(max_length=10_000, description="Filters as JSON, as reports have them."),
            AfterValidator(_readable),
        ]
        | None
    ) = None
    limit: Annotated[int, Field(ge=1, le=1000, description="How many at the most.")] = 100
    cursor: Cursor | None = None
    format: Format = "json"

    @cached_property
    def conditions(self) -> Filters:
        """The filters, which stand in the query string as JSON."""
        return _FILTERS.validate_json(self.filters or "[]")


@dataclass(frozen=True, slots=True)
class Event:
    """One immutable fact."""

    id: UUID
    name: str
    anonymous_id: str | None
    properties: dict[str, Any]
    occurred_at: datetime


E = TypeVar("E", bound=Event)


def as_object(properties: Any) -> dict[str, Any]:
    """Properties as an object: the client's application may have stored any JSON, which then is the `$value` of one."""
    if properties is None or isinstance(properties, dict):
        return properties or {}
    return {"$value": properties}


@dataclass(frozen=True, slots=True)
class EventsPage:
    """`next_cursor` asks for the page after this one; None where there is none. Of large events a page holds fewer than
    were asked for. Events before `begins_at` have left the database, and are on no page."""

    events: list[Event]
    next_cursor: str | None
    begins_at: datetime | None = field(default=None, metadata=LEFT_OUT)


def tally(question: EventsQuestion, scope: Scope, found: Sequence[Event]) -> EventsPage:
    """The page that the events are, of which there is one more where another page follows."""
    page = that_fit(found[: question.limit])
    more = cursor_after(page[-1].occurred_at, page[-1].id) if len(found) > len(page) else None
    return EventsPage(page, more, scope.begins_at)


def that_fit(found: Iterable[E]) -> list[E]:
    """The first of the events that one answer has room for, at least one."""
    fit: list[E] = []
    size = 0
    for event in found:
        size += len(json_text([event.name, event.anonymous_id, event.properties]).encode()) + _OTHER_BYTES
        if fit and size > LARGEST:
            break
        fit.append(event)
    return fit


def _conditions(question: EventsQuestion) -> Filters:
    return question.conditions


EVENTS = Inquiry(name="events", tally=tally, filters=_conditions)
