"""Whom a question counts: visitors, or accounts of one type in their place."""

from functools import cached_property
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Text, case, cast, column, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, array

from query.engines.postgres.expressions.properties import as_json, text_of
from query.reports.groups import GROUPS
from spoor.schema import events
from spoor.visitor import events_with_visitors, visitor, with_visitors


class Subject(Protocol):
    """Who does what events tell. Statements group events by an `id`, and make of ids whom they count."""

    @property
    def id(self) -> ColumnElement[str]:
        """What an event is grouped by, called `anonymous_id`."""

    @property
    def who(self) -> ColumnElement[str]:
        """Whom an event counts for."""

    def events(self, app_id: UUID, linked: bool = True) -> FromClause:
        """The events to select from, which are `linked` to their visitors where it takes these to choose them."""

    def resolved(self, rows: FromClause, app_id: UUID) -> FromClause:
        """Rows that were grouped by an `anonymous_id`, beside what it takes to say who that is."""

    def who_of(self, rows: FromClause) -> ColumnElement[str]:
        """Whom a row of those counts for."""


class Visitors:
    """Each event counts for its visitor, if it has one."""

    id: ColumnElement[str] = events.c.anonymous_id

    @property
    def who(self) -> ColumnElement[str]:
        """The visitor of an event."""
        return visitor()

    def events(self, app_id: UUID, linked: bool = True) -> FromClause:
        """All events."""
        return events_with_visitors(app_id) if linked else events

    def resolved(self, rows: FromClause, app_id: UUID) -> FromClause:
        """Rows beside the links of their ids."""
        return with_visitors(rows, app_id)

    def who_of(self, rows: FromClause) -> ColumnElement[str]:
        """The visitor of a row."""
        return visitor(rows)


class Accounts:
    """Each event counts for every account of a type that it names, and those that name none for nobody: they are not
    there. An account is nobody else: it has no links."""

    def __init__(self, group: str) -> None:
        self._group = group

    @property
    def id(self) -> ColumnElement[str]:
        """The account's own."""
        return self._named.c.anonymous_id

    @property
    def who(self) -> ColumnElement[str]:
        """The same."""
        return self.id

    def events(self, app_id: UUID, linked: bool = True) -> FromClause:
        """The events that name accounts, once for each of these."""
        return VISITORS.events(app_id, linked).join(self._named, true())

    def resolved(self, rows: FromClause, app_id: UUID) -> FromClause:
        """Rows as they are."""
        return rows

    def who_of(self, rows: FromClause) -> ColumnElement[str]:
        """The account of a row."""
        return rows.c.anonymous_id

    @cached_property
    def _named(self) -> FromClause:
        """A row for each account that an event names: of a text that one, of a list each of its texts."""
        said = self.said
        kind = func.jsonb_typeof(said)
        each = func.jsonb_array_elements(said).table_valued("value").render_derived("each")
        one = cast(each.c.value, JSONB)
        several = select(func.array_agg(text_of(one).distinct())).where(
            func.jsonb_typeof(one) == "string", one != as_json("")
        )
        ids = case(
            (said == as_json(""), None),
            (kind == "string", array([text_of(said)])),
            (kind == "array", several.scalar_subquery()),
        )
        named = func.unnest(cast(ids, ARRAY(Text))).table_valued(column("anonymous_id", Text))
        return named.render_derived("account").lateral()

    @property
    def said(self) -> ColumnElement[object]:
        """What an event says of its accounts of the type, as `jsonb`: among its groups, else as a property."""
        name = literal(self._group, Text)
        among: ColumnElement[object] = events.c.properties.op("->")(literal(GROUPS, Text)).op("->")(name)
        return func.coalesce(func.nullif(among, as_json(None)), events.c.properties.op("->")(name))


VISITORS = Visitors()


def subject_of(group: str | None) -> Subject:
    """Whom a question counts that says `group`."""
    return VISITORS if group is None else Accounts(group)
