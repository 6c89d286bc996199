"""/api/apps/{appId}/jobs: answers to questions that were too large to be answered at once."""

from functools import reduce
from operator import or_
from typing import Any

from query.access.door import AppToAsk
from query.api.room import Room
from query.questions.event_names import names_in
from query.reports.catalogue import REPORTS
from query.routes.answers import gives
from query.routes.form import CSV, UNSEEN_HEADER, JobProgress, Wanted
from query.row_ids import row_id
from spoor.errors import NotFound, SpoorError
from spoor.telemetry import logger

router = Room()

LATER = gives(JobProgress, "Too large to be answered at once: the job that does.", 202)
_REPORTS = {report.name: report for report in REPORTS}


class QuestionFailed(SpoorError):
    """The engine gave up."""

    status = 502
    code = "ENGINE_FAILED"
    message = "The engine for large questions gave up on this one. Ask it again, or for a shorter range."


class NoSuchJobId(NotFound):
    """What is in the address is no id of a job."""

    code = "JOB_NOT_FOUND"


_ANY_ANSWER = reduce(or_, (report.answer for report in REPORTS))


@router.get(
    "/apps/{app_id}/jobs/{job_id}",
    responses={
        **gives(_ANY_ANSWER, "The answer of the report that was asked.", content=CSV, headers=UNSEEN_HEADER),
        **LATER,
    },
)
def answer_of_job(app: AppToAsk, job_id: str, form: Wanted) -> Any:
    """What became of a question that was answered with 202: the same again while its engine is at it, then the answer,
    for an hour. Whoever may ask in the app may fetch it."""
    from query.engines.portable import jobs  # with DuckDB, which no other route needs

    scope = app.scope()
    job = jobs.find(app.id, row_id(job_id, NoSuchJobId))
    progress = jobs.progress(job)
    if progress.state == "failed":
        logger.error("engine failed", engine=job.engine, cause=progress.cause)
        raise QuestionFailed
    if progress.state == "running":
        return form.later_on(app.id, JobProgress(job.id, progress.state, progress.share))
    asked, found = jobs.answer(job, scope)
    scope.named.update(names_in(asked))
    return form.of_answered(_REPORTS[job.report], asked, found, scope)
