"""/api/apps/{appId}/visitors/{visitorId} and /api/apps/{appId}/erasures: a visitor's right to be forgotten."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from query import apps, erasures
from query.caller import UserId
from query.erasures import Erasure
from query.routes.answers import gives, many
from query.routes.words import in_words
from query.words import Text

router = APIRouter()

VisitorId = Annotated[Text, Path(min_length=1, max_length=200)]


@router.delete("/apps/{app_id}/visitors/{visitor_id:path}", responses=gives(Erasure, "What went."))
def erase_visitor(app_id: str, visitor_id: VisitorId, user_id: UserId) -> Any:
    """Erase everything of one visitor, named by any of his ids, and say how much that was."""
    return in_words(erasures.erase(user_id, app_id, visitor_id))


@router.get("/apps/{app_id}/erasures", responses=gives(many("erasures", Erasure), "The record."))
def list_erasures(app_id: str, user_id: UserId) -> Any:
    """The record of erasures, newest first; it names no visitor."""
    return {"erasures": in_words(erasures.list_of(apps.get(user_id, app_id).id))}
