"""Every report and every list is a table for whoever wants one, by a word of the address or by the header Accept."""

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from urllib.parse import quote, unquote

import pytest

from query.app import handler
from tests.gateway import Reply, call
from tests.people import Direct, happen
from tests.query.api.test_openapi import OPERATIONS, jsons, keep_what_examples_name
from tests.query.conftest import Ask

TABLES = [
    name
    for name, (_, _, each) in OPERATIONS.items()
    if "text/csv" in each["responses"].get("200", {}).get("content", {})
]
EXPORT = "exportEvents"
JOB = "answerOfJob"
"""A job needs an engine for large questions: tests/lake asks for its table."""

SINGLE = {
    *("getApp", "getSettings", "getFunnel", "getCohort", "getCohortSize", "getSavedReport", "getDashboard"),
    *("getPlan", "suggestPlan", "getAlert", "showShared"),
}
"""What is one thing, and no list."""


def send(operation_id: str, word: str, accept: str = "*/*", user: str = "ann") -> Reply:
    """The operation's example, with one more word in the query string."""
    method, path, operation = OPERATIONS[operation_id]
    for each in operation["parameters"]:
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", each["example"])
    words = [
        f"{each['name']}={quote(each['example'])}"
        for each in operation["parameters"]
        if each["in"] == "query" and "example" in each
    ]
    body = next((media["example"] for media in jsons(operation.get("requestBody", {}))), None)
    query = "&".join([*words, *([word] if word else [])])
    return call(handler, method.upper(), f"/api{path}", body, user_id=user, query=query, headers={"accept": accept})


@pytest.mark.parametrize("operation_id", [each for each in TABLES if each not in {EXPORT, JOB}])
def test_a_word_and_a_header_give_the_same_table_and_an_unknown_form_is_refused(
    database: Direct, ann: str, operation_id: str
) -> None:
    keep_what_examples_name(database, ann)
    said = send(operation_id, "format=csv")
    assert (said.status, said.headers["content-type"]) == (200, "text/csv; charset=utf-8"), said.text
    assert said.headers["content-disposition"].startswith('attachment; filename="')
    rows = list(csv.reader(StringIO(said.text, newline="")))
    assert rows[0]
    assert {len(row) for row in rows} == {len(rows[0])}
    preferred = send(operation_id, "", "text/csv")
    assert preferred.headers["content-type"] == said.headers["content-type"]
    assert preferred.text.splitlines()[0] == said.text.splitlines()[0]
    for plain in (send(operation_id, ""), send(operation_id, "format=json", "text/csv")):
        assert plain.headers["content-type"] == "application/json; charset=utf-8"
    for word in ("xml", "CSV", ""):
        refused = send(operation_id, f"format={word}")
        assert (refused.status, refused.json["errors"][0]["path"]) == (422, "format")
    unknown = send(operation_id, "format=csv&colour=red")
    assert (unknown.status, unknown.json["errors"][0]["path"]) == (422, "colour")


def test_every_answer_with_a_list_is_a_table_too() -> None:
    reads = {name for name, (method, _, _) in OPERATIONS.items() if method == "get"}
    assert reads - {*TABLES} == SINGLE
    reports = {name for name, (method, path, _) in OPERATIONS.items() if method == "post" and "/reports/" in path}
    assert reports <= {*TABLES}


@pytest.mark.parametrize("operation_id", sorted(SINGLE))
def test_one_thing_is_no_table(database: Direct, ann: str, operation_id: str) -> None:
    keep_what_examples_name(database, ann)
    refused = send(operation_id, "format=csv")
    assert (refused.status, refused.json["errors"][0]["path"]) == (422, "format")


def test_what_a_spreadsheet_would_run_is_text_in_every_list(database: Direct, shop: str, ask: Ask) -> None:
    for name in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"):
        happen(database, shop, [(name, name, datetime(2026, 11, 20, tzinfo=UTC), {"a": name})])
        ask("POST", "/api/apps", {"name": name})
        ask("POST", f"/api/apps/{shop}/funnels", {"name": name, "steps": [{"event": name}]})
    lists = ("apps?", f"apps/{shop}/funnels?", f"apps/{shop}/events?", f"apps/{shop}/catalog?from=2026-11-19&")
    for address in lists:
        cells = cells_of(ask("GET", f"/api/{address}format=csv"))
        assert any(cell.startswith("'=") for cell in cells)
        assert [cell for cell in cells if cell[:1] in {*"=+-@\t\r＝"}] == []


def cells_of(reply: Reply) -> list[str]:
    """Every cell of a table."""
    return [cell for row in csv.reader(StringIO(reply.text, newline="")) for cell in row]


def test_a_table_of_a_page_names_the_next_one(database: Direct, shop: str, ask: Ask) -> None:
    when = datetime(2026, 11, 20, tzinfo=UTC)
    happen(database, shop, [("open", "ä\r\nx: y", when), ("open", "b", when), ("buy", "b", when)])
    address = f"/api/apps/{shop}/events?limit=2"
    first = ask("GET", f"{address}&format=csv")
    page = ask("GET", address).json
    assert unquote(first.headers["next-cursor"]) == page["nextCursor"]
    rest = ask("GET", f"{address}&format=csv&cursor={first.headers['next-cursor']}")
    assert "next-cursor" not in rest.headers
    rows = [row for each in (first, rest) for row in csv.DictReader(StringIO(each.text, newline=""))]
    listed: list[dict[str, Any]] = ask("GET", f"/api/apps/{shop}/events").json["events"]
    assert [row["id"] for row in rows] == [event["id"] for event in listed]
    assert {row["anonymousId"] for row in rows} == {"ä\r\nx: y", "b"}


def test_the_cursor_of_any_id_can_stand_in_a_header(database: Direct, shop: str, ask: Ask) -> None:
    now = datetime.now(UTC)
    happen(database, shop, [("open", one, now) for one in ("a", "ä\r\nset-cookie: x=1 ", "ö")])
    definition = {"kind": "did", "event": "open", "lastDays": 7}
    cohort = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "C", "definition": definition}).json["id"]
    found, cursor = [], ""
    for _ in range(3):
        reply = ask("GET", f"/api/apps/{shop}/cohorts/{cohort}/visitors?limit=1&format=csv&cursor={cursor}")
        assert "set-cookie" not in reply.headers
        found += cells_of(reply)[1:]
        cursor = reply.headers.get("next-cursor", "")
    assert found == ["a", "ä\r\nset-cookie: x=1 ", "ö"]
