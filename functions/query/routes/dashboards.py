"""/api/apps/{appId}/dashboards."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from query import apps, dashboards
from query.caller import UserId
from query.dashboards import Dashboard
from query.questions.words import Name, Words
from query.routes.answers import gives, many
from query.routes.words import in_words

router = APIRouter()

MOST_REPORTS = 100

ReportIds = Annotated[list[Annotated[UUID, Field(strict=False)]], Field(max_length=MOST_REPORTS)]


class DashboardWords(Words):
    """A board to make."""

    name: Name
    report_ids: ReportIds = Field(default_factory=list)


class DashboardChange(Words):
    """What to change of a board; the order of `reportIds` is that of the board."""

    name: Name | None = None
    report_ids: ReportIds | None = None


@router.post("/apps/{app_id}/dashboards", status_code=201, responses=gives(Dashboard, "The dashboard.", 201))
def create_dashboard(app_id: str, words: DashboardWords, user_id: UserId) -> Any:
    """Put saved reports on a board."""
    return in_words(dashboards.create(apps.get(user_id, app_id).id, words.name, words.report_ids))


@router.get("/apps/{app_id}/dashboards", responses=gives(many("dashboards", Dashboard), "The dashboards."))
def list_dashboards(app_id: str, user_id: UserId) -> Any:
    """An app's dashboards, newest first."""
    return {"dashboards": in_words(dashboards.list_of(apps.get(user_id, app_id).id))}


@router.get("/apps/{app_id}/dashboards/{dashboard_id}", responses=gives(Dashboard, "The dashboard."))
def get_dashboard(app_id: str, dashboard_id: str, user_id: UserId) -> Any:
    """One dashboard."""
    return in_words(dashboards.get(apps.get(user_id, app_id).id, dashboard_id))


@router.patch("/apps/{app_id}/dashboards/{dashboard_id}", responses=gives(Dashboard, "The dashboard, changed."))
def change_dashboard(app_id: str, dashboard_id: str, words: DashboardChange, user_id: UserId) -> Any:
    """Rename a board, or put other reports on it, or the same in another order."""
    app = apps.get(user_id, app_id)
    return in_words(dashboards.change(app.id, dashboard_id, words.name, words.report_ids))


@router.delete("/apps/{app_id}/dashboards/{dashboard_id}", status_code=204)
def delete_dashboard(app_id: str, dashboard_id: str, user_id: UserId) -> Response:
    """Forget a board; its reports stay."""
    dashboards.delete(apps.get(user_id, app_id).id, dashboard_id)
    return Response(status_code=204)
