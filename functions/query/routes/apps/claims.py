"""/api/apps/{appId}/claims: what trackers said of ids."""

from typing import Annotated, Any, Self

from fastapi import Query
from pydantic import Field, model_validator

from query.access.door import AppToManage, AppToRead
from query.api.room import Room
from query.apps import claims
from query.apps.claims import Claim, ClaimsPage, Which
from query.apps.merges import TakenBack
from query.questions.form import Format
from query.questions.pages import Cursor
from query.questions.words import AnyId, QueryString, Since, read_since
from query.routes.answers import gives
from query.routes.form import WantedToo, pages
from query.routes.words import in_words

router = Room()

ABOUT = "What trackers said of ids: which may be listed, and taken back."


class SomeClaims(QueryString):
    """Which claims: all that fit what is said."""

    since: Annotated[Since, Field(description="By when they first arrived, which nobody can forge.")] | None = None
    claimed_since: Annotated[Since, Field(description="By the time of their events.")] | None = None
    anonymous_id: Annotated[AnyId, Field(description="What is claimed.")] | None = None
    user_id: Annotated[AnyId, Field(description="By whom.")] | None = None

    @property
    def which(self) -> Which:
        """The same as a value."""
        return Which(read_since(self.since), read_since(self.claimed_since), self.anonymous_id, self.user_id)


class ClaimsQuestion(SomeClaims):
    """`GET /api/apps/{appId}/claims`: one page of them."""

    limit: Annotated[int, Field(ge=1, le=1000, description="How many at the most.")] = 100
    cursor: Cursor | None = None
    format: Format = "json"


class ClaimsToTakeBack(SomeClaims):
    """`DELETE /api/apps/{appId}/claims`: at least one word has to say which."""

    @model_validator(mode="after")
    def _check_choice(self) -> Self:
        if self.which == Which():
            raise ValueError("say which claims: `since`, `claimedSince`, `anonymousId` or `userId`")
        return self


@router.get("/apps/{app_id}/claims", responses=pages(ClaimsPage, "A page of claims."))
def list_claims(app: AppToRead, question: Annotated[ClaimsQuestion, Query()], form: WantedToo) -> Any:
    """Which ids users claimed, and which aliases were said, newest first."""
    found = claims.page(app.id, question.which, question.limit, question.cursor)
    return form.of_page("claims", found, Claim)


@router.delete("/apps/{app_id}/claims", responses=gives(TakenBack, "How many were taken back."))
def take_back_claims(app: AppToManage, question: Annotated[ClaimsToTakeBack, Query()]) -> Any:
    """Take claims back, one by one or all since a time; whose their ids are is worked out anew."""
    return in_words(claims.take_back(app.user_id, app.id, question.which))
