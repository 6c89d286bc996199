"""/api/apps/{appId}/visitors/{visitorId}: what one visitor did; also as /visitors?visitorId=, for ids that no path can
carry: the HTTP API loses what follows a question mark there, and clients tidy `..` away."""

from typing import Annotated, Any

from fastapi import Path, Query

from query.access.door import AppToAsk
from query.api.room import Room
from query.conductor import answer_of
from query.looks.timeline import TIMELINE, Timeline, TimelineAsked, TimelineQuestion, VisitorEvent
from query.questions.words import AnyId, Text
from query.routes.form import WantedToo, pages

router = Room()

ABOUT = "One visitor, whichever of their ids is known."

VisitorId = Annotated[Text, Path(min_length=1, max_length=200)]


class NamedTimelineQuestion(TimelineQuestion):
    """`GET /api/apps/{appId}/visitors`, which takes the visitor as a word of the query."""

    visitor_id: AnyId


@router.get("/apps/{app_id}/visitors", responses=pages(Timeline, "A page of the visitor's events."))
def find_visitor(app: AppToAsk, question: Annotated[NamedTimelineQuestion, Query()], form: WantedToo) -> Any:
    """The same for any id, also one that cannot stand in an address."""
    asked = TimelineAsked(question.visitor_id, question)
    return form.of_page("events", answer_of(TIMELINE, asked, app.scope()), VisitorEvent)


@router.get(
    "/apps/{app_id}/visitors/{visitor_id:path}",
    responses=pages(Timeline, "A page of the visitor's events."),
)
def get_visitor(
    app: AppToAsk, visitor_id: VisitorId, question: Annotated[TimelineQuestion, Query()], form: WantedToo
) -> Any:
    """One visitor's events, newest first, by whichever of their ids they came."""
    asked = TimelineAsked(visitor_id, question)
    return form.of_page("events", answer_of(TIMELINE, asked, app.scope()), VisitorEvent)
