"""Whatever is asked of whatever happened, the answer is the oracle's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.oracles import trends as oracle
from tests.oracles.trends import Asked, Range, Seen
from tests.oracles.wall import buckets, months_earlier, previous, wall_clock
from tests.people import Direct, forget
from tests.query.conftest import Ask
from tests.query.reports.trends.conftest import Store

GAP = timedelta(minutes=30)
MIDDLE = datetime(2026, 3, 29, tzinfo=UTC)  # in Europe the night on which clocks are set forward
LINKS = {"d1": "ann", "d2": "ann"}  # identify made these two devices one visitor
MEASURES = ["total", "visitors", "sessions", "perVisitor"]
OF_NUMBERS = ["sum", "avg", "min", "max", "median", "p90", "p95", "p99"]
FORMULAS = ["A / B", "(A - B) / A * 100", "-A + 2 * (B - 1.5)", "A"]

numbers = st.sampled_from([0, 1, 1.0, -2.5, 0.1, 0.2, 10, 10**20, 1e300, -1e300, 1e-290])
odd = st.sampled_from([None, "1", "NaN", "Infinity", "", True, {"a": 1}, [1], 1e301, 10**400])
values = st.sampled_from(
    ["de", "DE", "", "$other", "9", 9, 10, 10.0, 9.5, True, False, None, [], ["a"], {"k": "v"}, "ä"]
)
happenings = st.builds(
    Seen,
    st.sampled_from(["open", "buy"]),
    st.sampled_from(["d1", "d2", "d3", None]),
    st.integers(-4000, 3000).map(lambda minutes: MIDDLE + timedelta(minutes=minutes)),
    st.fixed_dictionaries({}, optional={"v": numbers | odd, "k": values}),
)
crowded = st.builds(
    lambda seen, minute: replace(seen, at=MIDDLE + timedelta(minutes=minute)), happenings, st.integers(0, 90)
)
filters = st.sampled_from(
    [[], [{"property": "k", "operator": "isSet"}], [{"property": "v", "operator": "gt", "value": 0}]]
)
series = st.one_of(
    st.fixed_dictionaries(
        {"event": st.sampled_from(["open", "buy", None]), "measure": st.sampled_from(MEASURES), "filters": filters}
    ),
    st.fixed_dictionaries(
        {
            "event": st.sampled_from(["open", None]),
            "measure": st.sampled_from(OF_NUMBERS),
            "property": st.just("v"),
            "filters": filters,
        }
    ),
)
ranges = st.one_of(
    st.tuples(st.sampled_from(["2026-03-28", "2026-03-29"]), st.sampled_from(["2026-03-30", "2026-03-31"])),
    st.tuples(st.integers(-2000, 0), st.integers(1, 1500)).map(
        lambda reach: tuple((MIDDLE + timedelta(minutes=minutes)).isoformat() for minutes in reach)
    ),
)
breakdowns = st.builds(
    lambda limit, of, name: {"property": name, "limit": limit, **({"of": of} if of else {})},
    st.integers(1, 4),
    st.sampled_from([None, "event", "session", "sessionEnd", "visitor"]),
    st.sampled_from(["k", "k", "k", "$name"]),
)
questions = st.fixed_dictionaries(
    {
        "range": ranges,
        "timezone": st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu"]),
        "interval": st.sampled_from(["hour", "day", "day", "week", "month"]),
        "series": st.lists(series, min_size=1, max_size=3),
        "filters": filters,
        "breakdown": st.none() | breakdowns | breakdowns | st.lists(breakdowns, min_size=2, max_size=2),
        "compare": st.sampled_from(
            [
                *(None, None, "previous", "previous", "previousMonth", "previousYear"),
                *({"from": "2026-03-27", "to": "2026-03-29"}, {"from": "2026-03-29", "to": "2026-03-31"}),
                *({"from": "2026-03-01", "to": "2026-03-30"}, {"from": "2026-03-29", "to": "2026-03-29"}),
            ]
        ),
        "formulas": st.lists(st.sampled_from(FORMULAS), max_size=2),
    }
)

MONTH = {  # who did what in one bucket: a row says by being there what else bits say
    "range": ("2026-03-02", "2026-03-30"),
    "timezone": "UTC",
    "interval": "month",
    "filters": [],
    "compare": None,
}
of_visitors = st.fixed_dictionaries(
    {
        "event": st.sampled_from(["open", None, None]),
        "measure": st.sampled_from(["visitors", "visitors", "perVisitor", "total"]),
        "filters": filters,
    }
)
by_value_in_one_bucket = st.fixed_dictionaries(
    {name: st.just(value) for name, value in MONTH.items()}
    | {
        "series": st.lists(of_visitors, min_size=1, max_size=2),
        "breakdown": st.builds(lambda limit: {"property": "k", "limit": limit}, st.integers(1, 3)),
        "formulas": st.lists(st.just("A"), max_size=1),
    }
)
devices_and_values = st.builds(
    lambda device, value: Seen("open", device, MIDDLE, {} if value is None else {"k": value}),
    st.sampled_from(["d1", "d2", "ann", "d3", None]),
    st.sampled_from(["de", "fr", "$other", 1, 1.0, "1", None]),
)


@pytest.mark.parametrize("part", range(2))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=questions, happened=st.lists(happenings | crowded, max_size=14))
@example(  # sums that would leave what a double holds, were they computed as such
    {
        "range": ("2026-03-28", "2026-03-30"),
        "timezone": "UTC",
        "interval": "day",
        "series": [{"event": None, "measure": "sum", "property": "v"}],
        "filters": [],
        "breakdown": None,
        "compare": None,
        "formulas": [],
    },
    [Seen("open", None, MIDDLE, {"v": value}) for value in (1e300, -1e300, 0.1, 1e-290)],
)
def test_the_answer_is_the_oracles(
    database: Direct, shop: str, ask: Ask, store: Store, part: int, asked: dict[str, Any], happened: list[Seen]
) -> None:
    agree(database, shop, ask, store, asked, happened)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=by_value_in_one_bucket, happened=st.lists(devices_and_values, min_size=4, max_size=20))
def test_who_did_what_in_one_bucket_is_the_oracles_answer(
    database: Direct, shop: str, ask: Ask, store: Store, asked: dict[str, Any], happened: list[Seen]
) -> None:
    agree(database, shop, ask, store, asked, happened)


def agree(database: Direct, shop: str, ask: Ask, store: Store, asked: dict[str, Any], happened: list[Seen]) -> None:
    """Ask, and compare with the oracle."""
    forget(database)
    store(happened, LINKS)
    question = body(asked)
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", question)
    assert reply.status == 200, reply.json
    seen = [replace(one, visitor=LINKS.get(one.visitor or "", one.visitor)) for one in happened]
    zone, interval = ZoneInfo(asked["timezone"]), asked["interval"]
    start, end = (instant(text, zone) for text in asked["range"])
    now = Range(start, end)
    periods = [(now, reply.json)]
    if asked["compare"]:
        periods.append((other(asked["compare"], now, zone), reply.json["previous"]))
    else:
        assert "previous" not in reply.json
    for period, answer in periods:
        step = timedelta(minutes=1 if interval in ("hour", "day") else 15)
        names = list(buckets(period.start, period.end, interval, zone, step)) if period.start < period.end else []
        assert len(answer["buckets"]) == len(names)
        told = oracle.lines(Asked(question, seen, GAP), now, period, names, lambda at: wall_clock(at, interval, zone))
        same_lines(answer["series"], list(told), question)


def same_lines(answer: list[dict[str, Any]], truth: list[oracle.Line], question: dict[str, Any]) -> None:
    """Compare line by line; the line of all other values need not be there where there are none."""
    named = [line for line in answer if "formula" not in line]
    left = list(named)
    for one in truth:
        asked = question["series"][one.series]
        expected = {
            "event": asked["event"],
            "measure": asked["measure"],
            "breakdown": one.value,
            "values": [close(value) for value in one.values],
            "total": close(one.total),
            "skipped": one.skipped if "property" in asked else None,
        }
        found = {name: left[0].get(name) for name in expected} if left else None
        if found == expected:
            left.pop(0)
        else:
            assert one.value == oracle.OTHER or isinstance(question["breakdown"], list), (found, expected)
            assert is_empty(one), (found, expected)
    assert left == []
    computed = [line for line in answer if "formula" in line]
    for formula in question["formulas"]:
        for value in {oracle.canonical(line["breakdown"]): None for line in named}:
            of_value = [line for line in named if oracle.canonical(line["breakdown"]) == value]
            line = computed.pop(0)
            assert (line["formula"], oracle.canonical(line["breakdown"])) == (formula["expression"], value)
            rows = [[*each["values"], each["total"]] for each in of_value]
            expected = [oracle.computed(formula["expression"], point) for point in zip(*rows, strict=True)]
            assert [*line["values"], line["total"]] == [close(each) for each in expected]
    assert computed == []


def other(compare: Any, now: Range, zone: ZoneInfo) -> Range:
    """The range that another is compared with."""
    if compare == "previous":
        return Range(previous(now.start, now.end, zone), now.start)
    if isinstance(compare, dict):
        return Range(instant(compare["from"], zone), instant(compare["to"], zone))
    return Range(*months_earlier(now.start, now.end, zone, 1 if compare == "previousMonth" else 12))


def is_empty(line: oracle.Line) -> bool:
    """Whether nothing was counted."""
    return not line.total and not line.skipped


def close(value: float | None) -> Any:
    """The same but for the last digits of a double."""
    return None if value is None else pytest.approx(value, rel=1e-12, abs=1e-300)


def body(asked: dict[str, Any]) -> dict[str, Any]:
    """The question in the words of the API."""
    start, end = asked["range"]
    formulas = asked["formulas"] if len(asked["series"]) > 1 else [one for one in asked["formulas"] if "B" not in one]
    question = {name: value for name, value in asked.items() if name != "range" and value is not None}
    return {**question, "from": start, "to": end, "formulas": [{"expression": one} for one in formulas]}


def instant(text: str, zone: ZoneInfo) -> datetime:
    """The instant that a range's end stands for."""
    return datetime.fromisoformat(text) if "T" in text else datetime.fromisoformat(text).replace(tzinfo=zone)
