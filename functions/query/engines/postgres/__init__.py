"""Postgres as an engine: each inquiry is gathered by one statement over the index of events."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from query.engines.postgres import active, changes, funnel, overview, paths, retention, sessions, trends, turn
from query.engines.postgres.cohorts import with_members
from query.engines.postgres.looks import catalog, cohort_visitors, events, export, live, timeline
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement
from query.inquiry import Inquiry
from query.scope import Scope

Alive = Callable[[float], None]
"""To be told the time (monotonic) while rows are counted."""

GATHERS: Mapping[str, Callable[[Any, Any], Any]] = {
    "trends": trends.gather,
    "funnel": funnel.gather,
    "funnel_visitors": funnel.gather_visitors,
    "retention": retention.gather,
    "sessions": sessions.gather,
    "paths": paths.gather,
    "lifecycle": active.gather_lifecycle,
    "stickiness": active.gather_stickiness,
    "overview": overview.gather,
    "changes": changes.gather,
    "events": events.gather,
    "timeline": timeline.gather,
    "live": live.gather,
    "catalog": catalog.gather,
    "export": export.gather,
    "cohort_visitors": cohort_visitors.gather,
    "cohort_size": cohort_visitors.gather_size,
}
"""What gathers for each inquiry, by its name."""


STATEMENTS: Mapping[str, Statement[Any]] = {
    statement.name: statement
    for statement in (
        trends.STATEMENT,
        funnel.STATEMENT,
        retention.STATEMENT,
        sessions.STATEMENT,
        paths.STATEMENT,
        active.LIFECYCLE,
        active.STICKINESS,
        overview.STATEMENT,
    )
}
"""The statements of reports, whose texts are kept, by the report's name."""


@contextmanager
def gathered(inquiry: Inquiry[Any, Any, Any], question: Any, scope: Scope) -> Iterator[tuple[Any, Alive]]:
    """What the inquiry's tally needs for its answer to the question, and what it has to tell that it is still counting.

    Raises Unprocessable for a cursor that is none, TooDear, TooLarge, TooManyReports, TooSlow, DatabaseAway.
    """
    with turn.taken(scope) as taken:
        given = {each.name: getattr(scope, each.name) for each in fields(Scope)}
        asked = with_members(PostgresScope(**given, turn=taken))
        yield GATHERS[inquiry.name](question, asked), taken.alive
