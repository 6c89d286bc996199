"""/api/apps/{appId}/outcomes."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query

from query.access.door import AppToRead
from query.api.accept import prefers_csv
from query.apps import outcomes
from query.csv_text import csv_of
from query.routes.answers import gives, many
from query.routes.csv_answer import CSV, csv_answer
from query.routes.words import in_words

router = APIRouter()


@router.get(
    "/apps/{app_id}/outcomes",
    responses=gives(many("outcomes", outcomes.Outcome), "What became of the events.", content=CSV),
)
def list_outcomes(
    app: AppToRead,
    question: Annotated[outcomes.OutcomesQuestion, Query()],
    accept: Annotated[str, Header()] = "",
) -> Any:
    """What became of the events that were sent: accepted, duplicates, warned, refused; by hour, sender and code."""
    found = outcomes.list_of(question, app.scope())
    if question.format == "csv" or prefers_csv(accept):
        return csv_answer(csv_of(outcomes.table(found)), "outcomes")
    return {"outcomes": in_words(found)}
