"""Who is the same visitor: an event's `anonymous_id`, resolved through what `identify` linked."""

from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, FromClause, Uuid, and_, func, literal, or_, select, union

from spoor.schema import events, identities
from spoor.statements import named


def events_with_visitors(app_id: UUID) -> FromClause:
    """The events of an app beside the links of their `anonymous_id`s, to select from."""
    return with_visitors(events, app_id)


def with_visitors(rows: FromClause, app_id: UUID) -> FromClause:
    """Rows that have an `anonymous_id` beside its links. Grouped rows are fewer: they are looked up faster."""
    app = named("app_id", app_id, Uuid())
    linked = and_(identities.c.app_id == app, identities.c.anonymous_id == rows.c.anonymous_id)
    return rows.outerjoin(identities, linked)


def visitor(rows: FromClause = events) -> ColumnElement[str]:
    """The visitor of a row of `with_visitors`; null where it has no `anonymous_id`.

    A merge reaches the past this way, and no event is ever rewritten.
    """
    return func.coalesce(identities.c.visitor_id, rows.c.anonymous_id)


def ids_of(app_id: UUID, visitor_id: str) -> CompoundSelect[tuple[str]]:
    """Every id of the visitor whom `visitor_id`, any id of his, belongs to; itself where nothing is linked to it."""
    one, other = identities.alias("one"), identities.alias("other")
    same = and_(other.c.app_id == app_id, other.c.visitor_id == one.c.visitor_id)
    his = and_(one.c.app_id == app_id, or_(one.c.anonymous_id == visitor_id, one.c.visitor_id == visitor_id))
    linked = one.join(other, same)
    return union(
        select(literal(visitor_id)),
        select(other.c.anonymous_id).select_from(linked).where(his),
        select(other.c.visitor_id).select_from(linked).where(his),
    )
