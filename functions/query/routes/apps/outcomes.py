"""/api/apps/{appId}/outcomes."""

from typing import Annotated, Any

from fastapi import Query

from query.access.door import AppToRead
from query.api.room import Room
from query.apps import outcomes
from query.routes.form import WantedToo, lists

router = Room()

ABOUT = "What became of the events that were sent, refused ones too; kept for 90 days."


@router.get(
    "/apps/{app_id}/outcomes",
    responses=lists("outcomes", outcomes.Outcome, "What became of the events."),
)
def list_outcomes(
    app: AppToRead,
    question: Annotated[outcomes.OutcomesQuestion, Query()],
    form: WantedToo,
) -> Any:
    """What became of the events that were sent: accepted, duplicates, warned, refused; by hour, sender and code."""
    found = outcomes.list_of(question, app.scope())
    return form.of_list("outcomes", found, outcomes.Outcome, outcomes.table(found))
