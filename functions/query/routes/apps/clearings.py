"""/api/apps/{appId}/clearings: poison taken out by what it is."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from query.access.door import AppToErase, AppToRead
from query.api.room import Room
from query.apps import clearings
from query.apps.clearings import Clearing, Meant
from query.questions.values import Scalar
from query.questions.words import EventName, Ranged, Text
from query.routes.answers import gives
from query.routes.form import Wanted, lists
from query.routes.words import in_words
from spoor.errors import Unprocessable

router = Room()

ABOUT = "Poison taken out: events deleted by name, property and time."


class ClearingWords(Ranged):
    """Which events are to go: all that fit every word, and happened in the range."""

    names: Annotated[list[EventName], Field(min_length=1, max_length=1000, description="Of these names.")] | None = None
    property: Annotated[Text, Field(max_length=200, description="That hold this property, as in filters.")] | None = (
        None
    )
    value: Annotated[Scalar, Field(description="With this value.")] | None = None
    dry_run: Annotated[bool, Field(description="Only count what would go, up to a million.")] = False
    confirm: Annotated[bool, Field(description="More than 100,000 events are meant.")] = False

    @model_validator(mode="after")
    def _check_value(self) -> Self:
        if self.property is None and self.value is not None:
            raise ValueError("`value` needs the `property` that has it")
        return self

    def meant(self) -> Meant:
        """The same as a value."""
        return Meant(self.names, self.property, self.value, self.start, self.end, self.confirm)


@router.post("/apps/{app_id}/clearings", status_code=202, responses=gives(Clearing, "What is to go, or would.", 202))
def clear_events(app: AppToErase, words: ClearingWords) -> Any:
    """Have events deleted by name, property and time, within minutes; or only count them.

    The list of clearings tells how far each is, and how much went.
    """
    if app.horizon is not None and words.start < app.horizon:
        message = f"Say {app.horizon:%Y-%m-%d} or later: what is older has left the database, and is not cleared"
        raise Unprocessable([{"path": "from", "message": message}])
    does = clearings.count if words.dry_run else clearings.begin
    return in_words(does(app.user_id, app.id, words.meant()))


@router.get("/apps/{app_id}/clearings", responses=lists("clearings", Clearing, "The record."))
def list_clearings(app: AppToRead, form: Wanted) -> Any:
    """The record of clearings, newest first; one without `endedAt` is still worked off."""
    return form.of_list("clearings", clearings.list_of(app.id), Clearing)
