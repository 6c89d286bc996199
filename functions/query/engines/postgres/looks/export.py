"""Reads an app's events one by one, oldest first."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import TIMESTAMP

from query.engines.postgres.looks.events import event_of
from query.engines.postgres.scope import PostgresScope
from query.looks.events import Event
from query.looks.export import ExportAsked, ExportQuestion, day_bounds
from query.questions.pages import last_row_of
from spoor.schema import events
from spoor.statements import compiled
from spoor.visitor import ids_of

_FIRST, _LAST = (
    literal(each, TIMESTAMP(timezone=True), literal_execute=True)
    for each in (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))
)
"""What an application wrote outside of the years that an ISO 8601 date has room for, is told as the end of them."""


def build(question: ExportQuestion, app_id: UUID, since: datetime | None = None) -> Select[Any]:
    """The events asked for, in order of time, after the place of the cursor, and not before an instant.

    Raises Unprocessable for a cursor that is none.
    """
    wanted = [events.c.app_id == app_id]
    if question.day is not None:
        start, end = day_bounds(question.day, question.timezone)
        wanted += [events.c.occurred_at >= start, events.c.occurred_at < end]
    if since is not None:
        wanted.append(events.c.occurred_at >= since)
    if question.visitor_id is not None:
        wanted.append(events.c.anonymous_id.in_(ids_of(app_id, question.visitor_id)))
    if question.cursor is not None:
        at, event_id = last_row_of(question.cursor)
        wanted += [events.c.occurred_at >= at, tuple_(events.c.occurred_at, events.c.id) > tuple_(at, event_id)]
    told: ColumnElement[datetime] = func.greatest(_FIRST, func.least(events.c.occurred_at, _LAST)).label("occurred_at")
    return (
        select(events.c.id, events.c.name, events.c.anonymous_id, events.c.properties, told)
        .where(*wanted)
        .order_by(events.c.occurred_at, events.c.id)
    )


def gather(question: ExportAsked, scope: PostgresScope) -> Iterator[Event]:
    """The events asked for, one after the other, however many.

    Raises Unprocessable for a cursor that is none, TooSlow, DatabaseAway.
    """
    statement = build(question.words, scope.app_id, scope.horizon)
    return map(event_of, scope.stream(*compiled(statement, "export")))
