"""/api/apps/{appId}/plan: what an app expects of its events."""

from typing import Annotated, Any, Literal

from fastapi import Query, Response
from pydantic import Field, field_validator

from query.access.door import AppToAsk, AppToManage, AppToRead
from query.api.room import Room
from query.apps import plans
from query.conductor import answer_of
from query.looks.plan import MOST_EVENTS, MOST_PROPERTIES, SUGGESTION, SuggestionQuestion
from query.questions.words import EventName, Text, Words
from query.routes.answers import gives
from query.routes.form import BEGINS_HEADER, begins_header
from query.routes.words import in_words
from query.tracking_plan import JsonType, PlannedEvent, PlannedProperty, TrackingPlan

router = Room()

ABOUT = "What an app expects of its events: senders are told at once what is not as agreed."

_Description = Annotated[Text, Field(max_length=500)]
_Example = Annotated[Text, Field(max_length=100)] | bool | int | float | None


def _apart(names: list[str]) -> None:
    if len({*names}) < len(names):
        raise ValueError("has a name twice")


class PropertyWords(Words):
    """A property of a planned event."""

    name: Annotated[Text, Field(min_length=1, max_length=200, description="The key in `properties`.")]
    types: Annotated[list[JsonType], Field(max_length=6, description="None of them: any value.")] = Field(
        default_factory=list
    )
    required: bool = False
    examples: Annotated[list[_Example], Field(max_length=10)] = Field(default_factory=list)
    description: _Description = ""


class EventWords(Words):
    """An event of the plan."""

    name: EventName
    properties: Annotated[list[PropertyWords], Field(max_length=MOST_PROPERTIES)] = Field(default_factory=list)
    description: _Description = ""

    @field_validator("properties")
    @classmethod
    def _check(cls, given: list[PropertyWords]) -> list[PropertyWords]:
        _apart([each.name for each in given])
        return given


class PlanWords(Words):
    """A whole plan."""

    events: Annotated[list[EventWords], Field(max_length=MOST_EVENTS)]
    on_breach: Literal["tell", "refuse"] = "tell"
    only_planned: Annotated[bool, Field(description="Whether an event of another name is a breach.")] = True

    @field_validator("events")
    @classmethod
    def _check(cls, given: list[EventWords]) -> list[EventWords]:
        _apart([each.name for each in given])
        return given

    def plan(self) -> TrackingPlan:
        """The plan that the words say."""
        events = [
            PlannedEvent(one.name, [PlannedProperty(**each.model_dump()) for each in one.properties], one.description)
            for one in self.events
        ]
        return TrackingPlan(events, self.on_breach, self.only_planned)


@router.get("/apps/{app_id}/plan", responses=gives(TrackingPlan, "The plan."))
def get_plan(app: AppToRead) -> Any:
    """What the app expects of its events; no events and no `changedAt` where it has no plan."""
    return in_words(plans.get(app.id))


@router.put("/apps/{app_id}/plan", responses=gives(TrackingPlan, "The plan, from now on."))
def put_plan(app: AppToManage, words: PlanWords) -> Any:
    """Say what the app expects, in the place of what it expected before; ingest follows within 30 seconds."""
    return in_words(plans.put(app.id, words.plan()))


@router.delete("/apps/{app_id}/plan", status_code=204)
def remove_plan(app: AppToManage) -> None:
    """Expect nothing any more."""
    plans.remove(app.id)


@router.get(
    "/apps/{app_id}/plan/suggestion",
    responses=gives(TrackingPlan, "A plan, which is kept only by PUT.", headers=BEGINS_HEADER),
)
def suggest_plan(app: AppToAsk, question: Annotated[SuggestionQuestion, Query()], sent: Response) -> Any:
    """The plan that the events of the last weeks keep to."""
    found = answer_of(SUGGESTION, question, app.scope())
    sent.headers.update(begins_header(found.begins_at))
    return in_words(found.plan)
