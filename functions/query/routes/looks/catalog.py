"""/api/apps/{appId}/catalog."""

from typing import Annotated, Any

from fastapi import Query

from query.access.door import AppToAsk
from query.api.room import Room
from query.conductor import answer_of
from query.looks.catalog import CATALOG, Catalog, CatalogQuestion, table
from query.routes.answers import gives
from query.routes.form import BEGINS_HEADER, CSV, WantedToo

router = Room()

ABOUT = "Which events and properties there are."


@router.get(
    "/apps/{app_id}/catalog",
    responses=gives(Catalog, "What there is to choose from.", content=CSV, headers=BEGINS_HEADER),
)
def get_catalog(app: AppToAsk, question: Annotated[CatalogQuestion, Query()], form: WantedToo) -> Any:
    """The names of an app's events and properties, with examples of their values."""
    found = answer_of(CATALOG, question, app.scope())
    return form.of_answer(found, table(found), "catalog")
