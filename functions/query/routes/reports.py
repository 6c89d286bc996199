"""/api/apps/{appId}/reports: words become a question, its answer becomes words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Header

from query import cohorts, scope
from query.caller import UserId
from query.csv_text import csv_of
from query.filters import cohorts_named
from query.reports.ask import ask
from query.reports.catalogue import REPORTS
from query.reports.report import Report
from query.routes.csv_answer import csv_answer, prefers_csv
from query.routes.words import in_words
from spoor.errors import Unprocessable
from spoor.statements import compiled

router = APIRouter()


def _endpoint(report: Report[Any, Any]) -> Callable[..., Any]:
    def answer(app_id: str, question: Any, user_id: UserId, accept: Annotated[str, Header()] = "") -> Any:
        found = scope.find(user_id, app_id)
        asked = report.prepare(question, found)
        found = replace(found, members=cohorts.members(found, cohorts_named(asked)))
        rows = ask(*compiled(report.build(asked, found), report.name))
        answered = report.tally(asked, found, rows)
        if prefers_csv(accept):
            return csv_answer(csv_of(report.table(asked, answered)), report.name)
        return in_words(answered)

    answer.__annotations__["question"] = report.question  # FastAPI reads from here what the body must be
    answer.__name__ = f"report_{report.name}"
    return answer


for _report in REPORTS:
    router.post(f"/apps/{{app_id}}/reports/{_report.name}", summary=_report.summary)(_endpoint(_report))


@router.post("/apps/{app_id}/reports/{report}", include_in_schema=False)
def report_unknown(app_id: str, report: str, user_id: UserId) -> Any:
    """Any other word for a report."""
    scope.find(user_id, app_id)
    known = ", ".join(each.name for each in REPORTS)
    message = f"There is no report called {report[:50]!r}. The reports are {known}."
    raise Unprocessable([{"path": "report", "message": message}])
