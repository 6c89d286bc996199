"""/api/apps/{appId}/reports: words become a question, its answer becomes words."""

from collections.abc import Callable
from typing import Any

from query.access.door import AppToAsk
from query.api.room import Room
from query.reports.catalogue import REPORTS
from query.reports.report import Report
from query.routes.answers import gives
from query.routes.form import CSV, UNSEEN_HEADER, Wanted
from query.routes.reports import funnel_visitors, jobs, several

router = Room()

ABOUT = "Questions about events. They are posted and change nothing."
router.include(several.router)
router.include(funnel_visitors.router)
router.include(jobs.router)


_TABLE = " With `format=csv`, or the header `Accept: text/csv`, the answer is the same as a table."


def _endpoint(report: Report[Any, Any, Any]) -> Callable[..., Any]:
    def answer(app: AppToAsk, question: Any, form: Wanted) -> Any:
        return form.of_report(report, question, app.scope())

    answer.__annotations__["question"] = report.question  # FastAPI reads from here what the body must be
    answer.__name__ = f"report_{report.name}"
    return answer


for _report in REPORTS:
    router.post(
        f"/apps/{{app_id}}/reports/{_report.name}",
        description=_report.summary + _TABLE,
        responses={**gives(_report.answer, "The answer.", content=CSV, headers=UNSEEN_HEADER), **jobs.LATER},
    )(_endpoint(_report))


@router.post("/apps/{app_id}/reports/{report}", include_in_schema=False)
def report_unknown(app: AppToAsk, report: str, _: Wanted) -> Any:
    """Any other word for a report."""
    raise several.unknown_report(report)
