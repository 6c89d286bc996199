"""/api/apps/{appId}/events."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query

from query import cohorts, events, scope
from query.caller import UserId
from query.filters import cohorts_named
from query.reports.ask import ask
from query.routes.answers import gives
from query.routes.words import in_words
from spoor.statements import compiled

router = APIRouter()


@router.get("/apps/{app_id}/events", responses=gives(events.EventsPage, "A page of events."))
def list_events(app_id: str, question: Annotated[events.EventsQuestion, Query()], user_id: UserId) -> Any:
    """An app's events, newest first."""
    found = scope.get(user_id, app_id)
    found = replace(found, members=cohorts.members(found, cohorts_named(question.conditions)))
    return in_words(events.tally(question, ask(*compiled(events.build(question, found), "events"), found.until)))
