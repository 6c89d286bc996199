"""/api/apps/{appId}/cohorts."""

from typing import Annotated, Any

from fastapi import Query, Response
from pydantic import Field

from query.access.door import AppToAsk, AppToKeep, AppToRead
from query.api.room import Room
from query.cohorts.memberships import Membership
from query.cohorts.words import Definition
from query.conductor import answer_of
from query.kept import cohorts
from query.kept.bounds import bounds_of
from query.kept.cohorts import Cohort
from query.looks.cohort_visitors import (
    COHORT_SIZE,
    COHORT_VISITORS,
    CohortSize,
    CohortVisitorsQuestion,
    MembersPage,
)
from query.lookups import membership_of
from query.questions.form import Format
from query.questions.words import Name, QueryString, Text, Words
from query.routes.answers import gives
from query.routes.form import Wanted, WantedToo, lists, pages
from query.routes.words import in_words
from query.scope import Scope
from query.table import Table

router = Room()

ABOUT = f"Visitors by what they did; any report can be filtered by them. {bounds_of(cohorts.KIND)}"


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
    format: Format = "json"


@router.post("/apps/{app_id}/cohorts", status_code=201, responses=gives(Cohort, "The cohort.", 201))
def create_cohort(app: AppToKeep, words: CohortWords) -> Any:
    """Keep a group of visitors by what they did; any report can be filtered by it."""
    return in_words(cohorts.create(app.id, words.name, words.definition))


@router.get("/apps/{app_id}/cohorts", responses=lists("cohorts", Cohort, "The cohorts."))
def list_cohorts(app: AppToRead, form: Wanted) -> Any:
    """An app's cohorts, newest first."""
    return form.of_list("cohorts", cohorts.list_of(app.id), Cohort)


@router.get("/apps/{app_id}/cohorts/{cohort_id}", responses=gives(Cohort, "The cohort."))
def get_cohort(app: AppToRead, cohort_id: str) -> Any:
    """One cohort."""
    return in_words(cohorts.get(app.id, cohort_id))


@router.get("/apps/{app_id}/cohorts/{cohort_id}/size", responses=gives(CohortSize, "The number of its visitors."))
def get_cohort_size(app: AppToAsk, cohort_id: str) -> Any:
    """How many visitors a cohort has now."""
    scope = app.scope()
    return in_words(answer_of(COHORT_SIZE, _membership(cohort_id, scope), scope))


@router.get("/apps/{app_id}/cohorts/{cohort_id}/visitors", responses=pages(MembersPage, "A page of visitors."))
def list_cohort_visitors(
    app: AppToAsk, cohort_id: str, question: Annotated[VisitorsQuestion, Query()], form: WantedToo
) -> Any:
    """Who is in a cohort now, in the order of their ids."""
    scope = app.scope()
    asked = CohortVisitorsQuestion(_membership(cohort_id, scope), question.limit, question.cursor)
    found = answer_of(COHORT_VISITORS, asked, scope)
    return form.of_answer(found, Table(("visitorId",), [[each] for each in found.visitors]), "visitors")


@router.patch("/apps/{app_id}/cohorts/{cohort_id}", responses=gives(Cohort, "The cohort, changed."))
def change_cohort(app: AppToKeep, cohort_id: str, words: CohortChange) -> Any:
    """Rename a cohort, or define it anew."""
    return in_words(cohorts.change(app.id, cohort_id, words.name, words.definition))


@router.delete("/apps/{app_id}/cohorts/{cohort_id}", status_code=204)
def delete_cohort(app: AppToKeep, cohort_id: str) -> Response:
    """Forget a cohort."""
    cohorts.delete(app.id, cohort_id)
    return Response(status_code=204)


def _membership(cohort_id: str, scope: Scope) -> Membership:
    return membership_of(cohorts.definition_of(cohorts.get(scope.app_id, cohort_id)), scope)
