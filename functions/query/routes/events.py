"""/api/apps/{appId}/events."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from query import cohorts, events, scope
from query.caller import UserId
from query.reports.ask import ask
from query.routes.answers import gives
from query.routes.words import in_words
from spoor.statements import compiled

router = APIRouter()


@router.get("/apps/{app_id}/events", responses=gives(events.EventsPage, "A page of events."))
def list_events(app_id: str, question: Annotated[events.EventsQuestion, Query()], user_id: UserId) -> Any:
    """An app's events, newest first."""
    found = cohorts.with_members(scope.get(user_id, app_id), question.conditions)
    return in_words(events.tally(question, ask(*compiled(events.build(question, found), "events"), found)))
