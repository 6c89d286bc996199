"""/api/apps/{appId}/live."""

from typing import Any

from fastapi import APIRouter

from query import apps
from query.answered import answer_of
from query.caller import UserId
from query.looks.live import LIVE, Live, LiveQuestion
from query.routes.answers import gives
from query.routes.words import in_words

router = APIRouter()


@router.get("/apps/{app_id}/live", responses=gives(Live, "The last 30 minutes."))
def get_live(app_id: str, user_id: UserId) -> Any:
    """What happened within the last 30 minutes."""
    return in_words(answer_of(LIVE, LiveQuestion(), apps.get_scope(user_id, app_id)))
