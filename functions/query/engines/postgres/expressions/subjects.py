"""Whom a question counts: visitors, or accounts of one type in their place."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Text, and_, cast, column, func, true
from sqlalchemy.dialects.postgresql import ARRAY

from query.engines.postgres.expressions.accounts import members, named_accounts
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


class VisitorSubject:
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


class AccountSubject:
    """Each event counts for every account of a type that it names or, where it names none, that its visitor belongs to
    then; those of no account are not there. An account is nobody else: it has no links."""

    def __init__(self, group: str, bounds: Mapping[str, Any]) -> None:
        self._group = group
        self._bounds = bounds

    @property
    def id(self) -> ColumnElement[str]:
        """The account's own."""
        return self._account.c.anonymous_id

    @property
    def who(self) -> ColumnElement[str]:
        """The same."""
        return self.id

    def events(self, app_id: UUID, linked: bool = True) -> FromClause:
        """The events of accounts, once for each of these. Their visitors are known as well, whoever asks."""
        told = self._members
        theirs = and_(
            told.c.member == visitor(),
            events.c.occurred_at >= told.c.joined_at,
            events.c.occurred_at < told.c.left_at,
        )
        return events_with_visitors(app_id).outerjoin(told, theirs).join(self._account, true())

    def resolved(self, rows: FromClause, app_id: UUID) -> FromClause:
        """Rows as they are."""
        return rows

    def who_of(self, rows: FromClause) -> ColumnElement[str]:
        """The account of a row."""
        return rows.c.anonymous_id

    @cached_property
    def _members(self) -> FromClause:
        return members(self._group, self._bounds)

    @cached_property
    def _account(self) -> FromClause:
        """A row for each account of an event."""
        ids = func.coalesce(named_accounts(self._group), self._members.c.accounts)
        found = func.unnest(cast(ids, ARRAY(Text))).table_valued(column("anonymous_id", Text))
        return found.render_derived("account").lateral()


VISITORS = VisitorSubject()


def subject_of(group: str | None, bounds: Mapping[str, Any]) -> Subject:
    """Whom a question counts that says `group`, in a statement of these bounds."""
    return VISITORS if group is None else AccountSubject(group, bounds)
