"""Questions are kept under a name, and answered from there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from query.app import handler
from tests.gateway import call
from tests.people import Direct, happen
from tests.query.conftest import Ask

TREND = {"interval": "day", "series": [{"event": "open"}]}
RANGE = {"from": "2026-11-01", "to": "2026-11-03"}
SAVED = {"name": "Opens", "report": "trends", "question": {**TREND, **RANGE}}


def save(ask: Ask, app_id: str, **said: Any) -> dict[str, Any]:
    """A saved report."""
    made = ask("POST", f"/api/apps/{app_id}/saved-reports", {**SAVED, **said})
    assert made.status == 201, made.text
    found: dict[str, Any] = made.json
    return found


def test_a_report_is_saved_read_answered_replaced_and_deleted(database: Direct, shop: str, ask: Ask) -> None:
    made = save(ask, shop)
    assert {key: made[key] for key in SAVED} == SAVED
    assert made["lastDays"] is None
    path = f"/api/apps/{shop}/saved-reports/{made['id']}"
    assert ask("GET", path).json == made
    assert ask("GET", f"/api/apps/{shop}/saved-reports").json == {"savedReports": [made]}
    asked = ask("POST", f"/api/apps/{shop}/reports/trends", SAVED["question"])
    assert ask("GET", f"{path}/answer").json == asked.json
    funnel = {"name": "F", "report": "funnel", "question": {**RANGE, "steps": [{"event": "open"}]}}
    assert ask("PUT", path, funnel).json == {**made, **funnel}
    assert ask("DELETE", path).status == 204
    assert ask("GET", path).status == 404


def test_a_saved_report_answers_as_a_table_too(shop: str, ask: Ask) -> None:
    saved = save(ask, shop)
    path, csv = f"/api/apps/{shop}/saved-reports/{saved['id']}/answer", {"accept": "text/csv"}
    reply = call(handler, "GET", path, user_id="ann", headers=csv)
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    first, *_ = reply.text.splitlines()
    assert first == "bucket,open"


def test_a_report_of_the_last_days_moves_with_the_clock(database: Direct, shop: str, ask: Ask) -> None:
    today = datetime.now(UTC)
    happen(database, shop, [("open", None, today), ("open", None, today - timedelta(days=9))])
    saved = save(ask, shop, question=TREND, lastDays=7)
    answer = ask("GET", f"/api/apps/{shop}/saved-reports/{saved['id']}/answer").json
    assert [series["values"] for series in answer["series"]] == [[0, 0, 0, 0, 0, 0, 1]]
    assert answer["buckets"][-1][:10] == today.date().isoformat()


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"report": "horoscope"}, ""),
        ({"question": TREND}, "question.from"),
        ({"question": {**TREND, **RANGE, "interval": "year"}}, "question.interval"),
        ({"question": {**TREND, **RANGE, "series": [{"evnt": 1}]}}, "question.series[0].event"),
        ({"question": {**TREND, **RANGE}, "lastDays": 7}, ""),
        ({"question": {**TREND, "timezone": "Mars"}, "lastDays": 7}, "question.timezone"),
        ({"question": {**TREND, "timezone": 3}, "lastDays": 7}, "question.timezone"),
        ({"question": TREND, "lastDays": 0}, "lastDays"),
        ({"question": []}, "question"),
        ({"name": ""}, "name"),
        ({"address": "https://elsewhere.example"}, "address"),
        ({"address": "trends?by=\u00e4"}, "address"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_question_that_could_not_be_asked_is_not_kept(shop: str, ask: Ask, said: dict[str, Any], path: str) -> None:
    reply = ask("POST", f"/api/apps/{shop}/saved-reports", {**SAVED, **said})
    assert reply.status == 422
    assert reply.json["errors"][0]["path"] == path
    assert ask("GET", f"/api/apps/{shop}/saved-reports").json == {"savedReports": []}


def test_a_saved_report_keeps_every_operator_as_it_was_said(database: Direct, shop: str, ask: Ask) -> None:
    happened = datetime(2026, 11, 1, 12, tzinfo=UTC)
    happen(database, shop, [("open", "d1", happened, {"tags": ["New"], "price": 15, "path": "/a/B.html"})])
    filters = [
        {"property": "tags", "operator": "has", "value": "new", "ignoreCase": True},
        {"property": "price", "operator": "between", "value": [10, 20.5]},
        {"property": "path", "operator": "endsWith", "value": ".html"},
        {"property": "path", "operator": "matches", "value": r"^/a/\w+\.html$"},
    ]
    saved = save(ask, shop, question={**TREND, **RANGE, "filters": filters})
    assert saved["question"]["filters"] == filters
    answer = ask("GET", f"/api/apps/{shop}/saved-reports/{saved['id']}/answer").json
    assert answer["series"][0]["total"] == 1


def test_a_saved_report_keeps_where_the_pages_show_it(shop: str, ask: Ask) -> None:
    address = "trends?range=30d&look=bars&series=%7B%22event%22%3A%22open%22%7D"
    assert save(ask, shop, address=address)["address"] == address
    assert save(ask, shop)["address"] is None
