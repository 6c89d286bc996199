"""A question has so much time and no more, and takes none of it from who uses the connection next; an owner has three
turns at once, and keeps one until the answer is counted."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest

from dev.database.postgres import Server
from query import scope
from query.engines.postgres import time_outs
from query.engines.postgres import turn as turns
from query.reports.deadline import Deadline
from query.scope import Scope
from spoor import database as layer
from spoor.errors import TooSlow
from tests.people import Direct, happen, sign_up, track
from tests.query.conftest import Ask
from tests.query.kept.test_cohorts import RANGE, START, TRENDS

ANN = Scope(uuid4(), timedelta(minutes=30), datetime(2026, 11, 20, tzinfo=UTC), user_id="ann")
Put = Callable[..., list[Any]]
FUNNEL = {"steps": [{"event": "open"}], "step": 1, "outcome": "reached"}


def rows(statement: LiteralString, params: Any = None, scope: Scope = ANN) -> list[Any]:
    """The rows of a statement in a turn of its own."""
    with turns.taken(scope) as turn:
        return turn.rows(statement, params or {})


def streamed(statement: LiteralString, params: Any = None, scope: Scope = ANN) -> list[Any]:
    """The same one after the other."""
    with turns.taken(scope) as turn:
        return list(turn.stream(statement, params or {}))


@pytest.mark.parametrize("put", [rows, streamed])
def test_a_statement_that_runs_too_long_is_stopped_and_the_next_one_is_not(
    database: Direct, monkeypatch: pytest.MonkeyPatch, put: Put
) -> None:
    monkeypatch.setattr(turns, "STATEMENT_TIMEOUT_MS", 50)
    with pytest.raises(TooSlow):
        put("SELECT pg_sleep(30)")
    assert layer.run("SELECT pg_sleep(0.1)", repeatable=True)


@pytest.mark.parametrize("put", [rows, streamed])
def test_no_statement_is_begun_once_the_time_for_the_answer_is_over(database: Direct, put: Put) -> None:
    with pytest.raises(TooSlow):
        put("SELECT 1", {}, replace(ANN, deadline=Deadline(monotonic())))
    assert put("SELECT 1 AS one", {}, replace(ANN, deadline=Deadline(monotonic() + 10))) == [{"one": 1}]


def test_a_statement_has_the_time_that_those_before_it_in_the_turn_left_over(database: Direct) -> None:
    asked: LiteralString = "SELECT setting::int AS ms FROM pg_settings WHERE name = 'statement_timeout'"
    with turns.taken(replace(ANN, deadline=Deadline(monotonic() + 10))) as turn:
        first = turn.rows(asked, {})[0]["ms"]
        turn.rows("SELECT pg_sleep(1.5)", {})
        assert turn.rows(asked, {})[0]["ms"] < first - 1000


def test_what_ran_out_of_time_gets_less_of_it_the_second_time(
    database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "STATEMENT_TIMEOUT_MS", 300)
    monkeypatch.setattr(time_outs, "SECOND_LIMIT_MS", 100)
    slow: LiteralString = "SELECT pg_sleep(%(for)s)"
    other = {"for": 0.2}
    with pytest.raises(TooSlow):
        rows(slow, {"for": 30})
    assert time_outs.limit_ms(slow, {"for": 30}, 300) == 100
    assert rows(slow, other), "another question has all the time"
    time_outs.remember(slow, other, 300)
    with pytest.raises(TooSlow):
        rows(slow, other)


def test_a_turn_outlasts_the_pooler_s_patience_while_its_rows_are_counted(database: Direct) -> None:
    """The pooler of the tests ends a transaction that lies idle for five seconds."""
    with turns.taken(ANN) as turn:
        assert turn.rows("SELECT 1 AS one", {}) == [{"one": 1}]
        begun = monotonic()
        while monotonic() - begun < 7:
            sleep(0.5)
            Deadline(alive=turn.alive).check()
        assert turn.rows("SELECT 2 AS two", {}) == [{"two": 2}]


def test_memory_for_what_ran_out_of_time_is_bounded_and_little_time_is_not_held_against_it() -> None:
    for at in range(2 * time_outs._MOST):
        time_outs.remember("SELECT", {"at": at}, 16_000)
    assert len(time_outs._until) == time_outs._MOST
    time_outs._until.clear()
    time_outs.remember("SELECT", {}, time_outs.SECOND_LIMIT_MS - 1)
    assert time_outs._until == {}


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
    with ExitStack() as taken:
        for _ in range(3):
            assert ask(*asked[0]).status == 200
            taken.enter_context(psycopg.connect(server.url)).execute(
                layer.sql("query.engines.postgres", "set_bounds"), {"limit": "30000", "owner": ann, "may_loop": "off"}
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
    monkeypatch.setattr(scope, "ANSWERED_WITHIN_S", 0)
    for path, method, body in ((address, "POST", asked), (f"/api/apps/{shop}/cohorts/{cohort}/size", "GET", None)):
        reply = ask(method, path, body)
        assert (reply.status, reply.json["code"]) == (503, "REPORT_TOO_SLOW")
        assert "shorter range" in reply.json["message"]
        assert reply.headers["retry-after"] == "30"


def test_a_statement_that_joins_many_rows_may_not_loop_over_pairs_and_the_one_after_it_may(database: Direct) -> None:
    loops: LiteralString = "SELECT current_setting('enable_nestloop') AS loops"
    with turns.taken(ANN) as turn:
        found = [turn.rows(loops, {}, may_loop=may)[0]["loops"] for may in (False, True, False)]
    assert found == ["off", "on", "off"]
