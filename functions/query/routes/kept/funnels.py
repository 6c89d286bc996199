"""/api/apps/{appId}/funnels."""

from typing import Any

from fastapi import Response

from query.access.door import AppToKeep, AppToRead
from query.api.room import Room
from query.kept import funnels
from query.kept.bounds import bounds_of
from query.kept.funnels import SavedFunnel
from query.questions.words import Name, Words, dump
from query.reports.funnel.question import DEFAULT_WINDOW, ConversionWindow, Steps
from query.routes.answers import gives
from query.routes.form import Wanted, lists
from query.routes.words import in_words

router = Room()

ABOUT = f"Funnels kept under a name. {bounds_of(funnels.KIND)}"


class FunnelWords(Words):
    """A funnel to keep."""

    name: Name
    steps: Steps
    conversion_window_seconds: ConversionWindow = DEFAULT_WINDOW


class FunnelChange(Words):
    """What to change of a funnel."""

    name: Name | None = None
    steps: Steps | None = None
    conversion_window_seconds: ConversionWindow | None = None


@router.post("/apps/{app_id}/funnels", status_code=201, responses=gives(SavedFunnel, "The funnel.", 201))
def create_funnel(app: AppToKeep, words: FunnelWords) -> Any:
    """Keep a funnel."""
    steps = [dump(step) for step in words.steps]
    return in_words(funnels.create(app.id, words.name, steps, words.conversion_window_seconds))


@router.get("/apps/{app_id}/funnels", responses=lists("funnels", SavedFunnel, "The funnels."))
def list_funnels(app: AppToRead, form: Wanted) -> Any:
    """An app's funnels, newest first."""
    return form.of_list("funnels", funnels.list_of(app.id), SavedFunnel)


@router.get("/apps/{app_id}/funnels/{funnel_id}", responses=gives(SavedFunnel, "The funnel."))
def get_funnel(app: AppToRead, funnel_id: str) -> Any:
    """One funnel."""
    return in_words(funnels.get(app.id, funnel_id))


@router.patch("/apps/{app_id}/funnels/{funnel_id}", responses=gives(SavedFunnel, "The funnel, changed."))
def change_funnel(app: AppToKeep, funnel_id: str, words: FunnelChange) -> Any:
    """Rename a funnel, or change its steps or its conversion window."""
    steps = None if words.steps is None else [dump(step) for step in words.steps]
    return in_words(funnels.change(app.id, funnel_id, words.name, steps, words.conversion_window_seconds))


@router.delete("/apps/{app_id}/funnels/{funnel_id}", status_code=204)
def delete_funnel(app: AppToKeep, funnel_id: str) -> Response:
    """Forget a funnel."""
    funnels.delete(app.id, funnel_id)
    return Response(status_code=204)
