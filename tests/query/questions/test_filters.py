"""Filters keep the events that a naive reading of them keeps: types apart, nested keys, missing values, groups."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from query.questions.filters import DEEPEST_GROUP, MOST_CONDITIONS
from query.questions.values import MOST_VALUES
from tests.oracles.filters import passes
from tests.people import Direct, happen
from tests.query.conftest import Ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RANGE = {"from": "2026-11-20", "to": "2026-11-21", "interval": "day"}

scalars = st.sampled_from(
    ["", "a", "A", "ab", "b%", "1", "true", "ä", "Ä", "\u212a", "ſ", "ẞ", "TRUE", 0, 1, 1.0, -2.5, 10**20, True, False]
)
values = st.recursive(
    scalars | st.none(),
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(st.sampled_from(["k", "l", ""]), inside, max_size=2),
    max_leaves=3,
)
names = st.sampled_from(
    ["k", "l", "k.l", "k.k.l", "k.0", "k.l'--", "$name", "$anonymousId", 'k"', "", ".k", "k..l", "k."]
)
happenings = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["a", "b"]),
        "anonymousId": st.sampled_from(["a", "1", None]),
        "properties": st.none()
        | st.dictionaries(st.sampled_from(["k", "l", "k.l", "k.l'--", "", ".k", "k..l"]), values, max_size=3),
    }
)
texts = st.sampled_from(["", "a", "b", "%", "_", "1"])


numbers = st.sampled_from([-2.5, 0, 1, 1.0, 2, 10**20])
cased = st.sampled_from(["", "a", "A", "Ä", "k", "K", "S", "true"])
patterns = st.sampled_from(["^a", "b$", "^[^a]?$", r"\w", "", "a|1", r"^\D+$", ".", "k", "^ß$", "[ä-ü]"])


def condition(
    operator: str, value: st.SearchStrategy[Any] | None = None, ignore_case: bool = False
) -> st.SearchStrategy[dict[str, Any]]:
    """Conditions of one operator."""
    parts = {"property": names, "operator": st.just(operator)}
    if ignore_case:
        parts["ignoreCase"] = st.just(True)
    return st.fixed_dictionaries(parts if value is None else {**parts, "value": value})


single = st.one_of(
    *(condition(operator, scalars | st.lists(scalars, min_size=1, max_size=3)) for operator in ("is", "isNot")),
    *(
        condition(operator, texts | st.lists(texts, min_size=1, max_size=2))
        for operator in ("contains", "notContains", "startsWith", "endsWith")
    ),
    *(
        condition(operator, cased | st.lists(cased, min_size=1, max_size=3), ignore_case=True)
        for operator in ("is", "isNot", "contains", "notContains", "startsWith", "endsWith", "has")
    ),
    *(
        condition(operator, st.lists(scalars, min_size=1, max_size=3), ignore_case=True)
        for operator in ("is", "isNot", "has")
    ),
    condition("has", scalars | st.lists(scalars, min_size=1, max_size=3)),
    condition("between", st.lists(texts, min_size=2, max_size=2).map(sorted)),
    condition("between", st.lists(numbers, min_size=2, max_size=2).map(sorted)),
    condition("matches", patterns),
    condition("matches", patterns, ignore_case=True),
    *(
        condition(operator, scalars.filter(lambda value: not isinstance(value, bool)))
        for operator in ("gt", "gte", "lt", "lte")
    ),
    *(condition(operator) for operator in ("isSet", "isNotSet")),
)
conditions = st.recursive(
    single,
    lambda inside: (
        st.lists(inside, min_size=1, max_size=3).map(lambda each: {"any": each})
        | st.lists(inside, min_size=1, max_size=3).map(lambda each: {"all": each})
    ),
    max_leaves=3,
).filter(lambda one: depth(one) <= DEEPEST_GROUP)


def depth(one: dict[str, Any]) -> int:
    """How deep groups lie in one another."""
    inside = one.get("any") or one.get("all")
    return 1 + max(map(depth, inside)) if inside else 0


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    happened=st.lists(happenings, max_size=8),
    filters=st.lists(conditions, max_size=3),
    of_series=st.lists(conditions, max_size=2),
)
def test_what_passes_is_what_a_naive_reader_lets_pass(
    database: Direct, shop: str, ask: Ask, happened: list[dict[str, Any]], filters: list[Any], of_series: list[Any]
) -> None:
    database.execute("DELETE FROM public.events")
    happen(database, shop, [(one["name"], one["anonymousId"], NOON, one["properties"]) for one in happened])
    series = [{"event": None}, {"event": "a", "filters": of_series}]
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", {**RANGE, "filters": filters, "series": series})
    kept = [one for one in happened if passes(one, filters)]
    chosen = [one for one in kept if one["name"] == "a" and passes(one, of_series)]
    assert [series["total"] for series in reply.json["series"]] == [len(kept), len(chosen)]


@pytest.mark.parametrize(
    ("filters", "path", "says"),
    [
        ([{"property": "k", "operator": "is"}], "filters[0]", "a value"),
        ([{"property": "k", "operator": "isSet", "value": 1}], "filters[0]", "no value"),
        ([{"property": "k", "operator": "like", "value": 1}], "filters[0].operator", "'like'"),
        ([{"property": "k", "operator": "is", "value": None}], "filters[0]", "a value"),
        ([{"property": "k", "operator": "is", "value": {}}], "filters[0].value", "text, a number"),
        ([{"property": "k", "operator": "is", "value": [1, [2]]}], "filters[0].value[1]", "text, a number"),
        ([{"property": "k", "operator": "is", "value": 10**31}], "filters[0].value", "30 digits"),
        ([{"property": "k", "operator": "is", "value": float("inf")}], "filters[0].value", "beyond"),
        ([{"property": "k", "operator": "is", "value": "x" * 1001}], "filters[0].value", "1000"),
        ([{"property": "k", "operator": "is", "value": []}], "filters[0].value", ""),
        ([{"property": "k", "operator": "is", "value": ["x"] * (MOST_VALUES + 1)}], "filters[0].value", ""),
        ([{"property": "k", "operator": "contains", "value": 1}], "filters[0]", "text"),
        ([{"property": "k", "operator": "gt", "value": True}], "filters[0]", "number"),
        ([{"property": "k", "operator": "gt", "value": [1]}], "filters[0]", "one number"),
        ([{"property": "k", "operator": "endsWith", "value": 1}], "filters[0]", "text"),
        ([{"property": "k", "operator": "endsWith", "value": ["a", 1]}], "filters[0]", "text"),
        ([{"property": "k", "operator": "matches", "value": ["a", "b"]}], "filters[0]", "one pattern"),
        ([{"property": "k", "operator": "matches", "value": 1}], "filters[0]", "one pattern"),
        ([{"property": "k", "operator": "has"}], "filters[0]", "a value"),
        ([{"property": "k", "operator": "between", "value": 1}], "filters[0]", "[the least, the greatest]"),
        ([{"property": "k", "operator": "between", "value": [1]}], "filters[0]", "[the least, the greatest]"),
        ([{"property": "k", "operator": "between", "value": [1, 2, 3]}], "filters[0]", "[the least, the greatest]"),
        ([{"property": "k", "operator": "between", "value": [1, "2"]}], "filters[0]", "[the least, the greatest]"),
        ([{"property": "k", "operator": "between", "value": [False, True]}], "filters[0]", "[the least, the greatest]"),
        ([{"property": "k", "operator": "between", "value": [2, 1]}], "filters[0]", "not be greater"),
        ([{"property": "k", "operator": "between", "value": ["b", "a"]}], "filters[0]", "not be greater"),
        ([{"property": "k", "operator": "gt", "value": "a", "ignoreCase": True}], "filters[0]", "no notice"),
        ([{"property": "k", "operator": "isSet", "ignoreCase": True}], "filters[0]", "no notice"),
        ([{"property": "k", "operator": "is", "value": "a", "ignoreCase": 1}], "filters[0].ignoreCase", "boolean"),
        ([{"property": "$cohort", "operator": "is", "value": str(uuid4()), "ignoreCase": True}], "filters[0]", "leave"),
        ([{"property": "k", "operator": "is", "value": "a\0"}], "filters[0].value", "NUL"),
        ([{"property": "k\0", "operator": "isSet"}], "filters[0].property", "NUL"),
        ([{"property": "k" * 201, "operator": "isSet"}], "filters[0].property", "200"),
        ([{"property": "a." * 20 + "a", "operator": "isSet"}], "filters[0].property", "20 keys deep"),
        ([{"property": "k", "operator": "isSet", "colour": "red"}], "filters[0].colour", "not known"),
        ([{"any": []}], "filters[0].any", ""),
        ([{"any": [{"property": "k", "operator": "is"}]}], "filters[0].any[0]", "a value"),
        ([{"any": [{"property": "k", "operator": "isSet"}], "all": []}], "filters[0].all", "not known"),
        ([{"any": [{"all": [{"any": [{"all": [{"property": "k", "operator": "isSet"}]}]}]}]}], "filters", "deep"),
        ([{"any": [{"property": "k", "operator": "isSet"}] * MOST_CONDITIONS}], "filters", "conditions"),
        ([{"property": "$cohort", "operator": "is", "value": "mine"}], "filters[0]", "id of a cohort"),
        ([{"property": "$cohort", "operator": "gt", "value": "mine"}], "filters[0]", "`is` or `isNot`"),
        ([{"property": "$cohort", "operator": "is", "value": str(uuid4())}], "filters", "no cohort"),
        ("k", "filters", ""),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_where_it_stands(
    shop: str, ask: Ask, filters: object, path: str, says: str
) -> None:
    asked = {**RANGE, "series": [{"event": None}], "filters": filters}
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", asked)
    assert reply.status == 422
    [error] = reply.json["errors"]
    assert error["path"] == path
    assert says in error["message"]
