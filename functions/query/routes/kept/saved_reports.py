"""/api/apps/{appId}/saved-reports."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Annotated, Any, Self

from fastapi import Response
from pydantic import Field, ValidationError, model_validator

from query.access.door import AppToAsk, AppToKeep, AppToRead
from query.api.room import Room
from query.kept import saved_reports
from query.kept.bounds import bounds_of
from query.kept.saved_reports import ReportToSave, SavedReport
from query.questions.recent import LastDays, with_range
from query.questions.words import Name, Words
from query.reports.catalogue import REPORTS
from query.reports.report import ReportQuestion
from query.routes.answers import gives
from query.routes.form import CSV, Wanted, lists
from query.routes.words import in_words
from spoor.errors import Unprocessable
from spoor.http.problems import problem

router = Room()

ABOUT = f"Questions of any report kept under a name. {bounds_of(saved_reports.KIND)}"

_BY_NAME = {report.name: report for report in REPORTS}
_ANY_ANSWER = reduce(or_, (report.answer for report in REPORTS))


Address = Annotated[
    str,
    Field(
        max_length=4000,
        pattern=r"^[a-z-]{1,32}(\?[!-~]*)?$",
        description="Where the dashboard shows it, below its app: a view and its question, as in `trends?look=bars`.",
    ),
]


class SavedReportWords(Words):
    """A question to keep: as it would be asked, or without `from` and `to` and with `lastDays`."""

    name: Name
    report: Annotated[str, Field(max_length=50)]
    question: dict[str, Any]
    last_days: LastDays | None = None
    address: Address | None = None

    @model_validator(mode="after")
    def _check_report(self) -> Self:
        if self.report not in _BY_NAME:
            raise ValueError(f"there is no report called {self.report!r}; the reports are {', '.join(_BY_NAME)}")
        if self.last_days is not None and {"from", "to"} & self.question.keys():
            raise ValueError("give either `from` and `to` in the question, or `lastDays`")
        return self


@router.post("/apps/{app_id}/saved-reports", status_code=201, responses=gives(SavedReport, "The saved report.", 201))
def create_saved_report(app: AppToKeep, words: SavedReportWords) -> Any:
    """Keep a report's question under a name."""
    return in_words(saved_reports.create(app.id, _checked(words, app.now)))


@router.get("/apps/{app_id}/saved-reports", responses=lists("saved_reports", SavedReport, "The saved reports."))
def list_saved_reports(app: AppToRead, form: Wanted) -> Any:
    """An app's saved reports, newest first."""
    return form.of_list("saved_reports", saved_reports.list_of(app.id), SavedReport)


@router.get("/apps/{app_id}/saved-reports/{report_id}", responses=gives(SavedReport, "The saved report."))
def get_saved_report(app: AppToRead, report_id: str) -> Any:
    """One saved report: its question."""
    return in_words(saved_reports.get(app.id, report_id))


@router.get(
    "/apps/{app_id}/saved-reports/{report_id}/answer",
    responses=gives(_ANY_ANSWER, "What its report answers; as a table where CSV is asked for.", content=CSV),
)
def answer_saved_report(app: AppToAsk, report_id: str, form: Wanted) -> Any:
    """What a saved report answers now, as the report itself does."""
    found = app.scope()
    saved = saved_reports.get(found.app_id, report_id)
    report = _BY_NAME[saved.report]
    return form.of_report(report, _asked(saved.report, saved.question, saved.last_days, app.now), found)


@router.put("/apps/{app_id}/saved-reports/{report_id}", responses=gives(SavedReport, "The saved report, changed."))
def change_saved_report(app: AppToKeep, report_id: str, words: SavedReportWords) -> Any:
    """Put another question, or name, in a saved report's place."""
    return in_words(saved_reports.change(app.id, report_id, _checked(words, app.now)))


@router.delete("/apps/{app_id}/saved-reports/{report_id}", status_code=204)
def delete_saved_report(app: AppToKeep, report_id: str) -> Response:
    """Forget a saved report; it leaves its dashboards too."""
    saved_reports.delete(app.id, report_id)
    return Response(status_code=204)


def _checked(words: SavedReportWords, now: datetime) -> ReportToSave:
    _asked(words.report, words.question, words.last_days, now)
    return ReportToSave(words.name, words.report, words.question, words.last_days, words.address)


def _asked(report: str, question: dict[str, Any], days: int | None, now: datetime) -> ReportQuestion:
    """The question as it would be asked `now`. Raises Unprocessable."""
    try:
        asked: ReportQuestion = _BY_NAME[report].question.model_validate(with_range(question, days, now))
    except ValidationError as error:
        found = [problem({**each, "loc": ("question", *each["loc"])}) for each in error.errors()]
        raise Unprocessable(found) from None
    return asked
