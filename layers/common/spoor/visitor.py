"""Who is the same visitor: an event's `anonymous_id`, resolved through what `identify` linked."""

from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, and_, func

from spoor.schema import events, identities


def with_visitors(rows: FromClause, app_id: UUID) -> FromClause:
    """Rows that have an `anonymous_id`, beside what it is linked to, to select from."""
    linked = and_(identities.c.app_id == app_id, identities.c.anonymous_id == rows.c.anonymous_id)
    return rows.outerjoin(identities, linked)


def events_with_visitors(app_id: UUID) -> FromClause:
    """The events of an app beside the links of their `anonymous_id`s, to select from."""
    return with_visitors(events, app_id)


def visitor(rows: FromClause = events) -> ColumnElement[str]:
    """The visitor of an event of `events_with_visitors`, or of a row of `with_visitors`; null where there is no
    `anonymous_id`.

    A merge reaches the past this way, and no event is ever rewritten.
    """
    return func.coalesce(identities.c.visitor_id, rows.c.anonymous_id)
