"""Who reached a step, who dropped off there, page by page."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.people import Direct, happen
from tests.query.conftest import Ask

START = datetime(2026, 11, 1, tzinfo=UTC)
FUNNEL = {"from": "2026-11-01", "to": "2026-11-02", "steps": [{"event": "open"}, {"event": "cart"}, {"event": "buy"}]}


def after(minutes: int) -> datetime:
    """A moment of the tests' day."""
    return START + minutes * timedelta(minutes=1)


@pytest.fixture
def shoppers(database: Direct, shop: str) -> str:
    """An app with a visitor who bought, one who filled a cart on two devices, and three who only looked."""
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'phone', 'cora')", [shop])
    happen(
        database,
        shop,
        [
            *(("open", "bob", after(0)), ("cart", "bob", after(1)), ("buy", "bob", after(2))),
            *(("open", "phone", after(10)), ("cart", "cora", after(11))),
            *(("open", "ä", after(20)), ("open", "ä", after(30))),
            *(("open", "dan", after(5)), ("open", "eve", after(5))),
        ],
    )
    return shop


@pytest.mark.parametrize(
    ("step", "outcome", "who"),
    [
        (1, "reached", ["ä", "cora", "dan", "eve", "bob"]),
        (2, "reached", ["cora", "bob"]),
        (3, "reached", ["bob"]),
        (1, "droppedOff", ["ä", "dan", "eve"]),
        (2, "droppedOff", ["cora"]),
    ],
)
def test_who_entered_last_comes_first(shoppers: str, ask: Ask, step: int, outcome: str, who: list[str]) -> None:
    reply = ask("POST", f"/api/apps/{shoppers}/reports/funnel/visitors", {**FUNNEL, "step": step, "outcome": outcome})
    assert [each["visitorId"] for each in reply.json["visitors"]] == who
    assert reply.json["nextCursor"] is None


def test_a_visitor_is_listed_with_the_beginning_and_the_end_of_the_furthest_attempt(shoppers: str, ask: Ask) -> None:
    reply = ask("POST", f"/api/apps/{shoppers}/reports/funnel/visitors", {**FUNNEL, "step": 2, "outcome": "droppedOff"})
    [cora] = reply.json["visitors"]
    assert cora == {
        "visitorId": "cora",
        "enteredAt": "2026-11-01T00:10:00+00:00",
        "lastStepAt": "2026-11-01T00:11:00+00:00",
    }


def test_pages_show_everybody_once(shoppers: str, ask: Ask) -> None:
    asked: dict[str, Any] = {**FUNNEL, "step": 1, "outcome": "reached", "limit": 2}
    listed, cursor = [], None
    while True:
        reply = ask("POST", f"/api/apps/{shoppers}/reports/funnel/visitors", {**asked, "cursor": cursor})
        listed.append([each["visitorId"] for each in reply.json["visitors"]])
        cursor = reply.json["nextCursor"]
        if cursor is None:
            break
    assert listed == [["ä", "cora"], ["dan", "eve"], ["bob"]]


def test_visitors_of_a_saved_funnel_are_listed_too(shoppers: str, ask: Ask) -> None:
    saved = ask("POST", f"/api/apps/{shoppers}/funnels", {"name": "Checkout", "steps": FUNNEL["steps"]}).json
    asked = {"from": FUNNEL["from"], "to": FUNNEL["to"], "funnelId": saved["id"], "step": 1, "outcome": "droppedOff"}
    found = ask("POST", f"/api/apps/{shoppers}/reports/funnel/visitors", asked).json["visitors"]
    assert sorted(each["visitorId"] for each in found) == ["dan", "eve", "ä"]


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        ({"step": 4}, "step", "last step for `reached` is 3"),
        ({"step": 3, "outcome": "droppedOff"}, "step", "last step for `droppedOff` is 2"),
        ({"step": 0}, "step", "greater than or equal to 1"),
        ({"outcome": "lost"}, "outcome", "'reached' or 'droppedOff'"),
        ({"limit": 1001}, "limit", "1000"),
        ({"cursor": "§"}, "cursor", "nextCursor"),
        ({"cursor": "eA=="}, "cursor", "nextCursor"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused_with_the_reason(
    shop: str, ask: Ask, change: dict[str, object], path: str, says: str
) -> None:
    asked = {**FUNNEL, "step": 1, "outcome": "reached", **change}
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel/visitors", asked)
    assert reply.status == 422
    [problem] = reply.json["errors"]
    assert problem["path"] == path
    assert says in problem["message"]
