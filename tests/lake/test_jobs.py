"""A question that is too large for a function is answered later, by an engine elsewhere, and comes out the same."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NoReturn
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import boto3
import duckdb
import pytest
from moto.server import ThreadedMotoServer

from query.app import handler
from query.engines.lake import plan
from query.engines.portable import jobs
from query.engines.portable.spark import Spark
from spoor.aws.emr_serverless import SparkRuns
from spoor.errors import TooLarge
from spoor.lake.folder import Folder
from tests.engines import forget_lake
from tests.gateway import Reply, call
from tests.lake.readers import AtOnce
from tests.people import Direct, claim, happen, sign_up, track
from tests.query.mcp.assistant import Assistant

ENTRY = "query"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
RANGE = {"from": "2026-11-01", "to": "2026-11-04", "timezone": "UTC"}
REPORTS: dict[str, dict[str, Any]] = {
    "trends": {"interval": "day", "series": [{"event": None, "measure": "visitors"}]},
    "funnel": {"steps": [{"event": "open"}, {"event": "it's"}], "conversionWindowSeconds": 86400},
    "retention": {"interval": "day", "periods": 2},
    "sessions": {"interval": "day"},
    "paths": {"depth": 3},
    "stickiness": {},
}
Ask = Callable[..., Reply]


@pytest.fixture
def busy(app: str, database: Direct, sealing: Callable[..., None]) -> str:
    """The app, with days that are sealed, changed and open."""
    names = ["open", "it's", "leave"]
    happen(database, app, [(names[n % 3], f"d{n % 7}", NOON + timedelta(hours=n)) for n in range(60)])
    sealing()
    sealing(date(2026, 11, 1), date(2026, 11, 2))
    claim(database, app, ("d1", "ann"), ("d2", "ann"))
    return app


def asked(ask: Ask, app: str, name: str) -> Reply:
    """A report of the app."""
    return ask("POST", f"/api/apps/{app}/reports/{name}", {**RANGE, **REPORTS[name]})


def small(monkeypatch: pytest.MonkeyPatch, engine: str = "") -> None:
    """Have everything be too large for the function, with an engine for it or none."""
    monkeypatch.setattr(plan, "EVENTS_A_MEGABYTE", 0)
    monkeypatch.setenv("LARGE_QUESTIONS", engine)
    forget_lake()


@pytest.fixture
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, store: Folder) -> str:
    """An engine elsewhere, which everything is too large for the function for."""
    name = str(getattr(request, "param", "spark"))
    if name == "spark":
        runs = AtOnce(request.getfixturevalue("sail_reader"))
        monkeypatch.setitem(jobs.ADAPTERS, "spark", lambda: Spark(runs))  # type: ignore[arg-type] - it is asked alike
    else:
        request.getfixturevalue("cloud")
        monkeypatch.setenv("ATHENA_WORKGROUP", "spoor")
        monkeypatch.setenv("GLUE_DATABASE", "spoor")
    small(monkeypatch, name)
    return name


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Something that speaks as AWS does."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "tests",
        "AWS_SECRET_ACCESS_KEY": "tests",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    requests_forgotten(f"http://{host}:{port}")
    boto3.client("athena").create_work_group(Name="spoor")
    yield f"http://{host}:{port}"
    server.stop()


def requests_forgotten(url: str) -> None:
    """What the server, which is one in a process, was asked before."""
    with urlopen(Request(f"{url}/moto-api/reset", method="POST")) as reply:
        assert reply.status == 200


def as_athena(store: Folder, execution: str) -> None:
    """Do what Athena does for a query that it was given: read the job's partitions, and write a table of texts."""
    [job] = (store.root / "questions").iterdir()
    text = boto3.client("athena").get_query_execution(QueryExecutionId=execution)["QueryExecution"]["Query"]
    with duckdb.connect(config={"threads": "1"}) as here:
        for name in ("rest", "people", "words", "cells"):
            here.execute(f"CREATE VIEW spoor_{name} AS SELECT *, '{job.name}' AS job FROM '{job}/{name}/*.parquet'")
        files = [urlsplit(line).path for line in (job / "sealed/files.txt").read_text().split()]
        sealed = f"read_parquet({files}, union_by_name = true)"
        here.execute(f"CREATE VIEW spoor_sealed AS SELECT *, '{job.name}' AS job FROM {sealed}")
        (job / "answer").mkdir()
        here.execute(f"COPY ({text}) TO '{job}/answer/{execution}.csv' (FORMAT csv, HEADER, FORCE_QUOTE *)")


def test_a_question_that_is_too_large_is_answered_by_a_job_as_it_would_have_been_at_once(
    ask: Ask, busy: str, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in REPORTS:
        small(monkeypatch, engine)
        later = asked(ask, busy, name)
        assert (later.status, later.json["state"]) == (202, "running"), later.text
        where = later.headers["location"]
        assert where == f"/api/apps/{busy}/jobs/{later.json['jobId']}"
        still = ask("GET", where)
        assert (still.status, still.json) == (202, later.json)
        answer = ask("GET", where)
        assert answer.status == 200, answer.text
        assert answer.headers["spoor-engine"] == "spark; reason=too_large"
        assert ask("GET", f"{where}?format=csv").text == asked_as_csv(ask, busy, name, monkeypatch)
        monkeypatch.setattr(plan, "EVENTS_A_MEGABYTE", 10_000)
        at_once = asked(ask, busy, name)
        assert at_once.headers["spoor-engine"] == "lake; reason=sealed"
        assert answer.json == at_once.json, name


@pytest.mark.parametrize("engine", ["athena"], indirect=True)
def test_a_program_and_an_assistant_come_back_for_the_answer_where_they_were_told(
    ask: Ask, busy: str, engine: str, store: Folder
) -> None:
    words = {**RANGE, **REPORTS["sessions"]}
    said = {"app": busy, "report": "sessions", "question": words}
    assistant = Assistant("ann")
    pending = assistant.call("ask_report", **said).structure
    assert set(pending) == {"pending"}, "a job is no answer, and nothing is claimed of it"
    job = pending["pending"]["jobId"]
    [execution] = boto3.client("athena").list_query_executions(WorkGroup="spoor")["QueryExecutionIds"]
    as_athena(store, execution)
    found = assistant.call("ask_report", **said, job=job)
    assert found.structure["exactness"]["answeredFrom"] == "athena; reason=too_large"
    assert assistant.call("ask_report", **said, job=busy).refused["code"] == "JOB_NOT_FOUND"
    program = {"userId": "ann", "tokenId": "t", "scopes": ["read"], "appIds": ["*"]}
    answer = call(handler, "GET", f"/api/v1/apps/{busy}/jobs/{job}", context=program)
    assert (answer.status, answer.json) == (200, found.data["answer"])
    later = call(handler, "POST", f"/api/v1/apps/{busy}/reports/sessions", words, context=program)
    assert later.headers["location"] == f"/api/v1/apps/{busy}/jobs/{later.json['jobId']}", "their token opens no other"


def asked_as_csv(ask: Ask, app: str, name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same at once, as a table."""
    monkeypatch.setattr(plan, "EVENTS_A_MEGABYTE", 10_000)
    return ask("POST", f"/api/apps/{app}/reports/{name}?format=csv", {**RANGE, **REPORTS[name]}).text


@pytest.mark.parametrize("engine", ["athena"], indirect=True)
def test_athena_is_asked_by_its_own_api(
    ask: Ask, busy: str, engine: str, store: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = asked(ask, busy, "sessions")
    assert later.status == 202, later.text
    [execution] = boto3.client("athena").list_query_executions(WorkGroup="spoor")["QueryExecutionIds"]
    as_athena(store, execution)
    answer = ask("GET", later.headers["location"])
    assert answer.status == 200, answer.text
    monkeypatch.setattr(plan, "EVENTS_A_MEGABYTE", 10_000)
    assert answer.json == asked(ask, busy, "sessions").json


def test_a_job_is_its_apps_alone(ask: Ask, busy: str, engine: str, database: Direct) -> None:
    where = asked(ask, busy, "sessions").headers["location"]
    sign_up(database, "bob")
    other = track(database, "bob", "spk_other")
    job = where.rpartition("/")[2]
    for path, user in (
        (where, "bob"),
        (f"/api/apps/{other}/jobs/{job}", "bob"),
        (f"/api/apps/{busy}/jobs/{other}", "ann"),
    ):
        assert call(handler, "GET", path, user_id=user).status == 404
    assert call(handler, "GET", f"/api/apps/{busy}/jobs/none", user_id="ann").status == 404
    database.execute("DELETE FROM public.tracked_apps WHERE id = %s", [busy])
    assert database.execute("SELECT count(*) FROM spoor.jobs").fetchall() == [{"count": 0}]


def test_without_an_engine_postgres_answers_and_where_it_cannot_the_answer_says_what_to_set(
    ask: Ask, busy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    assert asked(ask, busy, "sessions").headers["spoor-engine"] == "postgres; reason=too_large"

    def too_many(_: object) -> NoReturn:
        raise TooLarge("More than fits.")

    monkeypatch.setattr("query.engines.postgres.funnel._few", too_many)
    refused = asked(ask, busy, "funnel")
    assert (refused.status, refused.json["code"]) == (413, "QUESTION_TOO_LARGE")
    assert "LargeQuestions" in refused.json["message"]
    small(monkeypatch, "athena")
    words = {"report": "funnel", **RANGE, **REPORTS["funnel"]}
    several = {"questions": [words, {**words, "breakdown": {"property": "plan"}}]}
    answers = ask("POST", f"/api/apps/{busy}/reports", several).json["answers"]
    assert {(each["status"], each["code"]) for each in answers} == {(413, "QUESTION_TOO_LARGE")}
    assert "by itself: then athena answers it" in answers[0]["message"]
    assert "does not know all of it" in answers[1]["message"]


def test_what_the_engine_does_not_know_is_not_deferred(ask: Ask, busy: str, engine: str) -> None:
    words = {**RANGE, "interval": "day", "series": [{"event": None, "measure": "sessions"}]}
    assert (
        ask("POST", f"/api/apps/{busy}/reports/trends", words).headers["spoor-engine"] == "postgres; reason=too_large"
    )


def test_what_a_job_brought_along_is_swept(
    ask: Ask, busy: str, engine: str, store: Folder, sealing: Callable[..., None], database: Direct,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    where = asked(ask, busy, "sessions").headers["location"]
    assert list((store.root / "questions").iterdir())
    database.execute("UPDATE spoor.lake_files SET made_at = now() - interval '2 days'")
    sealing()
    assert not (store.root / "questions").exists()
    monkeypatch.setattr(AtOnce, "state", lambda *_: ("SUCCESS", ""))
    gone = ask("GET", where)
    assert (gone.status, gone.json["code"]) == (404, "JOB_NOT_FOUND")


def test_a_run_that_failed_is_told(ask: Ask, busy: str, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where = asked(ask, busy, "sessions").headers["location"]
    monkeypatch.setattr(AtOnce, "state", lambda *_: ("FAILED", "out of memory"))
    assert (ask("GET", where).status, ask("GET", where).json["code"]) == (502, "ENGINE_FAILED")


def test_spark_is_asked_by_emr_serverless_own_api(cloud: str) -> None:
    client = boto3.client("emr-serverless")
    application = client.create_application(name="spoor", releaseLabel="emr-7.9.0", type="SPARK")["applicationId"]
    runs = SparkRuns(application, "arn:aws:iam::123456789012:role/spoor")
    run = runs.start("s3://lake/job.py", "s3://lake/request.json")
    assert runs.state(run)[0] in ("PENDING", "SUBMITTED", "SCHEDULED", "RUNNING", "SUCCESS")
    [driver] = [client.get_job_run(applicationId=application, jobRunId=run)["jobRun"]["jobDriver"]]
    assert driver["sparkSubmit"]["entryPointArguments"] == ["s3://lake/request.json"]
