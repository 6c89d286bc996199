"""The API's documentation says what the API does: every example can be sent, every answer has its documented shape."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema_rs import validator_for
from psycopg import sql
from psycopg.types.json import Jsonb

from dev import openapi as written
from query.api.surfaces import is_for_programs
from query.app import app, handler
from query.engines.portable import jobs
from query.engines.portable.progress import Progress
from query.openapi import document, operations
from query.shares.links import hash_of
from tests.conftest import forget_settings
from tests.gateway import call
from tests.people import Direct, claim, happen
from tests.query.conftest import Ask
from tests.teams import gather

DOCUMENT = document(app)
JSON = "application/json"
OPERATIONS = {operation["operationId"]: (method, path, operation) for path, method, operation in operations(DOCUMENT)}
IDS = {
    each["name"]: each["example"] for _, _, op in OPERATIONS.values() for each in op["parameters"] if "example" in each
}

TEAM = OPERATIONS["shareApp"][2]["requestBody"]["content"][JSON]["example"]["teamId"]


def validate(schema: Any, value: Any) -> None:
    """Hold a value to a schema of the document. Raises ValidationError."""
    validator_for({**schema, "components": DOCUMENT["components"]}).validate(value)


def jsons(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a body or an answer is as JSON: schema and example."""
    if JSON in part.get("content", {}):
        yield part["content"][JSON]


def successes(operation: dict[str, Any]) -> dict[str, Any]:
    """The successes of an operation by status, but 202 where what is asked may be answered later."""
    found = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
    return {status: answer for status, answer in found.items() if status != "202" or len(found) == 1}


def test_the_committed_copy_is_the_document() -> None:
    assert written.COPY.read_text() == written.text(), "run `make openapi`"


def test_the_document_is_served_to_everybody_signed_in(ask: Ask) -> None:
    assert ask("GET", "/api/openapi.json").json == DOCUMENT


def test_both_surfaces_are_servers_of_the_document() -> None:
    assert [is_for_programs({"rawPath": f"{each['url']}/apps"}) for each in DOCUMENT["servers"]] == [False, True]


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_every_address_is_described(operation_id: str) -> None:
    _, path, operation = OPERATIONS[operation_id]
    assert operation["summary"]
    assert operation["description"]
    assert set(operation["tags"]) < {tag["name"] for tag in DOCUMENT["tags"]}
    assert [each["name"] for each in operation["parameters"] if not each.get("description")] == []
    assert {f"{{{each['name']}}}" in path for each in operation["parameters"] if each["in"] == "path"} <= {True}
    assert len(successes(operation)) == 1


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_every_body_and_every_answer_has_an_example_of_its_shape(operation_id: str) -> None:
    _, _, operation = OPERATIONS[operation_id]
    for part in (operation.get("requestBody", {}), *successes(operation).values()):
        for media in jsons(part):
            validate(media["schema"], media["example"])


def test_every_refusal_has_an_example_of_its_shape() -> None:
    for refusal in DOCUMENT["components"]["responses"].values():
        for media in jsons(refusal):
            validate(media["schema"], media["example"])


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_every_example_can_be_sent_and_is_answered_as_documented(
    database: Direct, ann: str, ask: Ask, monkeypatch: pytest.MonkeyPatch, operation_id: str
) -> None:
    method, path, operation = OPERATIONS[operation_id]
    keep_what_examples_name(database, ann)
    if operation_id == "answerOfJob":
        keep_a_job_that_is_done(database, monkeypatch)
    gather(database, TEAM, ann="owner")
    monkeypatch.setenv("API_TOKEN_SECRETS", "a-key-that-only-tests-know-0123456789")
    monkeypatch.setenv("AUTH_PLUGINS", "organization")
    forget_settings()
    for each in operation["parameters"]:
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", each["example"])
    query = "&".join(
        f"{each['name']}={quote(each['example'])}"
        for each in operation["parameters"]
        if each["in"] == "query" and "example" in each
    )
    body = next((media["example"] for media in jsons(operation.get("requestBody", {}))), None)
    reply = ask(method.upper(), f"/api{path}?{query}", body)
    [(status, answer)] = successes(operation).items()
    assert str(reply.status) == status, reply.text
    for media in jsons(answer):
        validate(media["schema"], reply.json)
    assert bool(reply.text) == ("content" in answer)


class Done:
    """An engine that found nothing."""

    def progress(self, _: str) -> Progress:
        """It is done."""
        return Progress("done")

    def rows(self, *_: object) -> list[dict[str, Any]]:
        """None."""
        return []


def keep_a_job_that_is_done(database: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question whose answer an engine elsewhere has."""
    monkeypatch.setitem(jobs.ADAPTERS, "spark", lambda: Done())
    monkeypatch.setenv("LAKE_URL", "file:///nowhere")
    question = {"from": "2026-11-01", "to": "2026-11-08", "interval": "day", "series": [{"event": None}]}
    database.execute(
        "INSERT INTO spoor.jobs VALUES (%s, %s, 'trends', %s, now(), 'spark', 'run')",
        [IDS["jobId"], IDS["appId"], Jsonb(question)],
    )


def keep_what_examples_name(database: Direct, owner: str) -> None:
    """An app and the things in it, each with the id that it has in the examples."""
    trend = {"interval": "day", "series": [{"event": None}]}
    did = {"kind": "did", "event": "open", "lastDays": 7}
    database.execute(
        "INSERT INTO public.tracked_apps VALUES (%s, %s, 'Shop', 'spk_x') ON CONFLICT DO NOTHING", [IDS["appId"], owner]
    )
    rows: dict[str, tuple[str, dict[str, Any]]] = {
        "public.funnels": ("funnelId", {"steps": [{"event": "open"}]}),
        "spoor.cohorts": ("cohortId", {"definition": did}),
        "spoor.saved_reports": ("reportId", {"report": "trends", "question": trend, "last_days": 7}),
        "spoor.dashboards": ("dashboardId", {}),
    }
    for table, (id_, values) in rows.items():
        into = sql.Identifier(*table.split("."))
        database.execute(
            sql.SQL("INSERT INTO {} SELECT * FROM jsonb_populate_record(NULL::{}, %s) ON CONFLICT DO NOTHING").format(
                into, into
            ),
            [Jsonb({"id": IDS[id_], "app_id": IDS["appId"], "name": "x", "created_at": "2026-11-01", **values})],
        )
    database.execute(
        "INSERT INTO spoor.tracking_plans (app_id, plan) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        [IDS["appId"], Jsonb({"events": [], "on_breach": "tell", "only_planned": True})],
    )
    happen(database, IDS["appId"], [("Order Completed", IDS["visitorId"], datetime(2026, 11, 2, 8, tzinfo=UTC))])
    claim(database, IDS["appId"], (IDS["visitorId"], "ann"), ("another", "ann@example.com"))
    database.execute(
        "INSERT INTO spoor.annotations (id, app_id, at, text) VALUES (%s, %s, now(), 'x') ON CONFLICT DO NOTHING",
        [IDS["annotationId"], IDS["appId"]],
    )
    database.execute(
        "INSERT INTO spoor.alerts (id, app_id, user_id, name, report, question, number, rule, timezone, destinations,"
        " origin, signing_secret, next_check_at)"
        " VALUES (%s, %s, %s, 'A', 'trends', %s, 'A', %s, 'UTC', %s, '', '', now()) ON CONFLICT DO NOTHING",
        [
            *(IDS["alertId"], IDS["appId"], owner, Jsonb({"interval": "day", "series": [{"event": "a"}]})),
            Jsonb({"when": {"above": 1}}),
            Jsonb([{"way": "slack", "shown": "x", "target": "x"}]),
        ],
    )
    database.execute(
        "INSERT INTO spoor.shares (id, app_id, maker_id, dashboard_id, token_hash, embed_on)"
        " VALUES (%s, %s, %s, %s, %s, '{}') ON CONFLICT DO NOTHING",
        [IDS["shareId"], IDS["appId"], owner, IDS["dashboardId"], hash_of(IDS["token"])],
    )
    database.execute(
        "INSERT INTO spoor.api_tokens (id, user_id, name, scopes, expires_at) VALUES (%s, %s, 'x', '{read}', %s)"
        " ON CONFLICT DO NOTHING",
        [IDS["tokenId"], owner, datetime.now(UTC) + timedelta(days=1)],
    )


@pytest.mark.parametrize("path", ["/api/docs", "/api/openapi.json"])
def test_documentation_is_not_for_strangers(path: str) -> None:
    assert call(handler, "GET", path).status == 401


def test_the_page_shows_every_address_and_every_link_in_it_leads_somewhere(ask: Ask) -> None:
    reply = ask("GET", "/api/docs")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    for method, path, _ in OPERATIONS.values():
        assert f"<b>{method.upper()}</b> <code>{path}</code>" in reply.text
    anchors, links = (set(re.findall(form, reply.text)) for form in ('id="([^"]+)"', 'href="#([^"]+)"'))
    assert links <= anchors
    assert links >= set(DOCUMENT["components"]["responses"])
