"""The scans: every event that an overview is about, read for what a part of the statement counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, any_, case, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

from query.engines.postgres.expressions.choice import of_app
from query.engines.postgres.expressions.conditions import holds
from query.engines.postgres.expressions.grid import bucket_of
from query.engines.postgres.expressions.session_range import FOLLOWED
from query.engines.postgres.scope import PostgresScope
from query.questions.filters import cohorts_named
from query.reports.breakdown import FIRST_SEEN_WITHIN
from query.reports.overview.page_views import PAGE_VIEWS
from query.reports.overview.question import OverviewQuestion
from spoor.schema import events
from spoor.statements import named

_INSTANT = TIMESTAMP(timezone=True)


def edges(question: OverviewQuestion, scope: PostgresScope) -> dict[str, datetime]:
    """Where the scans begin and where they end, by the names of these values in the statement.

    One gap before the range tells a session that goes on from one that begins; for its first event it is followed
    further, and for that of a visitor much further.
    """
    since = question.start - scope.session_gap
    if question.lists_of("session", "sessionEnd"):
        since = min(since, question.start - FOLLOWED)
    if question.lists_of("visitor"):
        since = min(since, question.start - FIRST_SEEN_WITHIN)
    return {"since": since, "until": question.end + FOLLOWED}


@dataclass(frozen=True)
class OverviewScan:
    """What all scans have in common. There are several of them, since what rows would have to be kept for a second look
    at them costs more than to read them again."""

    question: OverviewQuestion
    scope: PostgresScope

    @cached_property
    def looks_further(self) -> bool:
        """Whether it matters what the events do that do not pass the question's filters: they hold together the
        sessions that lists tell of, and one may be its visitor's first."""
        return bool(self.question.filters and self.question.lists_of("session", "sessionEnd", "visitor"))

    @cached_property
    def inside(self) -> ColumnElement[bool]:
        """Whether an event lies in the range."""
        start, end = (named(name, getattr(self.question, name), _INSTANT) for name in ("start", "end"))
        return and_(events.c.occurred_at >= start, events.c.occurred_at < end)

    @cached_property
    def passing(self) -> ColumnElement[bool]:
        """Whether an event passes the question's filters."""
        return holds(self.question.filters, self.scope.members)

    @cached_property
    def bucket(self) -> ColumnElement[Any]:
        """The bucket of an event; null outside of the range."""
        return case((self.inside, bucket_of(events.c.occurred_at, self.question.grid)))

    @cached_property
    def is_view(self) -> ColumnElement[bool]:
        """Whether an event is the view of a page."""
        return events.c.name == any_(literal(list(PAGE_VIEWS), ARRAY(Text)))

    def around(self, columns: Iterable[ColumnElement[Any]], linked: bool, of_all: bool = False) -> Select[Any]:
        """Columns of the events in the range and around it that pass the filters, or of all; with their visitors where
        they are `linked`."""
        edge = {name: named(name, at, _INSTANT) for name, at in edges(self.question, self.scope).items()}
        found = self._read(columns, linked or bool(cohorts_named(self.question)))
        found = found.where(events.c.occurred_at >= edge["since"], events.c.occurred_at < edge["until"])
        return found if of_all else found.where(self.passing)

    def counted(self, columns: Iterable[ColumnElement[Any]]) -> Select[Any]:
        """Columns of the events in the range that pass the filters, with their visitors."""
        return self._read(columns, True).where(self.inside, self.passing)

    def _read(self, columns: Iterable[ColumnElement[Any]], linked: bool) -> Select[Any]:
        source = self.scope.subject.events(self.scope.app_id, linked)
        return select(*columns).select_from(source).where(of_app(self.scope))
