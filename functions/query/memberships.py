"""What makes a visitor belong to a cohort, with all that its definition names looked up."""

from dataclasses import dataclass

from query.cohort_words import Definition, Did, InFunnel
from query.questions.filters import cohorts_named
from query.reports.funnel.question import FunnelQuestion, Outcome
from query.reports.funnel.visitors import check_step
from query.saved_steps import put_saved_steps
from query.scope import Scope
from spoor.errors import Unprocessable


@dataclass(frozen=True, slots=True)
class OfFunnel:
    """Those of a funnel's visitors whose `outcome` at `step`, counted from 1, it was."""

    question: FunnelQuestion
    step: int
    outcome: Outcome


Membership = Did | OfFunnel


def membership_of(definition: Definition, scope: Scope) -> Membership:
    """What a definition says, with the saved funnel that it may name, and its range as it is now.

    Raises NoSuchFunnel, Unprocessable, DatabaseAway.
    """
    return _of_funnel(definition, scope) if isinstance(definition, InFunnel) else definition


def _of_funnel(definition: InFunnel, scope: Scope) -> OfFunnel:
    words = {"timezone": definition.timezone, "funnelId": definition.funnel_id, **definition.said(scope.now)}
    question = put_saved_steps(FunnelQuestion.model_validate(words), scope.app_id)
    if cohorts_named(question):
        message = "The steps of this funnel name a cohort, and a cohort is not defined by another one"
        raise Unprocessable([{"path": "definition.funnelId", "message": message}])
    check_step(len(question.asked_steps()), definition.step, definition.outcome, "definition.step")
    return OfFunnel(question, definition.step, definition.outcome)
