"""The members of cohorts, as statements."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, Text, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from query.cohorts.memberships import Membership, OfFunnel
from query.cohorts.words import Did
from query.engines.postgres import funnel
from query.engines.postgres.expressions.conditions import holds
from query.engines.postgres.scope import PostgresScope
from query.reports.funnel.visitors import outcomes
from spoor.errors import TooLarge
from spoor.schema import events
from spoor.visitor import events_with_visitors, visitor

MOST_LISTED = 100_000
"""Visitors of a funnel that are handed to a statement one by one."""


def with_members(scope: PostgresScope) -> PostgresScope:
    """The scope with the members of each of its cohorts.

    Raises TooLarge, TooSlow.
    """
    if not scope.cohorts:
        return scope
    return replace(scope, members={cohort_id: build(each, scope) for cohort_id, each in scope.cohorts.items()})


def build(membership: Membership, scope: PostgresScope) -> Select[Any]:
    """The visitors of a cohort, a row each, as a statement or as a part of one; those of a funnel are looked up first.

    Raises TooLarge, TooSlow, DatabaseAway.
    """
    return _of_funnel(membership, scope) if isinstance(membership, OfFunnel) else _did(membership, scope)


def _of_funnel(membership: OfFunnel, scope: PostgresScope) -> Select[Any]:
    parcels = funnel.gather_visitors(membership.question, scope)
    found = outcomes(membership.question, scope, parcels, membership.step, membership.outcome)
    if len(found) > MOST_LISTED:
        raise TooLarge(f"More than {MOST_LISTED:,} visitors of the funnel are in this cohort. Choose a shorter range.")
    who = [attempt.visitor.decode() for attempt in found]
    return select(func.unnest(literal(who, ARRAY(Text))).label("visitor"))


def _did(definition: Did, scope: PostgresScope) -> Select[Any]:
    start, end = definition.range(scope.now)
    times = func.count()
    enough = times >= definition.at_least
    return (
        select(visitor().label("visitor"))
        .select_from(events_with_visitors(scope.app_id))
        .where(
            events.c.app_id == scope.app_id,
            events.c.occurred_at >= start,
            events.c.occurred_at < end,
            true() if definition.event is None else events.c.name == definition.event,
            holds(definition.filters, {}),
            visitor().is_not(None),
        )
        .group_by(visitor())
        .having(enough if definition.at_most is None else enough & (times <= definition.at_most))
        .correlate(None)
    )
