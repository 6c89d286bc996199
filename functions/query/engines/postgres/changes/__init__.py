"""Gathers what happened in two periods: which properties there are, then a statement a period."""

from collections.abc import Sequence
from dataclasses import replace

from query.engines.postgres import funnel
from query.engines.postgres.changes import units
from query.engines.postgres.changes.statement import STATEMENT
from query.engines.postgres.changes.values import seen
from query.engines.postgres.expressions.accounts import member_bounds
from query.engines.postgres.expressions.subjects import subject_of
from query.engines.postgres.scope import PostgresScope
from query.reports.changes.findings import FoundChanges
from query.reports.changes.question import ChangesQuestion
from query.reports.changes.usual_properties import SeenProperty, looked_at
from query.reports.choice import EventChoice
from query.reports.funnel.question import FunnelQuestion
from query.reports.trends.question import TrendsQuestion
from spoor import database
from spoor.statements import compiled

__all__ = ["STATEMENT", "gather"]


def gather(question: ChangesQuestion, scope: PostgresScope) -> FoundChanges:
    """What happened in both periods: by three statements, or by two where the question names its properties.

    Raises TooDear, TooLarge, TooSlow, DatabaseAway.
    """
    names = list(question.properties or looked_at_of(question, scope))
    asked = [question.about(names).of_period(span) for span in (question.now, question.before)]
    now, before = (STATEMENT.rows(each, scope) for each in asked)
    if isinstance(question.question, FunnelQuestion):
        return FoundChanges(names, *funnel.parcels_of(question.question, now, before))
    return FoundChanges(names, units.read(now), units.read(before))


def looked_at_of(question: ChangesQuestion, scope: PostgresScope) -> Sequence[str]:
    """The properties that are looked at where the question names none, by the newest events.

    Raises TooSlow, DatabaseAway.
    """
    asked = question.over(question.now)
    choice: EventChoice = asked.series[0] if isinstance(asked, TrendsQuestion) else asked.asked_steps()[0]
    bounds = {"app_id": scope.app_id, **member_bounds(asked.start, asked.end)}
    if asked.group is not None:
        scope.rows(database.sql("query.engines.postgres", "keep_order"), {})
    counting = replace(scope, subject=subject_of(asked.group, bounds))
    rows = scope.rows(*compiled(seen(asked, choice, counting), "changes_seen"))
    found = looked_at(SeenProperty(row["name"], row["events"], row["kinds"]) for row in rows)
    # of any event the first question is which one it is
    return ["$name", *found] if choice.event is None else found
