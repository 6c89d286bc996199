"""The one scan: every event that an overview is about, with its visitor, its bucket, and what lists tell apart."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import CTE, ColumnElement, Text, and_, any_, case, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

from query.engines.postgres.expressions.breakdown import key
from query.engines.postgres.expressions.choice import asked_about, of_app
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
from spoor.visitor import events_with_visitors, visitor

_INSTANT = TIMESTAMP(timezone=True)


def edges(question: OverviewQuestion, scope: PostgresScope) -> dict[str, datetime]:
    """Where the scan begins and where it ends, by the names of these values in the statement.

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
    """The scan as `rows`: `visitor` or `anonymous_id` (null: nobody's), `occurred_at`, `bucket` (null: outside of the
    range), `is_view`, and the keys of lists."""

    question: OverviewQuestion
    scope: PostgresScope

    def key(self, at: int) -> ColumnElement[Any]:
        """The key of a list's breakdown."""
        return self.rows.c[f"key_{self._properties.index(self.question.lists[at].property)}"]

    @cached_property
    def looks_further(self) -> bool:
        """Whether rows are also the events that do not pass the question's filters: they hold together the sessions
        that lists tell of, and one may be its visitor's first."""
        return bool(self.question.filters and self.question.lists_of("session", "sessionEnd", "visitor"))

    @cached_property
    def by_visitor(self) -> bool:
        """Whether rows have a `visitor`. Else they have an `anonymous_id`, which is cheaper to resolve once rows are
        grouped by it."""
        return bool(self.question.lists)

    @property
    def passing(self) -> ColumnElement[bool]:
        """Whether a row passes the question's filters."""
        return self.rows.c.passes if self.looks_further else true()

    @property
    def counted(self) -> ColumnElement[bool]:
        """Whether a row passes the filters and lies in the range."""
        return and_(self.passing, self.rows.c.bucket.is_not(None))

    @cached_property
    def rows(self) -> CTE:
        """The scan."""
        question, scope = self.question, self.scope
        at, given = events.c.occurred_at, edges(question, scope)
        inside = and_(
            at >= named("start", question.start, _INSTANT),
            at < named("end", question.end, _INSTANT),
        )
        columns: list[ColumnElement[Any]] = [
            visitor().collate("C").label("visitor") if self.by_visitor else events.c.anonymous_id,
            at,
            case((inside, bucket_of(at, question.grid))).label("bucket"),
            (events.c.name == any_(literal(list(PAGE_VIEWS), ARRAY(Text)))).label("is_view"),
        ]
        asked = {each.property: each for each in reversed(question.lists)}
        columns += [key(asked[name]).label(f"key_{place}") for place, name in enumerate(self._properties)]
        if self.looks_further:
            columns.append(holds(question.filters, scope.members).label("passes"))
        linked = self.by_visitor or cohorts_named(question)
        found = (
            select(*columns)
            .select_from(events_with_visitors(scope.app_id) if linked else events)
            .where(
                of_app(scope) if self.looks_further else asked_about(question, scope),
                at >= named("since", given["since"], _INSTANT),
                at < named("until", given["until"], _INSTANT),
            )
        )
        return found.cte("chosen")  # read by more than one part it is kept while they run

    @cached_property
    def _properties(self) -> list[str]:
        return list(dict.fromkeys(each.property for each in self.question.lists))
