"""/api/apps/{appId}/visitors/{visitorId}: what one visitor did."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from query import scope, timeline
from query.caller import UserId
from query.reports.ask import ask
from query.routes.answers import gives
from query.routes.words import in_words
from query.words import Text
from spoor.statements import compiled

router = APIRouter()

VisitorId = Annotated[Text, Path(min_length=1, max_length=200)]


@router.get(
    "/apps/{app_id}/visitors/{visitor_id:path}",
    responses=gives(timeline.Timeline, "A page of the visitor's events."),
)
def get_visitor(
    app_id: str, visitor_id: VisitorId, question: Annotated[timeline.TimelineQuestion, Query()], user_id: UserId
) -> Any:
    """One visitor's events, newest first, by whichever of their ids they came."""
    found = scope.get(user_id, app_id)
    visitor = timeline.of_rows(ask(*compiled(timeline.who(found.app_id, visitor_id), "visitor"), found))
    rows = ask(*compiled(timeline.build(question, found, visitor), "timeline"), found)
    return in_words(timeline.tally(question, found, visitor, rows))
