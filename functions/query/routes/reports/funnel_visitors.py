"""/api/apps/{appId}/reports/funnel/visitors."""

from typing import Any

from query.access.door import AppToAsk
from query.api.room import Room
from query.conductor import answer_of
from query.reports.funnel import visitors
from query.reports.units import table_in_units
from query.routes.form import Wanted, pages
from query.routes.words import table_of

router = Room()

_PAGE = pages(visitors.FunnelVisitorsPage, "Some of the visitors, who entered last first.")


@router.post("/apps/{app_id}/reports/funnel/visitors", responses=_PAGE)
def list_funnel_visitors(app: AppToAsk, question: visitors.FunnelVisitorsQuestion, form: Wanted) -> Any:
    """Who reached a step of a funnel, or dropped off there."""
    found = answer_of(visitors.VISITORS, question, app.scope())
    return form.of_answer(found, table_in_units(question, table_of(visitors.FunnelVisitor, found.visitors)), "visitors")
