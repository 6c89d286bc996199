"""/api/apps/{appId}/catalog."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from query import catalog, scope
from query.caller import UserId
from query.routes.answers import gives
from query.routes.words import in_words

router = APIRouter()


@router.get("/apps/{app_id}/catalog", responses=gives(catalog.Catalog, "What there is to choose from."))
def get_catalog(app_id: str, question: Annotated[catalog.CatalogQuestion, Query()], user_id: UserId) -> Any:
    """The names of an app's events and properties, with examples of their values."""
    return in_words(catalog.catalog(question, scope.get(user_id, app_id)))
