"""/api/apps/{appId}/dashboards."""

from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import Response
from pydantic import AfterValidator, Field, model_validator

from query.access.door import AppToKeep, AppToRead
from query.api.room import Room
from query.kept import dashboards
from query.kept.dashboards import USUAL_WIDTH, Dashboard, Tile, Width
from query.questions.words import Name, Text, Words, not_blank
from query.routes.answers import gives
from query.routes.form import Wanted, lists
from query.routes.words import in_words

router = Room()

ABOUT = f"Saved reports and texts in an order; {dashboards.KIND.most} an app at the most."

MOST_TILES = 100

ReportIds = Annotated[list[Annotated[UUID, Field(strict=False)]], Field(max_length=MOST_TILES)]


class TileWords(Words):
    """A saved report or a text, and how much of a row of the board it takes."""

    saved_report_id: Annotated[UUID, Field(strict=False)] | None = None
    text: Annotated[Text, Field(min_length=1, max_length=5000), AfterValidator(not_blank)] | None = None
    width: Width = USUAL_WIDTH

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if (self.saved_report_id is None) == (self.text is None):
            raise ValueError("give either `savedReportId` or `text`")
        return self


class _Tiles(Words):
    """What stands on a board: `tiles`, or `reportIds` for reports alone, each of half a row."""

    report_ids: ReportIds | None = None
    tiles: Annotated[list[TileWords], Field(max_length=MOST_TILES)] | None = None

    @model_validator(mode="after")
    def _check_words(self) -> Self:
        if self.report_ids is not None and self.tiles is not None:
            raise ValueError("give either `tiles` or `reportIds`")
        return self

    @property
    def said(self) -> list[Tile] | None:
        """The tiles, None where nothing is said of them."""
        if self.tiles is not None:
            return [Tile(**each.model_dump()) for each in self.tiles]
        return None if self.report_ids is None else dashboards.of_reports(self.report_ids)


class DashboardWords(_Tiles):
    """A board to make."""

    name: Name


class DashboardChange(_Tiles):
    """What to change of a board; the order of `tiles`, or `reportIds`, is that of the board."""

    name: Name | None = None


@router.post("/apps/{app_id}/dashboards", status_code=201, responses=gives(Dashboard, "The dashboard.", 201))
def create_dashboard(app: AppToKeep, words: DashboardWords) -> Any:
    """Put saved reports and texts on a board."""
    return in_words(dashboards.create(app.id, words.name, words.said or []))


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
    """Rename a board, or put other tiles on it, or the same in another order or width."""
    return in_words(dashboards.change(app.id, dashboard_id, words.name, words.said))


@router.delete("/apps/{app_id}/dashboards/{dashboard_id}", status_code=204)
def delete_dashboard(app: AppToKeep, dashboard_id: str) -> Response:
    """Forget a board; its reports stay."""
    dashboards.delete(app.id, dashboard_id)
    return Response(status_code=204)
