"""/api/apps/{appId}/erasures: a visitor's right to be forgotten.

The visitor stands in the body: what anybody may send as an id can read as another address once clients have tidied the
path (`..`), or lose what follows a question mark at the HTTP API, and what is erased does not come back.
"""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from query import erasures
from query.access.door import AppToErase, AppToRead
from query.erasures import Erasure
from query.questions.words import Text, Words
from query.routes.answers import gives, many
from query.routes.words import in_words

router = APIRouter()


class ErasureWords(Words):
    """Whom to erase."""

    visitor_id: Annotated[Text, Field(min_length=1, max_length=200, description="Any id of the visitor.")]


@router.post("/apps/{app_id}/erasures", status_code=201, responses=gives(Erasure, "What went.", 201))
def erase_visitor(app: AppToErase, words: ErasureWords) -> Any:
    """Erase everything of one visitor, named by any of his ids, and say how much that was."""
    return in_words(erasures.erase(app.user_id, app.id, words.visitor_id))


@router.get("/apps/{app_id}/erasures", responses=gives(many("erasures", Erasure), "The record."))
def list_erasures(app: AppToRead) -> Any:
    """The record of erasures, newest first; it names no visitor."""
    return {"erasures": in_words(erasures.list_of(app.id))}
