"""/api/apps/{appId}/dashboards."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from pydantic import Field

from query.access.door import AppToKeep, AppToRead
from query.api.room import Room
from query.kept import dashboards
from query.kept.dashboards import Dashboard
from query.questions.words import Name, Words
from query.routes.answers import gives
from query.routes.form import Wanted, lists
from query.routes.words import in_words

router = Room()

ABOUT = f"Saved reports in an order; {dashboards.KIND.most} an app at the most."

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
def create_dashboard(app: AppToKeep, words: DashboardWords) -> Any:
    """Put saved reports on a board."""
    return in_words(dashboards.create(app.id, words.name, words.report_ids))


@router.get("/apps/{app_id}/dashboards", responses=lists("dashboards", Dashboard, "The dashboards."))
def list_dashboards(app: AppToRead, form: Wanted) -> Any:
    """An app's dashboards, newest first."""
    return form.of_list("dashboards", dashboards.list_of(app.id), Dashboard)


@router.get("/apps/{app_id}/dashboards/{dashboard_id}", responses=gives(Dashboard, "The dashboard."))
def get_dashboard(app: AppToRead, dashboard_id: str) -> Any:
    """One dashboard."""
    return in_words(dashboards.get(app.id, dashboard_id))


@router.patch("/apps/{app_id}/dashboards/{dashboard_id}", responses=gives(Dashboard, "The dashboard, changed."))
def change_dashboard(app: AppToKeep, dashboard_id: str, words: DashboardChange) -> Any:
    """Rename a board, or put other reports on it, or the same in another order."""
    return in_words(dashboards.change(app.id, dashboard_id, words.name, words.report_ids))


@router.delete("/apps/{app_id}/dashboards/{dashboard_id}", status_code=204)
def delete_dashboard(app: AppToKeep, dashboard_id: str) -> Response:
    """Forget a board; its reports stay."""
    dashboards.delete(app.id, dashboard_id)
    return Response(status_code=204)
