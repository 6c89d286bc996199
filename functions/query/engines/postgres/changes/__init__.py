"""Gathers what happened in two periods: what is told, then a statement a period."""

from collections.abc import Sequence

from query.engines.postgres import funnel, price
from query.engines.postgres.changes import units
from query.engines.postgres.changes.told import seen, told
from query.engines.postgres.scope import PostgresScope
from query.reports.changes.found import Counted, FoundChanges
from query.reports.changes.looked_at import SeenProperty, looked_at
from query.reports.changes.question import ChangesQuestion
from query.reports.choice import EventChoice
from query.reports.funnel.parcels import Parcels
from query.reports.funnel.question import FunnelQuestion
from query.reports.trends.question import TrendsQuestion
from spoor.statements import compiled

__all__ = ["gather"]

NAME = "changes"


def gather(question: ChangesQuestion, scope: PostgresScope) -> FoundChanges:
    """What happened in both periods: three statements, or two where the question names its properties.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    names = list(question.properties or _looked_at(question, scope))
    now, before = (_period(question.over(span), names, scope) for span in (question.now, question.before))
    return FoundChanges(names, now, before)


def _looked_at(question: ChangesQuestion, scope: PostgresScope) -> Sequence[str]:
    asked = question.over(question.now)
    choice: EventChoice = asked.series[0] if isinstance(asked, TrendsQuestion) else asked.asked_steps()[0]
    rows = scope.rows(*compiled(seen(asked, choice, scope), NAME))
    found = looked_at(SeenProperty(row["name"], row["events"], row["kinds"]) for row in rows)
    # of any event the first question is which one it is
    return ["$name", *found] if choice.event is None else found


def _period(
    asked: FunnelQuestion | TrendsQuestion, names: list[str], scope: PostgresScope
) -> Parcels | Sequence[Counted]:
    if isinstance(asked, FunnelQuestion):
        bounds = funnel.funnel_bounds(asked, scope)
        price.check(asked, bounds, scope)
        statement = compiled(funnel.build(asked, scope, told(names)), NAME)
        return funnel.parcels_of(scope.rows(*statement, may_loop=False), asked)
    price.check(asked, {"start": asked.start, "end": asked.end}, scope)
    return units.read(scope.rows(*compiled(units.build(asked, names, scope), NAME), may_loop=False))
