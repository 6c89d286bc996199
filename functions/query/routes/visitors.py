"""/api/apps/{appId}/visitors/{visitorId}: what one visitor did; also as /visitors?visitorId=, for ids that no path can
carry: the HTTP API loses what follows a question mark there, and clients tidy `..` away."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from query import scope, timeline
from query.caller import UserId
from query.reports.ask import ask
from query.routes.answers import gives
from query.routes.words import in_words
from query.words import AnyId, Text
from spoor.statements import compiled

router = APIRouter()

VisitorId = Annotated[Text, Path(min_length=1, max_length=200)]


class NamedTimelineQuestion(timeline.TimelineQuestion):
    """`GET /api/apps/{appId}/visitors`, which takes the visitor as a word of the query."""

    visitor_id: AnyId


@router.get("/apps/{app_id}/visitors", responses=gives(timeline.Timeline, "A page of the visitor's events."))
def find_visitor(app_id: str, question: Annotated[NamedTimelineQuestion, Query()], user_id: UserId) -> Any:
    """The same for any id, also one that cannot stand in an address."""
    return _timeline(app_id, question.visitor_id, question, user_id)


@router.get(
    "/apps/{app_id}/visitors/{visitor_id:path}",
    responses=gives(timeline.Timeline, "A page of the visitor's events."),
)
def get_visitor(
    app_id: str, visitor_id: VisitorId, question: Annotated[timeline.TimelineQuestion, Query()], user_id: UserId
) -> Any:
    """One visitor's events, newest first, by whichever of their ids they came."""
    return _timeline(app_id, visitor_id, question, user_id)


def _timeline(app_id: str, visitor_id: str, question: timeline.TimelineQuestion, user_id: str) -> Any:
    found = scope.get(user_id, app_id)
    visitor = timeline.of_rows(ask(*compiled(timeline.who(found.app_id, visitor_id), "visitor"), found))
    rows = ask(*compiled(timeline.build(question, found, visitor), "timeline"), found)
    return in_words(timeline.tally(question, found, visitor, rows))
