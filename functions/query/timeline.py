"""One visitor's events, newest first, with the beginnings of sessions marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Select, Text, and_, func, literal, select, true, tuple_
from sqlalchemy.dialects.postgresql import ARRAY

from query.events import Event, that_fit
from query.pages import Cursor, place_after, place_of
from query.scope import Scope
from query.words import LATEST, OpenRange
from spoor.schema import events
from spoor.visitor import ids_of, name_of

USUAL = timedelta(days=90)


class TimelineQuestion(OpenRange):
    """`GET /api/apps/{appId}/visitors/{visitorId}`; without `from` it is about the 90 days before `to`, or before
    now."""

    limit: Annotated[int, Field(ge=1, le=1000, description="How many at the most.")] = 100
    cursor: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """A visitor and all `ids` of theirs."""

    visitor_id: str
    ids: list[str]


@dataclass(frozen=True, slots=True)
class VisitorEvent(Event):
    """An event of a visitor's; `starts_session` where there was none of theirs within the app's gap before it."""

    starts_session: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of a visitor's events, by whichever of their `ids`; first and last seen are those of the range."""

    visitor_id: str
    ids: list[str]
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    events: list[VisitorEvent]
    next_cursor: str | None


def who(app_id: UUID, visitor_id: str) -> Select[Any]:
    """A row for each id of the visitor whom `visitor_id` belongs to: `id`, and `visitor_id`, which reports call them
    by."""
    ids = ids_of(app_id, visitor_id).subquery("ids")
    return select(ids.c[0].label("id"), name_of(app_id, visitor_id).label("visitor_id"))


def of_rows(rows: Sequence[Mapping[str, Any]]) -> Visitor:
    """The visitor that the rows of `who` are."""
    return Visitor(rows[0]["visitor_id"], sorted(row["id"] for row in rows))


def build(question: TimelineQuestion, scope: Scope, visitor: Visitor) -> Select[Any]:
    """The one statement: a page, and the event before it, be it one gap before the range; on each row, and on a row
    without an event where there is none, when the visitor was first and last seen.

    The index tells when the visitor's events were; only those of the page are read from the table.

    Raises Unprocessable for a cursor that is none.
    """
    start, end = _range(question, scope)
    own = and_(events.c.app_id == scope.app_id, events.c.anonymous_id == func.any(literal(visitor.ids, ARRAY(Text))))
    at = events.c.occurred_at
    within = and_(own, at >= start, at < end)
    first = select(at).where(within).order_by(at).limit(1).scalar_subquery()
    last = select(at).where(within).order_by(at.desc()).limit(1).scalar_subquery()
    after: list[ColumnElement[bool]] = []
    reach = and_(own, at >= start - scope.session_gap, at < end)
    if question.cursor is not None:
        place = place_of(question.cursor)
        reach = and_(reach, at <= place[0])
        after = [tuple_(at, events.c.id) < tuple_(*place)]
    moments = (  # each has an event; all of the cursor's own may lie before it
        select(at).where(reach).distinct().order_by(at.desc()).limit(question.limit + 2).subquery("moments")
    )
    page = (
        select(events.c.id, events.c.name, events.c.anonymous_id, events.c.properties, at)
        .join(moments, moments.c.occurred_at == at)
        .where(own, *after)
        .order_by(at.desc(), events.c.id.desc())
        .limit(question.limit + 1)
        .subquery("page")
    )
    seen = select(first.label("first_seen_at"), last.label("last_seen_at")).subquery("seen")
    return (
        select(seen, page)
        .select_from(seen.outerjoin(page, true()))
        .order_by(page.c.occurred_at.desc(), page.c.id.desc())
    )


def tally(question: TimelineQuestion, scope: Scope, visitor: Visitor, rows: Sequence[Mapping[str, Any]]) -> Timeline:
    """The page that the rows are."""
    start, _ = _range(question, scope)
    found = [Event.from_row(row) for row in rows if row["id"]]
    shown = []
    for event, before in zip_longest(found, found[1:]):
        starts = before is None or event.occurred_at - before.occurred_at > scope.session_gap
        if event.occurred_at >= start:
            parts = (event.id, event.name, event.anonymous_id, event.properties, event.occurred_at)
            shown.append(VisitorEvent(*parts, starts))
    page = that_fit(shown[: question.limit])
    more = place_after(page[-1].occurred_at, page[-1].id) if len(shown) > len(page) else None
    seen = rows[0]
    return Timeline(visitor.visitor_id, visitor.ids, seen["first_seen_at"], seen["last_seen_at"], page, more)


def _range(question: TimelineQuestion, scope: Scope) -> tuple[datetime, datetime]:
    end = question.end or LATEST
    return question.start or min(end, scope.now) - USUAL, end
