"""/api/apps/{appId}/events."""

from typing import Annotated, Any

from fastapi import Query

from query.access.door import AppToAsk
from query.api.room import Room
from query.conductor import answer_of
from query.looks.events import EVENTS, Event, EventsPage, EventsQuestion
from query.routes.form import WantedToo, pages

router = Room()

ABOUT = "The events themselves."


@router.get("/apps/{app_id}/events", responses=pages(EventsPage, "A page of events."))
def list_events(app: AppToAsk, question: Annotated[EventsQuestion, Query()], form: WantedToo) -> Any:
    """An app's events, newest first."""
    return form.of_page("events", answer_of(EVENTS, question, app.scope()), Event)
