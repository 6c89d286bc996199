"""A report has so much time and no more, and takes none of it from who uses the connection next."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import uuid4

import psycopg
import pytest

from dev.postgres import Server
from query import scope
from query.reports import ask as asking
from query.reports import timed_out
from query.scope import Scope
from spoor import database as layer
from spoor.errors import TooSlow
from tests.people import Direct, happen, sign_up, track
from tests.query.conftest import Ask
from tests.query.test_cohorts import RANGE, START, TRENDS

ANN = Scope(uuid4(), timedelta(minutes=30), datetime(2026, 11, 20, tzinfo=UTC), owner_id="ann")
FUNNEL = {"steps": [{"event": "open"}], "step": 1, "outcome": "reached"}


def test_a_statement_that_runs_too_long_is_stopped_and_the_next_one_is_not(
    database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "STATEMENT_TIMEOUT_MS", 50)
    with pytest.raises(TooSlow):
        asking.ask("SELECT pg_sleep(30)", {}, ANN)
    with pytest.raises(TooSlow):
        list(asking.stream("SELECT pg_sleep(30)", {}, ANN))
    assert layer.run("SELECT pg_sleep(0.1)", repeatable=True)


def test_no_statement_is_begun_once_the_time_for_the_answer_is_over(database: Direct) -> None:
    for put in (asking.ask, asking.stream):
        with pytest.raises(TooSlow):
            list(put("SELECT 1", {}, replace(ANN, until=monotonic())))
        assert list(put("SELECT 1 AS one", {}, replace(ANN, until=monotonic() + 10))) == [{"one": 1}]


def test_what_ran_out_of_time_gets_less_of_it_the_second_time(
    database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "STATEMENT_TIMEOUT_MS", 300)
    monkeypatch.setattr(timed_out, "SECOND_LIMIT_MS", 100)
    slow, other = "SELECT pg_sleep(%(for)s)", {"for": 0.2}
    with pytest.raises(TooSlow):
        asking.ask(slow, {"for": 30}, ANN)
    assert timed_out.limit_ms(slow, {"for": 30}, 300) == 100
    assert asking.ask(slow, other, ANN), "another question has all the time"
    timed_out.remember(slow, other, 300)
    with pytest.raises(TooSlow):
        asking.ask(slow, other, ANN)


def test_memory_for_what_ran_out_of_time_is_bounded_and_little_time_is_not_held_against_it() -> None:
    for at in range(2 * timed_out._MOST):
        timed_out.remember("SELECT", {"at": at}, 16_000)
    assert len(timed_out._until) == timed_out._MOST
    timed_out._until.clear()
    timed_out.remember("SELECT", {}, timed_out.SECOND_LIMIT_MS - 1)
    assert timed_out._until == {}


def test_of_one_owner_three_questions_are_answered_at_once_and_another_owner_does_not_notice(
    database: Direct, server: Server, ann: str, shop: str, ask: Ask
) -> None:
    bob = sign_up(database, "bob")
    cafe = track(database, bob, "spk_cafe")
    happen(database, shop, [("open", "d1", START)])
    asked = [
        ("POST", f"/api/apps/{shop}/reports/trends", TRENDS),
        ("POST", f"/api/apps/{shop}/reports/funnel/visitors", {**RANGE, **FUNNEL}),
        ("GET", f"/api/apps/{shop}/catalog", None),
        ("GET", f"/api/apps/{shop}/events", None),
        ("GET", f"/api/apps/{shop}/live", None),
        ("GET", f"/api/apps/{shop}/visitors/d1", None),
        ("GET", f"/api/apps/{shop}/export?day=2026-11-20", None),
    ]
    with ExitStack() as turns:
        for _ in range(3):
            assert ask(*asked[0]).status == 200
            turns.enter_context(psycopg.connect(server.url)).execute(
                layer.sql("query", "set_bounds"), {"limit": "30000", "owner": ann}
            )
        for one in asked:
            reply = ask(*one)
            assert (reply.status, reply.json["code"]) == (429, "TOO_MANY_REPORTS"), one
            assert int(reply.headers["retry-after"]) >= 1
        assert ask("GET", "/api/apps").status == 200, "nothing but reports waits"
        assert ask("POST", f"/api/apps/{cafe}/reports/trends", TRENDS, user_id=bob).status == 200
    assert [ask(*one).status for one in asked] == [200] * len(asked), "no turn outlives its transaction"


def test_what_a_question_names_takes_from_the_time_for_its_answer(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(database, shop, [("open", "d1", START)])
    funnel = ask("POST", f"/api/apps/{shop}/funnels", {"name": "F", "steps": [{"event": "open"}]}).json["id"]
    told = {"kind": "funnel", "funnelId": funnel, "step": 1, "outcome": "reached", **RANGE}
    cohort = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "C", "definition": told}).json["id"]
    asked = {**TRENDS, "filters": [{"property": "$cohort", "operator": "is", "value": cohort}]}
    address = f"/api/apps/{shop}/reports/trends"
    assert ask("POST", address, asked).json["series"][0]["total"] == 1
    monkeypatch.setattr(scope, "ANSWERED_WITHIN", 0)
    for path, method, body in ((address, "POST", asked), (f"/api/apps/{shop}/cohorts/{cohort}/size", "GET", None)):
        reply = ask(method, path, body)
        assert (reply.status, reply.json["code"]) == (503, "REPORT_TOO_SLOW")
        assert "shorter range" in reply.json["message"]
        assert reply.headers["retry-after"] == "30"
