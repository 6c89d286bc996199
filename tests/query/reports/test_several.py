"""Several questions of one request are answered as each is by itself, and none costs the others anything."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from threading import Thread, Timer
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from dev.database.postgres import Server
from query import scope
from query.app import handler
from query.engines import postgres
from query.reports.catalogue import REPORTS
from query.reports.deadline import Deadline
from query.routes.reports import several as door
from spoor import database as layer
from tests.gateway import Reply, call
from tests.people import Direct, happen
from tests.query.conftest import Ask

START = datetime(2026, 11, 1, 9, tzinfo=UTC)
RANGE = {"from": "2026-11-01", "to": "2026-11-03"}
TREND: dict[str, Any] = {"report": "trends", **RANGE, "interval": "day", "series": [{"event": "open"}]}
FUNNEL: dict[str, Any] = {"report": "funnel", **RANGE, "steps": [{"event": "open"}, {"event": "buy"}]}
STICKINESS: dict[str, Any] = {"report": "stickiness", **RANGE}


IN_POSTGRES = pytest.mark.parametrize("engine", ["postgres"], indirect=True)
"""Where what goes wrong is planted in Postgres: the lake asks for links with each question, and gathers by itself."""


@pytest.fixture(autouse=True)
def events(database: Direct, shop: str) -> None:
    """Two visitors, of whom one buys."""
    happen(database, shop, [("open", "a", START), ("open", "b", START), ("buy", "a", START + timedelta(minutes=5))])


def asked_at_once(ask: Ask, app_id: str, *questions: Any) -> list[Any]:
    """What becomes of the questions."""
    reply = ask("POST", f"/api/apps/{app_id}/reports", {"questions": list(questions)})
    assert reply.status == 200, reply.text
    answers: list[Any] = reply.json["answers"]
    return answers


def asked_alone(ask: Ask, app_id: str, question: dict[str, Any]) -> Reply:
    """The answer to one, by its own address."""
    words = {word: said for word, said in question.items() if word != "report"}
    return ask("POST", f"/api/apps/{app_id}/reports/{question['report']}", words)


def test_each_is_answered_as_by_itself_in_the_order_of_the_questions(shop: str, ask: Ask) -> None:
    questions = [{**report.example.question, "report": report.name} for report in REPORTS] + [TREND, FUNNEL]
    alone = [asked_alone(ask, shop, each) for each in questions]
    assert asked_at_once(ask, shop, *questions) == [{"status": 200, "answer": each.json} for each in alone]
    assert asked_at_once(ask, shop, *questions[::-1]) == [{"status": 200, "answer": each.json} for each in alone[::-1]]


@pytest.mark.parametrize(
    "bad",
    [
        {**TREND, "interval": "year"},
        {**TREND, "colour": "red", "series": [{"event": "open", "filters": [{"property": "x", "operator": "gt"}]}]},
        {**TREND, "from": "2026-11-05"},
        {**FUNNEL, "steps": []},
        {**FUNNEL, "exclusions": [{"event": "x", "fromStep": 2, "toStep": 1}]},
        {**FUNNEL, "steps": None, "funnelId": str(uuid4())},
        {**TREND, "filters": [{"property": "$cohort", "operator": "is", "value": str(uuid4())}]},
        {"report": "horoscope"},
        {**STICKINESS, "timezone": "Mars"},
    ],
)
def test_what_is_refused_is_refused_as_by_itself_and_the_others_are_answered(
    shop: str, ask: Ask, bad: dict[str, Any]
) -> None:
    alone = asked_alone(ask, shop, bad)
    assert alone.status in {404, 422}
    good, refused, last = asked_at_once(ask, shop, TREND, bad, STICKINESS)
    assert (good["status"], last["status"]) == (200, 200)
    told = {"status": alone.status, **alone.json}
    for each in told.get("errors", []):
        each["path"] = f"questions[1].{each['path']}".removesuffix(".")
    assert refused == told


@pytest.mark.parametrize(
    ("odd", "path"),
    [
        (3, "questions[0]"),
        (None, "questions[0]"),
        ([], "questions[0]"),
        ({}, "questions[0].report"),
        ({"report": None}, "questions[0].report"),
        ({"report": ["trends"]}, "questions[0].report"),
        ({"report": "\ud800"}, "questions[0].report"),
        ({"report": "trends", "\ud800": 1}, "questions[0]"),
    ],
)
def test_what_is_no_question_is_refused_in_its_place(shop: str, ask: Ask, odd: Any, path: str) -> None:
    refused, good = asked_at_once(ask, shop, odd, TREND)
    assert (refused["status"], refused["code"], refused["errors"][0]["path"]) == (422, "INVALID_REQUEST", path)
    assert good["status"] == 200


@pytest.mark.parametrize("body", [{}, {"questions": {}}, {"questions": [TREND] * 21}, {"questions": [], "limit": 1}])
def test_a_request_that_is_no_list_of_at_most_20_questions_is_refused_as_a_whole(
    shop: str, ask: Ask, body: dict[str, Any]
) -> None:
    assert ask("POST", f"/api/apps/{shop}/reports", body).status == 422


@IN_POSTGRES
def test_twenty_questions_are_taken_and_none_are_answered_by_none(shop: str, ask: Ask) -> None:
    assert [each["status"] for each in asked_at_once(ask, shop, *[TREND] * 20)] == [200] * 20
    assert asked_at_once(ask, shop) == []


LATE: dict[str, Any] = {"report": "lifecycle", **RANGE, "interval": "day"}
"""It looks at who is one visitor, which a total of events does not."""


@contextmanager
def links_locked(server: Server, seconds: float | None = None) -> Iterator[psycopg.Connection[Any]]:
    """Nobody can read who is one visitor, for the block or so many seconds of it."""
    with psycopg.connect(server.url) as other:
        other.execute("LOCK TABLE spoor.identities IN ACCESS EXCLUSIVE MODE")
        timer = Timer(seconds or 60, other.rollback)
        timer.start()
        yield other
        timer.cancel()
        timer.join()


@IN_POSTGRES
def test_one_that_runs_into_its_share_of_the_time_costs_neither_the_others_nor_the_connection(
    server: Server, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scope, "ANSWERED_WITHIN_S", 3.0)
    asked_at_once(ask, shop, TREND)
    connection = layer._connection
    with links_locked(server):
        found = asked_at_once(ask, shop, LATE, TREND, TREND, TREND)
    assert [each["status"] for each in found] == [503, 200, 200, 200]
    assert found[0]["code"] == "REPORT_TOO_SLOW"
    assert layer._connection is connection
    assert layer.run("SHOW statement_timeout", repeatable=True) == [{"statement_timeout": "0"}]


@IN_POSTGRES
def test_one_that_needs_more_than_its_share_has_what_the_others_leave(
    server: Server, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scope, "ANSWERED_WITHIN_S", 10.0)
    with links_locked(server, 2.5):
        found = asked_at_once(ask, shop, LATE, *[TREND] * 9)
    assert [each["status"] for each in found] == [200] * 10
    assert found[0]["answer"] == asked_alone(ask, shop, LATE).json


@IN_POSTGRES
def test_a_connection_that_is_lost_at_one_is_there_again_for_all(
    database: Direct, server: Server, shop: str, ask: Ask
) -> None:
    def end() -> None:
        while not database.execute(_END).fetchall():
            sleep(0.05)
        locking.rollback()

    with links_locked(server) as locking:
        ending = Thread(target=end)
        ending.start()
        found = asked_at_once(ask, shop, TREND, LATE, STICKINESS)
        ending.join()
    assert [each["status"] for each in found] == [200] * 3


_END = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND query LIKE '/* lifecycle %'
"""


def test_of_one_owner_three_requests_are_answered_at_once_and_a_fourth_is_told_so_of_each_question(
    ann: str, server: Server, shop: str, ask: Ask
) -> None:
    with ExitStack() as taken:
        for _ in range(3):
            taken.enter_context(psycopg.connect(server.url)).execute(
                layer.sql("query.engines.postgres", "set_bounds"), {"limit": "30000", "owner": ann, "may_loop": "off"}
            )
        found = asked_at_once(ask, shop, TREND, {**TREND, "interval": "year"}, STICKINESS)
    assert [(each["status"], each["code"]) for each in found] == [
        (429, "TOO_MANY_REPORTS"),
        (422, "INVALID_REQUEST"),
        (429, "TOO_MANY_REPORTS"),
    ]


@IN_POSTGRES
def test_a_fault_of_ours_in_one_costs_the_others_nothing(shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(postgres, "GATHERS", {**postgres.GATHERS, "stickiness": broken})
    found = asked_at_once(ask, shop, TREND, STICKINESS, FUNNEL)
    assert [each["status"] for each in found] == [200, 500, 200]
    assert found[1]["code"] == "INTERNAL_ERROR"


def test_an_answer_for_which_there_is_no_room_is_refused_and_smaller_ones_behind_it_are_not(
    shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "LARGEST", 800)
    wide = {**TREND, "from": "2026-10-01", "interval": "hour"}
    found = asked_at_once(ask, shop, wide, STICKINESS)
    assert [each["status"] for each in found] == [413, 200]
    assert found[0]["code"] == "ANSWERS_TOO_LARGE"


def test_shares_are_equal_parts_of_the_time_that_is_left() -> None:
    whole = Deadline(monotonic() + 10)
    first = whole.share(4)
    assert 2 < first.left_s() <= 2.5
    assert first.more_s == 0
    assert whole.share(1) is whole
    assert Deadline(0.0).share(3).left_s() == 0


def test_all_run_on_the_one_connection(database: Direct, shop: str, ask: Ask) -> None:
    layer.close()
    asked_at_once(ask, shop, TREND, {"report": "horoscope"}, FUNNEL, STICKINESS)
    connection = layer._connection
    asked_at_once(ask, shop, TREND, FUNNEL)
    assert connection is not None
    assert layer._connection is connection


def test_programs_with_a_token_ask_several_at_once_too(shop: str) -> None:
    token = {"userId": "ann", "tokenId": "t", "scopes": ["read"], "appIds": ["*"]}
    reply = call(handler, "POST", f"/api/v1/apps/{shop}/reports", {"questions": [TREND]}, context=token)
    assert [each["status"] for each in reply.json["answers"]] == [200]
