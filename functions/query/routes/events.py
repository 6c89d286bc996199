"""/api/apps/{appId}/events."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from query import apps
from query.answered import answer_of
from query.caller import UserId
from query.looks.events import EVENTS, EventsPage, EventsQuestion
from query.routes.answers import gives
from query.routes.words import in_words

router = APIRouter()


@router.get("/apps/{app_id}/events", responses=gives(EventsPage, "A page of events."))
def list_events(app_id: str, question: Annotated[EventsQuestion, Query()], user_id: UserId) -> Any:
    """An app's events, newest first."""
    return in_words(answer_of(EVENTS, question, apps.get_scope(user_id, app_id)))
