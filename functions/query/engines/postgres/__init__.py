"""Postgres as an engine: each inquiry is gathered by one statement over the index of events."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from importlib import import_module
from typing import Any

from query.engines.postgres import funnel, turn
from query.engines.postgres.cohorts import with_members
from query.engines.postgres.looks import catalog, cohort_visitors, events, export, live, plan, timeline
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.statement import Statement
from query.inquiry import Inquiry
from query.reports.catalogue import REPORTS
from query.scope import Scope

Alive = Callable[[float], None]
"""To be told the time (monotonic) while rows are counted."""

_OF_REPORTS = {each.name: import_module(f"{__name__}.{each.name}") for each in REPORTS}
"""What gathers for a report is the module of its name here."""

GATHERS: Mapping[str, Callable[[Any, Any], Any]] = {
    **{name: module.gather for name, module in _OF_REPORTS.items()},
    "funnel_visitors": funnel.gather_visitors,
    "events": events.gather,
    "timeline": timeline.gather,
    "live": live.gather,
    "catalog": catalog.gather,
    "export": export.gather,
    "plan_suggestion": plan.gather,
    "cohort_visitors": cohort_visitors.gather,
    "cohort_size": cohort_visitors.gather_size,
}
"""What gathers for each inquiry, by its name."""

STATEMENTS: Mapping[str, Statement[Any]] = {name: module.STATEMENT for name, module in _OF_REPORTS.items()}
"""The statements of reports, whose texts are cached, by the report's name."""


@contextmanager
def gathered(inquiry: Inquiry[Any, Any, Any], question: Any, scope: Scope) -> Iterator[tuple[Any, Alive]]:
    """What the inquiry's tally needs for its answer to the question, and what it has to tell that it is still counting.

    Raises Unprocessable for a cursor that is none, TooDear, TooLarge, TooManyReports, TooSlow, DatabaseAway.
    """
    with turn.taken(scope) as taken:
        given = {each.name: getattr(scope, each.name) for each in fields(Scope)}
        asked = with_members(PostgresScope(**given, turn=taken))
        yield GATHERS[inquiry.name](question, asked), taken.alive
