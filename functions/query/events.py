"""An app's events one by one, newest first, a page at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError
from sqlalchemy import Select, select, tuple_

from query.conditions import holds
from query.filters import Filters, cohorts_named
from query.json_text import json_text
from query.pages import Cursor, place_after, place_of
from query.scope import Scope
from query.words import EARLIEST, LATEST, EventName, OpenRange, Text
from spoor.problems import problem
from spoor.schema import events
from spoor.visitor import events_with_visitors, ids_of

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

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Event":
        """The event of a row of `events`."""
        return cls(row["id"], row["name"], row["anonymous_id"], as_object(row["properties"]), row["occurred_at"])


E = TypeVar("E", bound=Event)


def as_object(properties: Any) -> dict[str, Any]:
    """Properties as an object: the client's application may have stored any JSON, which then is the `$value` of one."""
    if properties is None or isinstance(properties, dict):
        return properties or {}
    return {"$value": properties}


@dataclass(frozen=True, slots=True)
class EventsPage:
    """`next_cursor` asks for the page after this one; None where there is none. Of large events a page holds fewer than
    were asked for."""

    events: list[Event]
    next_cursor: str | None


def build(question: EventsQuestion, scope: Scope) -> Select[Any]:
    """The one statement: a page and one row more, which tells whether another page follows.

    Raises Unprocessable.
    """
    start, end = question.start or EARLIEST, question.end or LATEST
    wanted = [events.c.app_id == scope.app_id, events.c.occurred_at >= start, events.c.occurred_at < end]
    if question.name is not None:
        wanted.append(events.c.name == question.name)
    if question.anonymous_id is not None:
        wanted.append(events.c.anonymous_id == question.anonymous_id)
    if question.visitor_id is not None:
        wanted.append(events.c.anonymous_id.in_(ids_of(scope.app_id, question.visitor_id)))
    if question.conditions:
        wanted.append(holds(question.conditions, scope.members))
    if question.cursor is not None:
        at, event_id = place_of(question.cursor)
        wanted += [events.c.occurred_at <= at, tuple_(events.c.occurred_at, events.c.id) < tuple_(at, event_id)]
    return (
        select(events.c.id, events.c.name, events.c.anonymous_id, events.c.properties, events.c.occurred_at)
        .select_from(events_with_visitors(scope.app_id) if cohorts_named(question.conditions) else events)
        .where(*wanted)
        .order_by(events.c.occurred_at.desc(), events.c.id.desc())
        .limit(question.limit + 1)
    )


def tally(question: EventsQuestion, rows: Sequence[Mapping[str, Any]]) -> EventsPage:
    """The page that the rows are."""
    page = that_fit(Event.from_row(row) for row in rows[: question.limit])
    return EventsPage(page, place_after(page[-1].occurred_at, page[-1].id) if len(rows) > len(page) else None)


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
