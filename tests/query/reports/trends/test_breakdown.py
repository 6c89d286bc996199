"""A breakdown tells the largest values apart and keeps the rest right."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from query.reports.breakdown import LONGEST_SHOWN, folded, ranked
from tests.oracles.trends import Seen
from tests.query.conftest import Ask
from tests.query.reports.trends.conftest import Store, Tell

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def opened(values: Sequence[Any], visitor: str | None = "d1") -> list[Seen]:
    """Events with these plans."""
    return [Seen("open", visitor, NOON, {} if value is None else {"plan": value}) for value in values]


def by(limit: int = 10, **series: Any) -> dict[str, Any]:
    """One series by plan."""
    return {"series": [{"event": None, **series}], "breakdown": {"property": "plan", "limit": limit}}


def told(answer: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Values and totals in order."""
    return [(line["breakdown"], line["total"]) for line in answer["series"]]


def test_values_come_by_total_and_those_beyond_the_limit_are_one(store: Store, tell: Tell) -> None:
    store(opened(["free"] * 5 + ["pro"] * 3 + ["team"] * 2 + ["old"]))
    answer = tell(**by(2))
    assert told(answer) == [("free", 5), ("pro", 3), ("$other", 3)]
    assert [line["values"] for line in answer["series"]] == [[5, 0], [3, 0], [3, 0]]


def test_ties_come_by_value_numbers_by_size_first_and_a_missing_value_last(store: Store, tell: Tell) -> None:
    store(opened(["b", None, "B", 10, 9, True, "10", {"k": 1}, "a"]))
    assert [value for value, _ in told(tell(**by(20)))] == [9, 10, "10", "B", "a", "b", True, {"k": 1}, None]


def test_a_value_keeps_its_type_and_numbers_are_equal_by_size(store: Store, tell: Tell) -> None:
    store(opened([1, 1.0, "1", True, "true", None]))
    assert sorted(told(tell(**by())), key=str) == [("1", 1), ("true", 1), (1, 2), (None, 1), (True, 1)]


def test_of_two_values_that_look_alike_the_text_comes_first(store: Store, tell: Tell) -> None:
    store(opened([True, "true", [1], "[1]"]))
    assert [value for value, _ in told(tell(**by()))] == ["[1]", [1], "true", True]


@pytest.mark.parametrize("interval", ["day", "month"])
def test_a_visitor_of_several_other_values_is_one_visitor_of_the_others(
    store: Store, tell: Tell, interval: str
) -> None:
    store(
        [*opened(["free", "old", "older"], "d1"), *opened(["free", "oldest"], "d2"), *opened(["old"], "phone")],
        {"phone": "d1"},
    )
    assert told(tell(**by(1, measure="visitors"), interval=interval)) == [("free", 2), ("$other", 2)]


@pytest.mark.parametrize("interval", ["day", "month"])
def test_ids_of_one_visitor_that_share_a_value_are_one_visitor_of_it_and_nobody_is_none(
    store: Store, tell: Tell, interval: str
) -> None:
    values = ["free", "$other"]
    store(
        [*(one for device in ("phone", "tablet", "ann", None) for one in opened(values, device))],
        {
            "phone": "ann",
            "tablet": "ann",
        },
    )
    assert told(tell(**by(measure="visitors"), interval=interval)) == [("free", 1), ("$other", 1)]


def test_other_values_are_measured_together_not_averaged(store: Store, tell: Tell) -> None:
    amounts = [("big", [9, 9]), ("a", [1, 1, 1]), ("b", [5])]
    store([Seen("buy", "d1", NOON, {"plan": plan, "n": n}) for plan, numbers in amounts for n in numbers])
    assert told(tell(**by(1, measure="avg", property="n"))) == [("big", 9), ("$other", 2)]
    assert told(tell(**by(1, measure="median", property="n"))) == [("big", 9), ("$other", 1)]


def test_a_value_that_calls_itself_other_is_one_of_the_others(store: Store, tell: Tell) -> None:
    store(opened(["$other"] * 9 + ["free"]))
    assert told(tell(**by())) == [("free", 1), ("$other", 9)]


def test_each_series_ranks_its_own_values_unless_formulas_need_the_same(store: Store, tell: Tell) -> None:
    seen = [("view", "de", 3), ("view", "fr", 2), ("buy", "fr", 2), ("buy", "jp", 1)]
    store([Seen(name, "d1", NOON, {"plan": plan}) for name, plan, count in seen for _ in range(count)])
    asked = {"series": [{"event": "view"}, {"event": "buy"}], "breakdown": {"property": "plan", "limit": 1}}
    assert told(tell(**asked)) == [("de", 3), ("$other", 2), ("fr", 2), ("$other", 1)]
    with_formula = tell(**asked, formulas=[{"expression": "B / A"}])
    assert told(with_formula) == [("de", 3), ("$other", 2), ("de", 0), ("$other", 3), ("de", 0), ("$other", 1.5)]


def test_events_can_be_told_apart_by_their_name(store: Store, tell: Tell) -> None:
    store([Seen("open", "d1", NOON), Seen("buy", "d1", NOON), Seen("buy", None, NOON)])
    answer = tell(series=[{"event": None}], breakdown={"property": "$name"})
    assert told(answer) == [("buy", 2), ("open", 1)]


def test_nothing_is_broken_down_into_nothing(tell: Tell) -> None:
    assert tell(**by())["series"] == []


def test_a_long_value_is_counted_as_it_is_and_shown_by_its_beginning(store: Store, tell: Tell) -> None:
    store(opened(["x" * 900 + "1", "x" * 900 + "2", 10**2000]))
    assert told(tell(**by())) == [
        ("1" + "0" * (LONGEST_SHOWN - 1) + "…", 1),
        ("x" * LONGEST_SHOWN + "…", 1),
        ("x" * LONGEST_SHOWN + "…", 1),
    ]


def test_the_previous_period_is_told_apart_by_the_values_of_this_one(store: Store, tell: Tell) -> None:
    before = NOON.replace(day=18)
    store([*opened(["pro"]), *(Seen("open", "d1", before, {"plan": plan}) for plan in ("old", "old", "pro"))])
    answer = tell(**by(), compare="previous")
    assert told(answer) == [("pro", 1), ("$other", 0)]
    assert told(answer["previous"]) == [("pro", 1), ("$other", 2)]


@pytest.mark.parametrize(
    "odd", ["props.a' OR 1=1--", "a'); drop table events;--", "a\\'", "$.a", 'a"b', "a%b", "{a,b}", "a->>'b'", "%(a)s"]
)
def test_whatever_a_property_is_called_it_is_one_key(store: Store, tell: Tell, odd: str) -> None:
    store([Seen("open", "d1", NOON, {odd: "x"}), Seen("open", "d1", NOON)])
    answer = tell(series=[{"event": None}], breakdown={"property": odd})
    assert told(answer) == [("x", 1), (None, 1)]


@pytest.mark.parametrize(
    ("breakdown", "path"),
    [
        ({"property": "a\0b"}, "breakdown.property"),
        ({"property": "k" * 100_000}, "breakdown.property"),
        ({"property": "a." * 20 + "a"}, "breakdown.property"),
        ({"property": ["a", "b"]}, "breakdown.property"),
        ({"property": "$cohort"}, "breakdown.property"),
        ({"property": "a", "limit": -1}, "breakdown.limit"),
        ({"property": "a", "limit": 51}, "breakdown.limit"),
        ({"property": "a", "limit": 2**63}, "breakdown.limit"),
        ({"a": 1}, "breakdown.property"),
        ("a", "breakdown"),
    ],
)
def test_a_breakdown_that_makes_no_sense_is_refused_where_it_stands(
    shop: str, ask: Ask, breakdown: object, path: str
) -> None:
    body = {"from": "2026-11-20", "to": "2026-11-22", "interval": "day", "series": [{"event": None}]}
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", {**body, "breakdown": breakdown})
    assert reply.status == 422
    assert path in [problem["path"] for problem in reply.json["errors"]]


def test_folding_totals_ranks_as_the_statement_does() -> None:
    totals = {'"b"': 2, "1": 1, "1.0": 1, '"a"': 2, "null": 5, '"$other"': 9, "10": 1, "9": 1}
    assert folded(totals, 4) == {
        "null": "null",
        "1": "1",
        "1.0": "1",
        '"a"': '"a"',
        '"b"': '"b"',
        '"$other"': '"$other"',
        "9": '"$other"',
        "10": '"$other"',
    }


def test_folding_never_takes_a_text_for_what_it_looks_like() -> None:
    totals = {"true": 1, '"true"': 1, "[1]": 1, '"[1]"': 1}
    assert folded(totals, 4) == {text: text for text in totals}
    assert ranked(totals) == ['"[1]"', "[1]", '"true"', "true"]
