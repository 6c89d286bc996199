"""A question that would take far too long is refused before it is asked, and told what to reduce."""

from datetime import timedelta
from typing import Any

import pytest

from query.engines.postgres import price
from tests.golden.statements import goldens
from tests.people import Direct, happen
from tests.query.conftest import Ask
from tests.query.kept.test_cohorts import RANGE, START

MANY = [f"none of {at}" for at in range(100)]
TEXTS = [{"property": "plan", "operator": "notContains", "value": MANY}] * 15
VALUES = [{"property": "plan", "operator": "isNot", "value": MANY}] * 15


def trends(**more: Any) -> dict[str, Any]:
    """Events a day."""
    return {**RANGE, "interval": "day", "series": [{"event": None}], **more}


@pytest.fixture
def few(database: Direct, shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten events, where a weight of 1,000 may be asked about nine of them."""
    happen(database, shop, [("open", "d1", START + timedelta(minutes=at)) for at in range(10)])
    monkeypatch.setattr(price, "MOST", 9_999)


def test_what_dashboards_ask_has_no_price() -> None:
    assert all(sum(golden.question().weights().values()) <= price.FREE for golden in goldens())


def test_a_question_too_dear_for_its_events_is_refused_and_told_what_to_reduce(few: None, shop: str, ask: Ask) -> None:
    for report, question, path in (
        ("trends", trends(filters=TEXTS), "filters"),
        ("trends", trends(series=[{"event": None, "filters": TEXTS}]), "series"),
        ("funnel", {**RANGE, "steps": [{"event": "open", "filters": TEXTS}]}, "steps"),
        ("funnel", {**RANGE, "steps": [{"event": None}] * 20}, "steps"),
        ("funnel/visitors", {**RANGE, "steps": [{"event": None}] * 20, "step": 1, "outcome": "reached"}, "steps"),
        ("sessions", {**RANGE, "interval": "day", "filters": TEXTS}, "filters"),
        ("paths", {**RANGE, "filters": TEXTS}, "filters"),
        ("retention", {**RANGE, "interval": "day", "periods": 2, "filters": TEXTS}, "filters"),
        (
            "retention",
            {**RANGE, "interval": "day", "periods": 2, "startEvent": {"event": None, "filters": TEXTS}},
            "startEvent",
        ),
    ):
        reply = ask("POST", f"/api/apps/{shop}/reports/{report}", question)
        assert (reply.status, reply.json["code"]) == (422, "REPORT_TOO_DEAR"), report
        assert [problem["path"] for problem in reply.json["errors"]] == [path]
        assert "shorter range" in reply.json["errors"][0]["message"]


def test_the_same_question_is_answered_about_fewer_events(few: None, shop: str, ask: Ask) -> None:
    earlier = {"from": (START - timedelta(days=2)).isoformat(), "to": START.isoformat()}
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", trends(filters=TEXTS, **earlier))
    assert reply.status == 200
    compared = ask(
        "POST",
        f"/api/apps/{shop}/reports/trends",
        trends(
            filters=TEXTS,
            compare="previous",
            **{"from": (START + timedelta(days=1)).isoformat(), "to": (START + timedelta(days=2)).isoformat()},
        ),
    )
    assert compared.status == 422, "the previous period is looked at, too"


def test_values_that_are_looked_up_cost_little_however_many(few: None, shop: str, ask: Ask) -> None:
    assert ask("POST", f"/api/apps/{shop}/reports/trends", trends(filters=VALUES)).json["series"][0]["total"] == 10


@pytest.mark.parametrize(
    ("condition", "is_refused"),
    [
        ({"operator": "matches", "value": "^/products/[0-9]+"}, False),
        ({"operator": "matches", "value": "x.{0,200}y"}, True),
        ({"operator": "is", "value": "Köln", "ignoreCase": True}, False),
        ({"operator": "contains", "value": "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ", "ignoreCase": True}, True),
    ],
)
def test_what_a_pattern_counts_and_letters_that_have_to_be_translated_are_part_of_the_price(
    few: None, shop: str, ask: Ask, condition: dict[str, Any], is_refused: bool
) -> None:
    asked = trends(filters=[{"property": "path", **condition}] * 10)
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", asked)
    assert reply.status == (422 if is_refused else 200), reply.json
