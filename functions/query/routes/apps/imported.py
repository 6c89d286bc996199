"""/api/apps/{appId}/imported."""

from typing import Annotated, Any

from fastapi import Query

from query.access.door import AppToAsk
from query.api.room import Room
from query.apps import imported
from query.apps.imported import ImportedFigures, ImportedQuestion
from query.routes.form import WantedToo, lists

router = Room()

ABOUT = "What another product counted, kept apart: it is part of no report."


@router.get("/apps/{app_id}/imported", responses=lists("imported", ImportedFigures, "What the other product counted."))
def list_imported(app: AppToAsk, question: Annotated[ImportedQuestion, Query()], form: WantedToo) -> Any:
    """The figures that were imported from Plausible: counted by them, not by Spoor, and added to nothing. The days,
    newest first; with a `dimension` its values, those with the most visits first."""
    return form.of_list("imported", imported.list_of(question, app.scope()), ImportedFigures)
