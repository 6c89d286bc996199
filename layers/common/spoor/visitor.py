"""Who is the same visitor: an event's `anonymous_id`, resolved through what `identify` linked."""

from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, FromClause, Text, Uuid, and_, cast, func, literal, select, union

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


def name_of(app_id: UUID, visitor_id: str) -> ColumnElement[str]:
    """What reports call the visitor whom `visitor_id`, any id of theirs, belongs to."""
    linked = and_(identities.c.app_id == app_id, identities.c.anonymous_id == visitor_id)
    return func.coalesce(select(identities.c.visitor_id).where(linked).scalar_subquery(), literal(visitor_id))


def ids_of(app_id: UUID, visitor_id: str) -> CompoundSelect[tuple[str]]:
    """Every id of the visitor whom `visitor_id`, any id of theirs, belongs to; itself where nothing is linked to it.

    The app's id is compared as a text, which is how the index by visitor has it.
    """
    name = name_of(app_id, visitor_id)
    theirs = and_(cast(identities.c.app_id, Text) == str(app_id), identities.c.visitor_id == name)
    return union(select(name), select(identities.c.anonymous_id).where(theirs))
