"""The statement that says who belongs to a cohort."""

from typing import Any

from sqlalchemy import Select, Text, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from query.cohort_words import Definition, Did, InFunnel
from query.conditions import holds
from query.filters import cohorts_named
from query.reports.funnel.question import FunnelQuestion, of_saved
from query.reports.funnel.visitors import check_step, visitor_ids
from query.scope import Scope
from spoor.errors import TooLarge, Unprocessable
from spoor.schema import events
from spoor.visitor import events_with_visitors, visitor

MOST_LISTED = 100_000
"""Visitors of a funnel that are handed to a statement one by one."""


def build(definition: Definition, scope: Scope) -> Select[Any]:
    """The visitors of a cohort, a row each, as a statement or as a part of one; those of a funnel are looked up first.

    Raises NoSuchFunnel, Unprocessable, TooLarge, TooSlow, DatabaseAway.
    """
    return _in_funnel(definition, scope) if isinstance(definition, InFunnel) else _did(definition, scope)


def _in_funnel(definition: InFunnel, scope: Scope) -> Select[Any]:
    words = {"timezone": definition.timezone, "funnelId": definition.funnel_id, **definition.said(scope.now)}
    question = of_saved(FunnelQuestion.model_validate(words), scope)
    if cohorts_named(question):
        message = "The steps of this funnel name a cohort, and a cohort is not defined by another one"
        raise Unprocessable([{"path": "definition.funnelId", "message": message}])
    check_step(len(question.asked_steps()), definition.step, definition.outcome, "definition.step")
    who = visitor_ids(question, scope, definition.step, definition.outcome)
    if len(who) > MOST_LISTED:
        raise TooLarge(f"More than {MOST_LISTED:,} visitors of the funnel are in this cohort. Choose a shorter range.")
    return select(func.unnest(literal(who, ARRAY(Text))).label("visitor"))


def _did(definition: Did, scope: Scope) -> Select[Any]:
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
