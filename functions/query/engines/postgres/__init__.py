"""Postgres as an engine: each inquiry is gathered by one statement over the index of events."""

from collections.abc import Callable, Mapping
from typing import Any

from query.engines.postgres import active, funnel, paths, retention, sessions, trends
from query.engines.postgres.cohorts import with_members
from query.engines.postgres.looks import catalog, cohort_visitors, events, export, live, timeline
from query.engines.postgres.statement import Statement
from query.inquiry import Inquiry
from query.scope import Scope

GATHERS: Mapping[str, Callable[[Any, Any], Any]] = {
    "trends": trends.gather,
    "funnel": funnel.gather,
    "funnel_visitors": funnel.gather_visitors,
    "retention": retention.gather,
    "sessions": sessions.gather,
    "paths": paths.gather,
    "lifecycle": active.gather_lifecycle,
    "stickiness": active.gather_stickiness,
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
    )
}
"""The statements of reports, whose texts are kept, by the report's name."""


def gather(inquiry: Inquiry[Any, Any, Any], question: Any, scope: Scope) -> Any:
    """What the inquiry's tally needs for its answer to the question.

    Raises Unprocessable for a cursor that is none, TooLarge, TooSlow, DatabaseAway.
    """
    return GATHERS[inquiry.name](question, with_members(scope))
