"""/api/apps/{appId}/live."""

from typing import Any

from fastapi import APIRouter

from query.access.door import AppToAsk
from query.answered import answer_of
from query.looks.live import LIVE, Live, LiveQuestion
from query.routes.answers import gives
from query.routes.words import in_words

router = APIRouter()


@router.get("/apps/{app_id}/live", responses=gives(Live, "The last 30 minutes."))
def get_live(app: AppToAsk) -> Any:
    """What happened within the last 30 minutes."""
    return in_words(answer_of(LIVE, LiveQuestion(), app.scope()))
