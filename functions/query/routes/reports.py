"""/api/apps/{appId}/reports: words become a question, its answer becomes words."""

from typing import Any

from fastapi import APIRouter

from query import apps, funnels
from query.caller import UserId
from query.reports import funnel, trends
from query.reports.ask import ask
from query.routes.words import in_words
from spoor.errors import Unprocessable
from spoor.statements import compiled

router = APIRouter()


@router.post("/apps/{app_id}/reports/trends")
def report_trends(app_id: str, question: trends.TrendsQuestion, user_id: UserId) -> Any:
    """How many events or visitors in each bucket."""
    app = apps.get(user_id, app_id)
    rows = ask(*compiled(trends.build(question, app.id), "trends"))
    return in_words(trends.tally(question, rows))


@router.post("/apps/{app_id}/reports/funnel")
def report_funnel(app_id: str, question: funnel.FunnelQuestion, user_id: UserId) -> Any:
    """How many visitors got how far."""
    app = apps.get(user_id, app_id)
    if question.funnel_id is not None:
        question = funnel.of_saved(question, funnels.get(app.id, question.funnel_id))
    rows = ask(*compiled(funnel.build(question, app.id), "funnel"))
    return in_words(funnel.tally(question, rows))


@router.post("/apps/{app_id}/reports/{report}")
def report_unknown(app_id: str, report: str, user_id: UserId) -> Any:
    """Any other word for a report."""
    apps.get(user_id, app_id)
    message = f"There is no report called {report[:50]!r}. The reports are trends and funnel."
    raise Unprocessable([{"path": "report", "message": message}])
