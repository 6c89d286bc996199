"""Reads one visitor's events, newest first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, func, literal, select, true, tuple_
from sqlalchemy.dialects.postgresql import ARRAY

from query.engines.postgres.looks.events import event_of
from query.engines.postgres.scope import PostgresScope
from query.looks.timeline import Seen, TimelineAsked, Visitor
from query.questions.pages import last_row_of
from spoor.database import Row
from spoor.schema import events
from spoor.statements import compiled
from spoor.visitor import ids_of, name_of


def who(app_id: UUID, visitor_id: str) -> Select[Any]:
    """A row for each id of the visitor whom `visitor_id` belongs to: `id`, and `visitor_id`, which reports call them
    by."""
    ids = ids_of(app_id, visitor_id).subquery("ids")
    return select(ids.c[0].label("id"), name_of(app_id, visitor_id).label("visitor_id"))


def _visitor_of(rows: Sequence[Row]) -> Visitor:
    """The visitor that the rows of `who` are."""
    return Visitor(rows[0]["visitor_id"], sorted(row["id"] for row in rows))


def build(question: TimelineAsked, scope: PostgresScope, visitor: Visitor) -> Select[Any]:
    """The one statement: a page, and the event before it, be it one gap before the range; on each row, and on a row
    without an event where there is none, when the visitor was first and last seen.

    The index tells when the visitor's events were; only those of the page are read from the table.

    Raises Unprocessable for a cursor that is none.
    """
    start, end = question.range(scope.now)
    own = and_(events.c.app_id == scope.app_id, events.c.anonymous_id == func.any(literal(visitor.ids, ARRAY(Text))))
    at = events.c.occurred_at
    within = and_(own, at >= start, at < end)
    first = select(at).where(within).order_by(at).limit(1).scalar_subquery()
    last = select(at).where(within).order_by(at.desc()).limit(1).scalar_subquery()
    after: list[ColumnElement[bool]] = []
    reach = and_(own, at >= start - scope.session_gap, at < end)
    if question.words.cursor is not None:
        place = last_row_of(question.words.cursor)
        reach = and_(reach, at <= place[0])
        after = [tuple_(at, events.c.id) < tuple_(*place)]
    moments = (  # each has an event; all of the cursor's own may lie before it
        select(at).where(reach).distinct().order_by(at.desc()).limit(question.words.limit + 2).subquery("moments")
    )
    page = (
        select(events.c.id, events.c.name, events.c.anonymous_id, events.c.properties, at)
        .join(moments, moments.c.occurred_at == at)
        .where(own, *after)
        .order_by(at.desc(), events.c.id.desc())
        .limit(question.words.limit + 1)
        .subquery("page")
    )
    seen = select(first.label("first_seen_at"), last.label("last_seen_at")).subquery("seen")
    return (
        select(seen, page)
        .select_from(seen.outerjoin(page, true()))
        .order_by(page.c.occurred_at.desc(), page.c.id.desc())
    )


def gather(question: TimelineAsked, scope: PostgresScope) -> Seen:
    """The visitor, and a page of their events.

    Raises Unprocessable for a cursor that is none, TooSlow, DatabaseAway.
    """
    visitor = _visitor_of(scope.rows(*compiled(who(scope.app_id, question.visitor_id), "visitor")))
    rows = scope.rows(*compiled(build(question, scope, visitor), "timeline"))
    found = [event_of(row) for row in rows if row["id"]]
    return Seen(visitor, rows[0]["first_seen_at"], rows[0]["last_seen_at"], found)
