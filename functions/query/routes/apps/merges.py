"""/api/apps/{appId}/merges, and the same of one visitor: /api/apps/{appId}/visitors/{visitorId}/merges.

The first takes ids as words of the query and the body, so that also those can be named that no path can carry.
"""

from typing import Annotated, Any, Self

from fastapi import Query
from pydantic import Field, model_validator

from query.access.door import AppToManage, AppToRead
from query.api.room import Room
from query.apps import merges
from query.apps.merges import Merge, TakenBack
from query.questions.form import Format
from query.questions.words import AnyId, QueryString, Since, Words, read_since
from query.routes.answers import gives
from query.routes.form import Wanted, WantedToo, lists
from query.routes.looks.visitors import VisitorId
from query.routes.words import in_words

router = Room()

ABOUT = "Known users who were made one visitor: an owner makes merges, and takes them back."

_OF_VISITOR = "/apps/{app_id}/visitors/{visitor_id:path}/merges"


class OtherWords(Words):
    """With whom to merge."""

    visitor_id: Annotated[AnyId, Field(description="Any id of the other visitor.")]


class MergeWords(Words):
    """Whom to merge."""

    visitor_id: Annotated[AnyId, Field(description="Any id of one visitor.")]
    other_visitor_id: Annotated[AnyId, Field(description="Any id of the other.")]


class MergesQuestion(QueryString):
    """`GET /api/apps/{appId}/merges`: those of one visitor, or all."""

    visitor_id: AnyId | None = None
    format: Format = "json"


class OtherMerges(QueryString):
    """Which merges of a visitor to take back: the one with another, those since a time, or all."""

    visitor_id: Annotated[AnyId, Field(description="Any id of the other user.")] | None = None
    since: Since | None = None


class SomeMerges(QueryString):
    """`DELETE /api/apps/{appId}/merges`: the same, and of whom; those of all since a time, where nobody is named."""

    visitor_id: AnyId | None = None
    other_visitor_id: Annotated[AnyId, Field(description="Any id of the other user.")] | None = None
    since: Since | None = None

    @model_validator(mode="after")
    def _check_choice(self) -> Self:
        if self.visitor_id is None and (self.since is None or self.other_visitor_id is not None):
            raise ValueError(
                "say whose merges: `visitorId`, perhaps with `otherVisitorId`; or `since` for those of all"
            )
        return self


@router.get(_OF_VISITOR, responses=lists("merges", Merge, "The merges."))
def list_merges_of_visitor(app: AppToRead, visitor_id: VisitorId, form: Wanted) -> Any:
    """The users who were merged into this visitor, newest first."""
    return form.of_list("merges", merges.list_of(app.id, visitor_id), Merge)


@router.post(_OF_VISITOR, status_code=201, responses=gives(Merge, "The merge.", 201))
def merge_visitor(app: AppToManage, visitor_id: VisitorId, words: OtherWords) -> Any:
    """Make one visitor of this one and another; it can be taken back."""
    return in_words(merges.merge(app.user_id, app.id, visitor_id, words.visitor_id))


@router.delete(_OF_VISITOR, responses=gives(TakenBack, "How many were taken back."))
def take_back_merges_of_visitor(app: AppToManage, visitor_id: VisitorId, which: Annotated[OtherMerges, Query()]) -> Any:
    """Take merges of this visitor back: the one with another, those since a time, or all."""
    return in_words(merges.take_back(app.user_id, app.id, visitor_id, which.visitor_id, read_since(which.since)))


@router.get("/apps/{app_id}/merges", responses=lists("merges", Merge, "The merges."))
def list_merges(app: AppToRead, question: Annotated[MergesQuestion, Query()], form: WantedToo) -> Any:
    """The users who were merged, newest first: those of one visitor, or all of an app."""
    return form.of_list("merges", merges.list_of(app.id, question.visitor_id), Merge)


@router.post("/apps/{app_id}/merges", status_code=201, responses=gives(Merge, "The merge.", 201))
def merge_visitors(app: AppToManage, words: MergeWords) -> Any:
    """Make one visitor of two; it can be taken back."""
    return in_words(merges.merge(app.user_id, app.id, words.visitor_id, words.other_visitor_id))


@router.delete("/apps/{app_id}/merges", responses=gives(TakenBack, "How many were taken back."))
def take_back_merges(app: AppToManage, which: Annotated[SomeMerges, Query()]) -> Any:
    """Take merges of a visitor back: the one with another, those since a time, or all."""
    return in_words(
        merges.take_back(app.user_id, app.id, which.visitor_id, which.other_visitor_id, read_since(which.since))
    )
