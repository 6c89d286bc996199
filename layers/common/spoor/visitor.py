"""Who is the same visitor: an event's `anonymous_id`, resolved through what `identify` linked."""

from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_, func

from spoor.schema import events, identities


def events_with_visitors(app_id: UUID) -> FromClause:
    """The events of an app beside the links of their `anonymous_id`s, to select from."""
    linked = and_(identities.c.app_id == app_id, identities.c.anonymous_id == events.c.anonymous_id)
    return events.outerjoin(identities, linked)


def visitor() -> ColumnElement[str]:
    """The visitor of an event of `events_with_visitors`; null where the event has no `anonymous_id`.

    A merge reaches the past this way, and no event is ever rewritten.
    """
    return func.coalesce(identities.c.visitor_id, events.c.anonymous_id)
