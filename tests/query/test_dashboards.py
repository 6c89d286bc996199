"""Questions are kept under a name and put on boards in an order; notes stand at their time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import sleep
from typing import Any
from uuid import UUID

import pytest

from query import dashboards
from query.app import handler
from tests.gateway import call
from tests.people import Direct, happen, track
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
        ({"question": {**TREND, **RANGE, "series": [{"evnt": 1}]}}, "question.series[0]"),
        ({"question": {**TREND, **RANGE}, "lastDays": 7}, ""),
        ({"question": {**TREND, "timezone": "Mars"}, "lastDays": 7}, "question.timezone"),
        ({"question": {**TREND, "timezone": 3}, "lastDays": 7}, "question.timezone"),
        ({"question": TREND, "lastDays": 0}, "lastDays"),
        ({"question": []}, "question"),
        ({"name": ""}, "name"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_question_that_could_not_be_asked_is_not_kept(shop: str, ask: Ask, said: dict[str, Any], path: str) -> None:
    reply = ask("POST", f"/api/apps/{shop}/saved-reports", {**SAVED, **said})
    assert reply.status == 422
    assert reply.json["errors"][0]["path"].startswith(path)
    assert ask("GET", f"/api/apps/{shop}/saved-reports").json == {"savedReports": []}


def test_a_board_keeps_the_order_of_its_reports(shop: str, ask: Ask) -> None:
    first, second, third = (save(ask, shop)["id"] for _ in range(3))
    made = ask("POST", f"/api/apps/{shop}/dashboards", {"name": "Board", "reportIds": [second, first]})
    assert made.status == 201
    assert made.json["reportIds"] == [second, first]
    path = f"/api/apps/{shop}/dashboards/{made.json['id']}"
    assert ask("PATCH", path, {"reportIds": [third, first, second]}).json["reportIds"] == [third, first, second]
    assert ask("PATCH", path, {"name": "Other"}).json == {
        **made.json,
        "name": "Other",
        "reportIds": [third, first, second],
    }
    ask("DELETE", f"/api/apps/{shop}/saved-reports/{first}")
    assert ask("GET", path).json["reportIds"] == [third, second]
    assert len(ask("GET", f"/api/apps/{shop}/dashboards").json["dashboards"]) == 1
    assert ask("DELETE", path).status == 204
    assert ask("GET", f"/api/apps/{shop}/saved-reports/{second}").status == 200


def test_a_board_takes_only_reports_of_its_app_each_once(database: Direct, ann: str, shop: str, ask: Ask) -> None:
    mine, other = save(ask, shop)["id"], track(database, ann, "spk_other")
    foreign = save(ask, other)["id"]
    made = ask("POST", f"/api/apps/{shop}/dashboards", {"name": "Board", "reportIds": [mine]}).json
    for ids in ([mine, foreign], [mine, mine], ["00000000-0000-0000-0000-000000000000"], ["mine"]):
        assert ask("PATCH", f"/api/apps/{shop}/dashboards/{made['id']}", {"reportIds": ids}).status == 422
        assert ask("POST", f"/api/apps/{shop}/dashboards", {"name": "B", "reportIds": ids}).status == 422
    assert ask("GET", f"/api/apps/{shop}/dashboards").json == {"dashboards": [made]}


def test_of_two_new_orders_at_once_the_later_one_stays(database: Direct, shop: str, ask: Ask) -> None:
    ids = [UUID(save(ask, shop)["id"]) for _ in range(2)]
    board = ask("POST", f"/api/apps/{shop}/dashboards", {"name": "B"}).json["id"]
    with ThreadPoolExecutor(1) as pool:
        with database.transaction():
            database.execute("SELECT FROM dashboards WHERE id = %s FOR UPDATE", [board])
            for place, report_id in enumerate(ids):
                database.execute("INSERT INTO dashboard_reports VALUES (%s, %s, %s)", [board, report_id, place])
            later = pool.submit(dashboards.change, UUID(str(shop)), board, None, ids[::-1])
            while not later.done() and not database.execute("SELECT FROM pg_locks WHERE NOT granted").rowcount:
                sleep(0.01)
        assert later.result().report_ids == ids[::-1]


def test_notes_are_listed_by_time_changed_and_deleted(shop: str, ask: Ask) -> None:
    path = f"/api/apps/{shop}/annotations"
    late = ask("POST", path, {"at": "2026-11-02T10:00:00+01:00", "text": "Sale"})
    early = ask("POST", path, {"at": "2026-11-01", "text": "Release"})
    assert (late.status, late.json["at"]) == (201, "2026-11-02T09:00:00+00:00")
    assert ask("GET", path).json == {"annotations": [early.json, late.json]}
    assert ask("GET", f"{path}?from=2026-11-02").json == {"annotations": [late.json]}
    one = f"{path}/{early.json['id']}"
    assert ask("PATCH", one, {"text": "Launch"}).json == {**early.json, "text": "Launch"}
    assert ask("PATCH", one, {"at": "2026-11-03"}).json["at"] == "2026-11-03T00:00:00+00:00"
    assert ask("DELETE", one).status == 204
    assert ask("PATCH", one, {"text": "x"}).status == 404


@pytest.mark.parametrize(
    "said", [{"at": "soon"}, {"text": ""}, {"text": " \n"}, {"text": "a\0"}, {"at": 5}, {"colour": "red"}]
)
def test_a_note_that_makes_no_sense_is_refused(shop: str, ask: Ask, said: dict[str, Any]) -> None:
    note = {"at": "2026-11-01", "text": "Release", **said}
    assert ask("POST", f"/api/apps/{shop}/annotations", note).status == 422
