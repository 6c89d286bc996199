"""/api/apps/{appId}/events."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from query.access.door import AppToAsk
from query.answered import answer_of
from query.looks.events import EVENTS, EventsPage, EventsQuestion
from query.routes.answers import gives
from query.routes.words import in_words

router = APIRouter()


@router.get("/apps/{app_id}/events", responses=gives(EventsPage, "A page of events."))
def list_events(app: AppToAsk, question: Annotated[EventsQuestion, Query()]) -> Any:
    """An app's events, newest first."""
    return in_words(answer_of(EVENTS, question, app.scope()))
