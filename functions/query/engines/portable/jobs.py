"""Questions that an engine elsewhere answers: begun now, and answered when somebody comes back for them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from query.engines.lake.plan import Broken
from query.engines.portable.athena import Athena
from query.engines.portable.bundle import FILES, pack
from query.engines.portable.gathering import GATHERINGS
from query.engines.portable.progress import Adapter, Progress
from query.engines.portable.spark import Spark
from query.engines.postgres import turn
from query.engines.postgres.scope import PostgresScope
from query.engines.reasons import Elsewhere, Reason
from query.reports.catalogue import REPORTS
from query.scope import Scope
from spoor import database
from spoor.aws.athena import AthenaQueries
from spoor.aws.emr_serverless import SparkRuns
from spoor.errors import EngineAway, NotFound
from spoor.lake import place
from spoor.lake.storage import NotInStore, StoreAway
from spoor.settings import setting

_REPORTS = {report.name: report for report in REPORTS}


class NoSuchJob(NotFound):
    """There is none, it is another app's, or what came out is swept."""

    code = "JOB_NOT_FOUND"
    message = "There is no such job in this app, or it was begun more than an hour ago. Ask the question again."


@dataclass(frozen=True, slots=True)
class Job:
    """A question of an app, and the `engine` that answers it, which knows it by the `handle`."""

    id: UUID
    report: str
    question: Mapping[str, Any]
    asked_at: datetime
    engine: str
    handle: str

    @property
    def folder(self) -> str:
        """Of its files in the store."""
        return f"questions/{self.id}"


def _athena() -> Adapter:
    return Athena(AthenaQueries(setting("ATHENA_WORKGROUP"), setting("GLUE_DATABASE")))


def _spark() -> Adapter:
    return Spark(SparkRuns(setting("EMR_APPLICATION"), setting("EMR_ROLE_ARN")))


ADAPTERS: dict[str, Callable[[], Adapter]] = {"athena": _athena, "spark": _spark}
"""By the word of the setting LARGE_QUESTIONS."""


def begin(engine: str, report: str, question: Any, scope: Scope) -> UUID:
    """Have the engine answer a question of a report, and give the job's id.

    Raises Elsewhere where it cannot, EngineAway, TooManyReports, TooSlow, DatabaseAway.
    """
    job, store, adapter = uuid4(), place.configured(), ADAPTERS[engine]()
    statement = GATHERINGS[report].statement(question, scope)
    _note(job, FILES)
    try:
        with turn.taken(scope) as taken:
            taken.connection.execute(database.sql("query.engines.lake", "one_snapshot"))
            given = {each.name: getattr(scope, each.name) for each in fields(Scope)}
            bundle = pack(job, statement, store, PostgresScope(**given, turn=taken))
    except Broken as error:
        raise Elsewhere(Reason.BROKEN_FILES) from error
    except StoreAway as error:
        raise Elsewhere(Reason.STORE_AWAY) from error
    handle = adapter.begin(bundle)
    _note(job, adapter.leaves(handle))
    said = question.model_dump(mode="json", by_alias=True, exclude_unset=True)
    row = {"id": job, "app_id": scope.app_id, "report": report, "question": database.Json(said)}
    row |= {"asked_at": scope.now, "engine": engine, "handle": handle}
    database.change(database.sql("query.engines.portable", "add_job"), row, repeatable=True)
    return job


def _note(job: UUID, names: Sequence[str]) -> None:
    """Write down what lies in a job's folder, so that it is swept."""
    params = {"paths": [f"questions/{job}/{name}" for name in names]}
    database.change(database.sql("query.engines.portable", "note_files"), params, repeatable=True)


def find(app_id: UUID, job: UUID) -> Job:
    """Raises NoSuchJob, DatabaseAway."""
    params = {"app_id": app_id, "id": job}
    rows = database.run(database.sql("query.engines.portable", "get_job"), params, repeatable=True)
    if not rows:
        raise NoSuchJob
    return Job(**rows[0])


def progress(job: Job) -> Progress:
    """How far its engine is. Raises EngineAway."""
    return ADAPTERS[job.engine]().progress(job.handle)


def answer(job: Job, scope: Scope) -> tuple[Any, Any]:
    """The question of a job that is done, and its answer, as of when it was asked.

    Raises NoSuchJob where what came out is swept already, EngineAway where it is not to be had.
    """
    report = _REPORTS[job.report]
    question = report.question.model_validate(job.question)
    asking = replace(scope, now=job.asked_at)
    try:
        rows = ADAPTERS[job.engine]().rows(job.folder, job.handle, place.configured())
    except NotInStore as error:
        raise NoSuchJob from error
    except StoreAway as error:
        raise EngineAway from error
    scope.ways.append(f"{job.engine}; reason={Reason.TOO_LARGE}")
    return question, report.tally(question, asking, GATHERINGS[job.report].read(question, asking, rows))
