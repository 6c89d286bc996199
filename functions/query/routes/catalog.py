"""/api/apps/{appId}/catalog."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from query.access.door import AppToAsk
from query.answered import answer_of
from query.looks.catalog import CATALOG, Catalog, CatalogQuestion
from query.routes.answers import gives
from query.routes.words import in_words

router = APIRouter()


@router.get("/apps/{app_id}/catalog", responses=gives(Catalog, "What there is to choose from."))
def get_catalog(app: AppToAsk, question: Annotated[CatalogQuestion, Query()]) -> Any:
    """The names of an app's events and properties, with examples of their values."""
    return in_words(answer_of(CATALOG, question, app.scope()))
