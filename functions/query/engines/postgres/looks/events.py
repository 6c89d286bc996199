"""Reads an app's events one by one, newest first."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select, tuple_

from query.engines.postgres.expressions.conditions import holds
from query.engines.postgres.scope import PostgresScope
from query.looks.events import Event, EventsQuestion, as_object
from query.questions.filters import cohorts_named
from query.questions.pages import last_row_of
from query.questions.words import EARLIEST, LATEST
from spoor.schema import events
from spoor.statements import compiled
from spoor.visitor import events_with_visitors, ids_of


def event_of(row: Mapping[str, Any]) -> Event:
    """The event of a row of `events`."""
    return Event(row["id"], row["name"], row["anonymous_id"], as_object(row["properties"]), row["occurred_at"])


def build(question: EventsQuestion, scope: PostgresScope) -> Select[Any]:
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
        at, event_id = last_row_of(question.cursor)
        wanted += [events.c.occurred_at <= at, tuple_(events.c.occurred_at, events.c.id) < tuple_(at, event_id)]
    return (
        select(events.c.id, events.c.name, events.c.anonymous_id, events.c.properties, events.c.occurred_at)
        .select_from(events_with_visitors(scope.app_id) if cohorts_named(question.conditions) else events)
        .where(*wanted)
        .order_by(events.c.occurred_at.desc(), events.c.id.desc())
        .limit(question.limit + 1)
    )


def gather(question: EventsQuestion, scope: PostgresScope) -> Sequence[Event]:
    """A page of events and one more, where there is one.

    Raises Unprocessable for a cursor that is none, TooSlow, DatabaseAway.
    """
    return [event_of(row) for row in scope.rows(*compiled(build(question, scope), "events"))]
