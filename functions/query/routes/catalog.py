"""/api/apps/{appId}/catalog."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from query import apps
from query.answered import answer_of
from query.caller import UserId
from query.looks.catalog import CATALOG, Catalog, CatalogQuestion
from query.routes.answers import gives
from query.routes.words import in_words

router = APIRouter()


@router.get("/apps/{app_id}/catalog", responses=gives(Catalog, "What there is to choose from."))
def get_catalog(app_id: str, question: Annotated[CatalogQuestion, Query()], user_id: UserId) -> Any:
    """The names of an app's events and properties, with examples of their values."""
    return in_words(answer_of(CATALOG, question, apps.get_scope(user_id, app_id)))
