"""A report has so much time and no more, and takes none of it from who uses the connection next."""

from time import monotonic

import pytest

from query import scope
from query.engines.postgres import ask as asking
from spoor import database as layer
from spoor.errors import TooSlow
from tests.people import Direct, happen
from tests.query.conftest import Ask
from tests.query.test_cohorts import RANGE, START, TRENDS


def test_a_statement_that_runs_too_long_is_stopped_and_the_next_one_is_not(
    database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "STATEMENT_TIMEOUT_MS", 50)
    with pytest.raises(TooSlow):
        asking.ask("SELECT pg_sleep(30)", {})
    with pytest.raises(TooSlow):
        list(asking.stream("SELECT pg_sleep(30)", {}))
    assert layer.run("SELECT pg_sleep(0.1)", repeatable=True)


def test_no_statement_is_begun_once_the_time_for_the_answer_is_over(database: Direct) -> None:
    with pytest.raises(TooSlow):
        asking.ask("SELECT 1", {}, monotonic())
    assert asking.ask("SELECT 1 AS one", {}, monotonic() + 10) == [{"one": 1}]


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
