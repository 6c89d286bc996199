"""/api/apps/{appId}/reports: words become a question, its answer becomes words."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Header

from query.access.door import AppToAsk
from query.reports.catalogue import REPORTS
from query.reports.report import Report
from query.routes import funnel_visitors, several
from query.routes.answers import gives
from query.routes.csv_answer import CSV, answer_in_words

router = APIRouter()
router.include_router(several.router)
router.include_router(funnel_visitors.router)


_TABLE = " With the header `Accept: text/csv` the answer is the same as a table."


def _endpoint(report: Report[Any, Any, Any]) -> Callable[..., Any]:
    def answer(app: AppToAsk, question: Any, accept: Annotated[str, Header()] = "") -> Any:
        return answer_in_words(report, question, app.scope(), accept)

    answer.__annotations__["question"] = report.question  # FastAPI reads from here what the body must be
    answer.__name__ = f"report_{report.name}"
    return answer


for _report in REPORTS:
    router.post(
        f"/apps/{{app_id}}/reports/{_report.name}",
        description=_report.summary + _TABLE,
        responses=gives(_report.answer, "The answer.", content=CSV),
    )(_endpoint(_report))


@router.post("/apps/{app_id}/reports/{report}", include_in_schema=False)
def report_unknown(app: AppToAsk, report: str) -> Any:
    """Any other word for a report."""
    raise several.unknown_report(report)
