"""The kernel gathers what numpy does, and what the naive oracles do, whatever happened."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from query.engines.lake.compiled.choices import chosen
from query.engines.lake.compiled.ordered import FunnelRules, furthest_attempts
from query.engines.lake.events import microseconds
from query.engines.lake.kernels.trends import value_lines
from query.reports.choice import EventChoice
from tests.oracles import paths as paths_oracle
from tests.oracles import visits as visits_oracle
from tests.oracles.funnel import Asked, Seen, best, named
from tests.query.engines.lake.compiled.columns import (
    FIRST,
    KEY,
    MINUTES,
    SCOPE,
    Event,
    answers,
    columns,
    events,
    filters,
    wide,
)

START, END = FIRST + timedelta(minutes=30), FIRST + timedelta(minutes=200)
OF_A = {"event": "a", "filters": KEY}
SERIES = [
    {"event": None, "measure": "total"},
    {**OF_A, "measure": "visitors"},
    {"event": None, "measure": "perVisitor", "filters": KEY},
    {"event": "nobody did this", "measure": "visitors"},
    {"event": "b", "measure": "sessions"},
]
TRENDS = {"interval": "hour", "series": SERIES}
COUNTED, BY_NAME = [{"event": None, "measure": "total"}], {"property": "$name", "limit": 2}
A_PLUS_B = {"formulas": [{"expression": "A + B"}]}
LISTS = [{"property": "k", "of": of, "limit": 1} for of in ("event", "session", "sessionEnd", "visitor")]
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("trends", TRENDS),
    ("trends", {**TRENDS, "filters": KEY, "compare": "previous"}),
    ("trends", {"interval": "hour", "series": SERIES[:4], "filters": KEY, "compare": "previous"}),
    ("trends", {**TRENDS, "breakdown": {"property": "k", "limit": 1}}),
    (
        "trends",
        {**TRENDS, "breakdown": {"property": "k"}, "formulas": [{"expression": "A + B"}], "compare": "previous"},
    ),
    ("trends", {"interval": "hour", "series": [*COUNTED, {"event": "b"}]}),
    ("trends", {"interval": "hour", "series": COUNTED, "breakdown": BY_NAME}),
    ("trends", {"interval": "day", "series": [{"event": "b"}, *COUNTED], "breakdown": BY_NAME, "compare": "previous"}),
    ("trends", {**TRENDS, "series": SERIES[:4], "breakdown": BY_NAME, "filters": KEY}),
    ("trends", {"interval": "hour", "series": SERIES[:3], "breakdown": BY_NAME, "compare": "previous", **A_PLUS_B}),
    ("funnel", {"steps": [OF_A, {"event": "b"}, {"event": "c"}], "conversionWindowSeconds": 3600, "interval": "hour"}),
    ("funnel", {"steps": [{"event": None}, OF_A, {"event": "a"}], "timeToConvert": True}),
    (
        "funnel",
        {"steps": [OF_A, {"event": "a"}], "order": "firstEntry", "conversionWindowSeconds": 1200, "filters": KEY},
    ),
    ("funnel", {"steps": [{"event": "a"}]}),
    ("retention", {"interval": "day", "periods": 2, "startEvent": "a", "returnEvent": {"event": "b", "filters": KEY}}),
    ("retention", {"interval": "week", "periods": 1, "cohort": "every", "filters": KEY}),
    ("lifecycle", {"interval": "day"}),
    ("stickiness", {"event": "b", "filters": KEY}),
    ("sessions", {"interval": "hour"}),
    ("sessions", {"interval": "week", "filters": KEY}),
    ("sessions", {"interval": "hour", "filters": KEY, "breakdown": {"property": "k", "of": "sessionEnd"}}),
    ("overview", {"interval": "hour", "compare": "previous", "filters": KEY, "lists": LISTS}),
    ("overview", {"interval": "day", "lists": LISTS[:1]}),
    ("paths", {"depth": 3, "limit": 1}),
    ("paths", {"startEvent": "b", "filters": KEY}),
    ("paths", {"startEvent": "nobody did this"}),
]


@pytest.mark.parametrize(("name", "words"), QUESTIONS)
@settings(deadline=None)
@given(happened=events, is_wide=wide)
def test_the_kernel_gathers_what_numpy_does(
    name: str, words: dict[str, Any], happened: list[Event], is_wide: bool
) -> None:
    compiled, by_numpy = answers(name, words, happened, is_wide=is_wide)
    assert compiled == by_numpy


STEPS = st.lists(st.sampled_from([*"abc", None]), min_size=1, max_size=4)


@settings(deadline=None)
@given(
    happened=events,
    is_wide=wide,
    steps=STEPS,
    window=st.sampled_from([0, 10, 30, 50, 500]),
    order=st.sampled_from(["ordered", "firstEntry"]),
)
@example([Event(1, name, START, True, 0) for name in "cba"], False, ["a", "b", "c"], 0, "ordered")
def test_the_kernel_finds_the_furthest_attempt_that_trying_everything_finds(
    happened: list[Event], is_wide: bool, steps: list[str | None], window: int, order: str
) -> None:
    asked = Asked([named(step) for step in steps], START, END, timedelta(minutes=window), order)
    seen = [Seen(one.name, str(one.who) if one.who else None, one.at) for one in happened]
    expected = sorted(tuple(tried[0].times) for tried in best(seen, asked).values())
    of_engine = columns(happened, is_wide=is_wide, start=START, end=FIRST + timedelta(minutes=MINUTES + 600))
    options = chosen(of_engine, [EventChoice(event=step) for step in steps], [])
    rules = FunnelRules(len(steps), window * 60_000_000, order == "firstEntry", microseconds(END))
    found = furthest_attempts(lambda: [options], of_engine.people, rules)
    assert found is not None
    met, times = found
    assert sorted(tuple(row[:count]) for count, row in zip(met.tolist(), times.tolist(), strict=True)) == [
        tuple(microseconds(at) for at in each) for each in expected
    ]


def visits_of(happened: Sequence[Event]) -> list[visits_oracle.Visit]:
    """The sessions of those that pass."""
    seen = [visits_oracle.Seen(one.name, str(one.who) if one.who else None, one.at) for one in happened if one.passes]
    return visits_oracle.visits(seen, SCOPE.session_gap, START, END)


@settings(deadline=None)
@given(happened=events, is_wide=wide, depth=st.integers(1, 4), start=st.sampled_from([None, "a", "ä"]))
def test_the_kernel_counts_the_paths_that_are_walked_one_by_one(
    happened: list[Event], is_wide: bool, depth: int, start: str | None
) -> None:
    words = {"depth": depth, "filters": KEY, **({"startEvent": start} if start else {})}
    compiled, _ = answers("paths", words, happened, is_wide=is_wide)
    expected = paths_oracle.count(visits_of(happened), start, None, depth, 50)
    assert {(node.step, node.name): node.visitors for node in compiled.nodes} == expected.nodes
    named_ = {node.id: node.name for node in compiled.nodes}
    step_of = {node.id: node.step for node in compiled.nodes}
    links = {(step_of[one.source], named_[one.source], named_[one.target]): one.count for one in compiled.links}
    assert links == expected.links


@settings(deadline=None)
@given(happened=events, is_wide=wide)
def test_the_kernel_counts_the_sessions_that_are_cut_one_by_one(happened: list[Event], is_wide: bool) -> None:
    expected = visits_of(happened)
    compiled, _ = answers("sessions", {"interval": "hour", "filters": KEY}, happened, is_wide=is_wide)
    assert compiled.sessions == [
        sum(visit.start.hour == hour for visit in expected)
        for hour in range(START.hour, (END - timedelta(minutes=1)).hour + 1)
    ]
    assert compiled.visitors == [
        len({visit.visitor for visit in expected if visit.start.hour == hour})
        for hour in range(START.hour, (END - timedelta(minutes=1)).hour + 1)
    ]
    lasted = [(visit.events[-1].at - visit.start).total_seconds() for visit in expected]
    assert compiled.totals.median_duration_seconds == (median(lasted) if lasted else None)
    assert compiled.totals.visitors == len({visit.visitor for visit in expected})
    assert compiled.totals.bounce_rate == (
        sum(len(visit.events) == 1 for visit in expected) / len(expected) if expected else 0.0
    )


@settings(deadline=None)
@given(happened=events, is_wide=wide)
def test_values_are_told_apart_alike_with_little_room(happened: list[Event], is_wide: bool) -> None:
    words = {"interval": "hour", "series": SERIES[:4], "breakdown": BY_NAME, "compare": "previous"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(value_lines, "MOST_SEEN_BYTES", 2200)  # for the names, or for the hours of three of them
        for each in (words, {**words, "breakdown": {"property": "k", "limit": 1}}):
            compiled, by_numpy = answers("trends", each, happened, is_wide=is_wide)
            assert compiled == by_numpy


@settings(deadline=None)
@given(happened=events, is_wide=wide)
def test_the_kernel_counts_the_visitors_of_each_hour(happened: list[Event], is_wide: bool) -> None:
    words = {"interval": "hour", "series": [{"event": None, "measure": "visitors", "filters": KEY}]}
    compiled, _ = answers("trends", words, happened, is_wide=is_wide)
    told = [one for one in happened if one.passes and one.who and START <= one.at < END]
    hours = range(START.hour, (END - timedelta(minutes=1)).hour + 1)
    assert compiled.series[0].values == [len({one.who for one in told if one.at.hour == hour}) for hour in hours]


def test_what_is_no_visitor_is_refused_and_nothing_is_read_or_written_for_it() -> None:
    for who in (-1, 70, 1 << 30):
        of_engine = columns([Event(who, "a", START, True, 0)], is_wide=False, start=START, end=END)
        everything = chosen(of_engine, [EventChoice(event=None)], filters())
        rules = FunnelRules(1, 0, False, microseconds(END))
        assert furthest_attempts(lambda: [everything], of_engine.people, rules) is None  # noqa: B023 - called at once
