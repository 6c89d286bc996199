"""Formulas are computed from the series, and refused where they are none."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from query.reports.trends.formula import DEEPEST, parse
from tests.oracles.trends import Seen, computed
from tests.query.conftest import Ask
from tests.query.reports.trends.conftest import Store, Tell

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SERIES = [{"event": "view"}, {"event": "buy"}]

operands = st.sampled_from(["A", "B", "C", "2", "0.5", "100"])
expressions = st.recursive(
    operands,
    lambda inside: st.one_of(
        st.tuples(inside, st.sampled_from(["+", " - ", "*", " /"]), inside).map("".join),
        inside.map(lambda one: f"({one})"),
        inside.map(lambda one: f"-({one})"),
    ),
    max_leaves=8,
)


def test_a_formula_is_one_more_line_and_its_total_is_that_of_the_totals(store: Store, tell: Tell) -> None:
    store(
        [
            Seen(name, "d1", NOON.replace(day=day))
            for name, day in (("view", 20), ("view", 20), ("view", 21), ("buy", 20))
        ]
    )
    answer = tell(series=SERIES, formulas=[{"expression": "B / A * 100", "label": "Conversion"}])
    assert answer["series"][2] == {
        "event": None,
        "measure": None,
        "label": "Conversion",
        "breakdown": None,
        "formula": "B / A * 100",
        "values": [50, 0],
        "total": pytest.approx(100 / 3),
    }


def test_where_it_divides_by_zero_or_a_series_has_no_value_a_formula_has_none(store: Store, tell: Tell) -> None:
    store([Seen("view", "d1", NOON, {"n": 1})])
    series = [*SERIES, {"event": "view", "measure": "avg", "property": "n"}]
    answer = tell(series=series, formulas=[{"expression": "A / B"}, {"expression": "C * 2"}])
    assert [line["values"] for line in answer["series"][3:]] == [[None, None], [2, None]]


SOURCES = ["google", "bing", "mail"]
BY_SOURCE = {"series": [{"event": "buy"}, {"event": "view"}], "formulas": [{"expression": "A / B"}]}


def told(answer: dict[str, Any], line: int) -> list[tuple[Any, Any]]:
    """The values and totals of the first, the second series, or the formula."""
    named: dict[Any, list[tuple[Any, Any]]] = {}
    for one in answer["series"]:
        named.setdefault(one.get("formula") or one["event"], []).append((one["breakdown"], one["total"]))
    return list(named.values())[line]


def test_with_formulas_a_value_that_the_first_series_lacks_is_told_apart_while_there_is_room(
    store: Store, tell: Tell
) -> None:
    views = [Seen("view", f"u{at}", NOON, {"src": SOURCES[at % 3]}) for at in range(8)]
    store([*views, Seen("buy", "u8", NOON, {"src": "mail"})])
    answer = tell(**BY_SOURCE, breakdown={"property": "src", "limit": 10})
    assert told(answer, 0) == [("mail", 1), ("bing", 0), ("google", 0)]
    assert told(answer, 1) == [("mail", 2), ("bing", 3), ("google", 3)]
    assert told(answer, 2) == [("mail", 0.5), ("bing", 0), ("google", 0)]
    plain = tell(series=BY_SOURCE["series"], breakdown={"property": "src", "limit": 10})
    assert sorted(told(plain, 1)) == sorted(told(answer, 1)), "a formula beside it changes no series"


def test_with_formulas_values_of_the_first_series_come_first_and_the_rest_is_other(store: Store, tell: Tell) -> None:
    views = [Seen("view", "u1", NOON, {"src": source}) for source in ["bing"] * 3 + ["google"] * 2 + ["$other"]]
    store([*views, Seen("buy", "u2", NOON, {"src": "mail"}), Seen("buy", "u2", NOON, {})])
    answer = tell(**BY_SOURCE, breakdown={"property": "src", "limit": 3})
    assert told(answer, 0) == [("mail", 1), (None, 1), ("bing", 0), ("$other", 0)]
    assert told(answer, 1) == [("mail", 0), (None, 0), ("bing", 3), ("$other", 3)]


@given(expression=expressions, values=st.lists(st.integers(-3, 3) | st.none(), min_size=3, max_size=3))
def test_a_formula_means_what_python_reads_in_it(expression: str, values: list[float | None]) -> None:
    found = parse(expression, 3)(values)
    expected = computed(expression, values)
    assert found == (None if expected is None else pytest.approx(expected))


def test_a_result_that_no_number_can_hold_is_none() -> None:
    assert parse("A * A / A", 1)([1e300]) is None


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("A / C", "called A to B"),
        ("a", "no series 'a'"),
        ("AB", "no series 'AB'"),
        ("A +", "ends too early"),
        ("(A", "not closed"),
        ("A)", "')' is not expected"),
        ("A B", "'B' is not expected"),
        ("* A", "'*' is not expected"),
        ("A ** 2", "'*' is not expected"),
        ("__import__('os')", "'_' is not known"),
        ("A; B", "';' is not known"),
        ("1e9", "'e' is not expected"),
        (" ", "ends too early"),
        ("", "at least 1"),
        ("A+" * 100 + "A", "at most 200"),
        ("(" * (DEEPEST + 1) + "A" + ")" * (DEEPEST + 1), "deep"),
        ("-" * (DEEPEST + 1) + "A", "deep"),
    ],
)
def test_what_is_no_formula_is_refused_where_it_stands(shop: str, ask: Ask, expression: str, says: str) -> None:
    formulas: list[Any] = [{"expression": "A"}, {"expression": expression}]
    body = {"from": "2026-11-20", "to": "2026-11-22", "interval": "day", "series": SERIES, "formulas": formulas}
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", body)
    assert reply.status == 422
    [problem] = reply.json["errors"]
    assert problem["path"] == "formulas[1].expression"
    assert says in problem["message"]
