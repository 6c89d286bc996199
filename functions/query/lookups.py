"""What a question names, looked up: the steps of a saved funnel, and the cohorts of its filters."""

from dataclasses import replace
from typing import Any, TypeVar

from query.cohorts.memberships import Membership, OfFunnel
from query.cohorts.words import Definition, InFunnel
from query.inquiry import Inquiry
from query.kept import annotations, cohorts, funnels
from query.kept.saved_steps import put_saved_steps
from query.questions.filters import cohorts_named
from query.reports.changes.question import ChangesQuestion
from query.reports.funnel.question import FunnelQuestion
from query.reports.funnel.visitors import check_step
from query.scope import Note, Scope
from spoor.errors import Unprocessable

MOST_COHORTS = 10
"""In one question: each is a look at the events of its own."""

Q = TypeVar("Q")


def looked_up(inquiry: Inquiry[Q, Any, Any], question: Q, scope: Scope) -> tuple[Q, Scope]:
    """The question with all that it names looked up, and the scope with the cohorts that it then names.

    Raises NoSuchFunnel, Unprocessable, DatabaseAway.
    """
    asked = with_saved_steps(question, scope)
    inquiry.check(asked)
    return asked, with_cohorts(with_notes(scope, asked), inquiry.filters(asked))


def with_saved_steps(question: Q, scope: Scope) -> Q:
    """The question, or the one that it is about, with the steps of the saved funnel that it names.

    Raises NoSuchFunnel, Unprocessable, DatabaseAway.
    """
    if isinstance(question, FunnelQuestion):
        return put_saved_steps(question, scope.app_id)
    if isinstance(question, ChangesQuestion):
        return question.model_copy(update={"question": with_saved_steps(question.question, scope)})
    return question


def with_notes(scope: Scope, question: object) -> Scope:
    """The scope with what the owner noted in the periods that a question compares to say when something began."""
    if not isinstance(question, ChangesQuestion):
        return scope
    found = [annotations.list_of(scope.app_id, span.start, span.end) for span in (question.before, question.now)]
    return replace(scope, notes=[Note(each.id, each.at, each.text) for period in found for each in period])


def with_cohorts(scope: Scope, question: object) -> Scope:
    """The scope with each cohort that a question, or a part of one, names.

    Raises Unprocessable where there is no such cohort in the app, too many are named, or the funnel of one is not there
    any more or has lost the step.
    """
    wanted = sorted(cohorts_named(question))
    if not wanted:
        return scope
    if len(wanted) > MOST_COHORTS:
        message = f"It names {len(wanted)} different cohorts, and {MOST_COHORTS} is the most"
        raise Unprocessable([{"path": "filters", "message": message}])
    found = {cohort.id: cohort for cohort in cohorts.find(scope.app_id, wanted)}
    if unknown := [str(each) for each in wanted if each not in found]:
        raise Unprocessable([{"path": "filters", "message": f"There is no cohort {unknown[0]} in this app"}])
    return replace(scope, cohorts={each.id: _membership(each, scope) for each in found.values()})


def _membership(cohort: cohorts.Cohort, scope: Scope) -> Membership:
    """Its membership; what is wrong with it is told as what is wrong with the filters that name it."""
    try:
        return membership_of(cohorts.definition_of(cohort), scope)
    except (funnels.NoSuchFunnel, Unprocessable) as error:
        why = error.problems[0]["message"] if isinstance(error, Unprocessable) else error.message
        message = f"The cohort {cohort.id} has to be defined anew. {why}"
        raise Unprocessable([{"path": "filters", "message": message}]) from error


def membership_of(definition: Definition, scope: Scope) -> Membership:
    """What a definition says, with the saved funnel that it may name, and its range as it is now.

    Raises NoSuchFunnel, Unprocessable, DatabaseAway.
    """
    return _of_funnel(definition, scope) if isinstance(definition, InFunnel) else definition


def _of_funnel(definition: InFunnel, scope: Scope) -> OfFunnel:
    question = put_saved_steps(FunnelQuestion.model_validate(definition.question(scope.now)), scope.app_id)
    if cohorts_named(question):
        message = "The steps of this funnel name a cohort, and a cohort is not defined by another one"
        raise Unprocessable([{"path": "definition.funnelId", "message": message}])
    check_step(len(question.asked_steps()), definition.step, definition.outcome, "definition.step")
    return OfFunnel(question, definition.step, definition.outcome)
