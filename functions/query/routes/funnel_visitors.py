"""/api/apps/{appId}/reports/funnel/visitors."""

from typing import Any

from fastapi import APIRouter

from query import apps
from query.answered import answer_of
from query.caller import UserId
from query.reports.funnel import visitors
from query.routes.answers import gives
from query.routes.words import in_words

router = APIRouter()

_PAGE = gives(visitors.FunnelVisitorsPage, "Some of the visitors, who entered last first.")


@router.post("/apps/{app_id}/reports/funnel/visitors", responses=_PAGE)
def list_funnel_visitors(app_id: str, question: visitors.FunnelVisitorsQuestion, user_id: UserId) -> Any:
    """Who reached a step of a funnel, or dropped off there."""
    return in_words(answer_of(visitors.VISITORS, question, apps.get_scope(user_id, app_id)))
