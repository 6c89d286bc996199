"""What links answer is at most a minute old, and made by one at a time, however many ask."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from query.shares import answer_store
from spoor import database as layer
from tests.people import Direct, happen
from tests.query.conftest import Ask
from tests.query.shares.test_links import board as board
from tests.query.shares.test_links import link, visit
from tests.tables import every_row

AGE = "UPDATE spoor.shared_answers SET answered_at = now() - make_interval(secs => %s)"
MAKING = "UPDATE spoor.shared_answers SET making_until = now() + interval '30 seconds'"


def visitors(url: str) -> Any:
    """How many the trend of the board has seen."""
    return visit(url).json["tiles"][1]["answer"]["series"][0]["total"]


def test_an_answer_is_given_again_for_half_a_minute_and_to_others_while_one_makes_a_new_one(
    ask: Ask, database: Direct, shop: str, board: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = link(ask, shop, {"dashboardId": board})["url"]
    assert visitors(url) == 2
    happen(database, shop, [("open", "f", datetime.now(UTC) - timedelta(hours=25))])
    names: list[str] = []
    execute = layer._execute

    def listen(statement: Any, *rest: Any) -> Any:
        names.append(statement.split()[1].rstrip(":"))
        return execute(statement, *rest)

    monkeypatch.setattr(layer, "_execute", listen)
    assert visitors(url) == 2
    assert names == ["find_share", "find_access", "view_share"]
    database.execute(AGE, [29])
    assert visitors(url) == 2
    database.execute(AGE, [31])
    database.execute(MAKING)
    assert visitors(url) == 2
    database.execute("UPDATE spoor.shared_answers SET making_until = now()")
    assert visitors(url) == 3
    [kept] = every_row(database, "spoor.shared_answers")
    assert kept["making_until"] is None
    assert datetime.now(UTC) - kept["answered_at"] < timedelta(seconds=30)


def test_nobody_is_given_an_answer_that_is_more_than_a_minute_old(
    ask: Ask, database: Direct, shop: str, board: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_store, "_PAUSE_S", 0.0)
    url = link(ask, shop, {"dashboardId": board})["url"]
    assert visitors(url) == 2
    database.execute(AGE, [61])
    database.execute(MAKING)
    waiting = visit(url)
    assert (waiting.status, waiting.json["code"]) == (503, "ANSWER_IN_THE_MAKING")
    assert waiting.headers["retry-after"] == "2"
    database.execute("UPDATE spoor.shared_answers SET making_until = now()")
    assert visitors(url) == 2


def test_of_many_at_once_one_makes_the_answer_and_who_lost_the_task_keeps_nothing(
    ask: Ask, database: Direct, shop: str, board: str
) -> None:
    link(ask, shop, {"dashboardId": board})
    [share] = every_row(database, "spoor.shares")
    first = answer_store.find(share["id"], counts=False)
    assert isinstance(first, answer_store.AnswerToMake)
    begin = layer.sql("query.shares", "begin_answer")
    assert database.execute(begin, {"id": share["id"], "seconds": 30}).fetchall() == []
    answer_store.forget(share["app_id"])
    answer_store.keep(first, "{}", datetime.now(UTC))
    assert every_row(database, "spoor.shared_answers") == []
    second = answer_store.find(share["id"], counts=False)
    assert isinstance(second, answer_store.AnswerToMake)
    answer_store.keep(first, "{}", datetime.now(UTC))
    answer_store.keep(second, '{"new":1}', datetime.now(UTC))
    assert answer_store.find(share["id"], counts=False) == '{"new":1}'


def test_an_erasure_takes_along_what_links_have_answered(ask: Ask, database: Direct, shop: str, board: str) -> None:
    url = link(ask, shop, {"dashboardId": board})["url"]
    assert visitors(url) == 2
    assert ask("POST", f"/api/apps/{shop}/erasures", {"visitorId": "e", "dryRun": True}).status < 300
    assert len(every_row(database, "spoor.shared_answers")) == 1
    assert ask("POST", f"/api/apps/{shop}/erasures", {"visitorId": "e"}).status < 300
    assert every_row(database, "spoor.shared_answers") == []
    assert visitors(url) == 1


def test_a_report_that_cannot_be_answered_costs_the_others_nothing_and_tells_strangers_no_reason(
    ask: Ask, database: Direct, shop: str, board: str
) -> None:
    url = link(ask, shop, {"dashboardId": board})["url"]
    database.execute("UPDATE spoor.saved_reports SET question = '{\"steps\": 7}' WHERE report = 'funnel'")
    database.execute("UPDATE spoor.saved_reports SET address = 'trends?look=bars&by=x' WHERE report = 'trends'")
    _, trend, funnel = visit(url).json["tiles"]
    assert (trend["status"], trend["look"], funnel["status"], funnel["code"]) == (200, "bars", 422, "INVALID_REQUEST")
    assert {*funnel} == {"width", "name", "report", "status", "code"}


def test_the_sweep_takes_answers_that_are_worth_nothing_any_more_and_links_of_long_ago(
    ask: Ask, database: Direct, shop: str, board: str
) -> None:
    for _ in range(3):
        assert visit(link(ask, shop, {"dashboardId": board})["url"]).status == 200
    made = [row["id"] for row in every_row(database, "spoor.shares", "created_at")]
    database.execute("UPDATE spoor.shares SET expires_at = now() - interval '31 days' WHERE id = %s", [made[0]])
    database.execute(AGE + " WHERE share_id = %s", [61, made[1]])
    assert [
        database.execute(layer.sql("rollup", f"sweeps/sweep_{what}")).rowcount for what in ("shares", "shared_answers")
    ] == [1, 1]
    assert [row["share_id"] for row in every_row(database, "spoor.shared_answers")] == [made[2]]
