"""/api/apps/{appId}/cohorts."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from query import apps, cohorts
from query.answered import answer_of
from query.caller import UserId
from query.cohort_words import Definition
from query.cohorts import Cohort
from query.looks.cohort_visitors import (
    COHORT_SIZE,
    COHORT_VISITORS,
    CohortSize,
    CohortVisitorsQuestion,
    MembersPage,
)
from query.memberships import Membership
from query.named import membership_of
from query.questions.words import Name, QueryString, Text, Words
from query.routes.answers import gives, many
from query.routes.words import in_words
from query.scope import Scope

router = APIRouter()


class CohortWords(Words):
    """A cohort to keep."""

    name: Name
    definition: Definition


class CohortChange(Words):
    """What to change of a cohort."""

    name: Name | None = None
    definition: Definition | None = None


class VisitorsQuestion(QueryString):
    """`GET …/visitors`: a page of a cohort's visitors."""

    limit: Annotated[int, Field(ge=1, le=1000, description="How many at the most.")] = 100
    cursor: Annotated[Text, Field(max_length=200, description="The `nextCursor` of the page before.")] = ""


@router.post("/apps/{app_id}/cohorts", status_code=201, responses=gives(Cohort, "The cohort.", 201))
def create_cohort(app_id: str, words: CohortWords, user_id: UserId) -> Any:
    """Keep a group of visitors by what they did; any report can be filtered by it."""
    return in_words(cohorts.create(apps.get(user_id, app_id).id, words.name, words.definition))


@router.get("/apps/{app_id}/cohorts", responses=gives(many("cohorts", Cohort), "The cohorts."))
def list_cohorts(app_id: str, user_id: UserId) -> Any:
    """An app's cohorts, newest first."""
    return {"cohorts": in_words(cohorts.list_of(apps.get(user_id, app_id).id))}


@router.get("/apps/{app_id}/cohorts/{cohort_id}", responses=gives(Cohort, "The cohort."))
def get_cohort(app_id: str, cohort_id: str, user_id: UserId) -> Any:
    """One cohort."""
    return in_words(cohorts.get(apps.get(user_id, app_id).id, cohort_id))


@router.get("/apps/{app_id}/cohorts/{cohort_id}/size", responses=gives(CohortSize, "The number of its visitors."))
def get_cohort_size(app_id: str, cohort_id: str, user_id: UserId) -> Any:
    """How many visitors a cohort has now."""
    scope = apps.get_scope(user_id, app_id)
    return in_words(answer_of(COHORT_SIZE, _membership(cohort_id, scope), scope))


@router.get("/apps/{app_id}/cohorts/{cohort_id}/visitors", responses=gives(MembersPage, "A page of visitors."))
def list_cohort_visitors(
    app_id: str, cohort_id: str, question: Annotated[VisitorsQuestion, Query()], user_id: UserId
) -> Any:
    """Who is in a cohort now, in the order of their ids."""
    scope = apps.get_scope(user_id, app_id)
    asked = CohortVisitorsQuestion(_membership(cohort_id, scope), question.limit, question.cursor)
    return in_words(answer_of(COHORT_VISITORS, asked, scope))


@router.patch("/apps/{app_id}/cohorts/{cohort_id}", responses=gives(Cohort, "The cohort, changed."))
def change_cohort(app_id: str, cohort_id: str, words: CohortChange, user_id: UserId) -> Any:
    """Rename a cohort, or define it anew."""
    app = apps.get(user_id, app_id)
    return in_words(cohorts.change(app.id, cohort_id, words.name, words.definition))


@router.delete("/apps/{app_id}/cohorts/{cohort_id}", status_code=204)
def delete_cohort(app_id: str, cohort_id: str, user_id: UserId) -> Response:
    """Forget a cohort."""
    cohorts.delete(apps.get(user_id, app_id).id, cohort_id)
    return Response(status_code=204)


def _membership(cohort_id: str, scope: Scope) -> Membership:
    return membership_of(cohorts.definition_of(cohorts.get(scope.app_id, cohort_id)), scope)
