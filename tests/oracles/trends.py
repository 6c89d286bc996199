"""Trends, counted the slow way: for every number look at every event.

It shares nothing with the report.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any

from tests.oracles.filters import MISSING, look_up, passes

PERCENTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
OTHER = "$other"

NameOf = Callable[[datetime], object]
InBucket = Callable[[datetime], bool]
About = Callable[["Seen"], bool]


@dataclass(frozen=True)
class Seen:
    """An event as the oracle knows it; `visitor` is already the merged one."""

    name: str
    visitor: str | None
    at: datetime
    properties: dict[str, Any] = field(default_factory=dict)

    @property
    def as_filtered(self) -> dict[str, Any]:
        """The event in the words of the oracle of filters."""
        return {"name": self.name, "anonymousId": self.visitor, "properties": self.properties}


@dataclass(frozen=True)
class Range:
    """From one moment up to, and without, another."""

    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.start <= at < self.end


@dataclass(frozen=True)
class Asked:
    """A question in the words of the API, the events it is asked of, and the longest pause within a session."""

    question: dict[str, Any]
    seen: Sequence[Seen]
    gap: timedelta

    @property
    def breakdowns(self) -> list[dict[str, Any]]:
        """None, one or two."""
        given = self.question.get("breakdown") or []
        return given if isinstance(given, list) else [given]


@dataclass(frozen=True)
class Line:
    """What a series must come out as, of one value of the breakdown."""

    series: int
    value: Any
    values: list[Any]
    total: Any
    skipped: int


def lines(asked: Asked, ranking: Range, period: Range, names: Sequence[object], name_of: NameOf) -> Iterator[Line]:
    """Every line of one period, in order. `names` are its buckets, `name_of` tells that of a moment.

    Values of a breakdown are ranked in the range of the question, whatever the period.
    """
    every = asked.question["series"]
    for at, series in enumerate(every):
        together = asked.question.get("formulas") or len(asked.breakdowns) > 1
        kept = [told(asked, by, every if together else [series], ranking) for by in asked.breakdowns]
        for each in product(*([*values, OTHER] for values in kept)):
            about = told_apart(asked, kept, each, period)
            value = None if not each else list(each) if len(each) > 1 else each[0]
            total, skipped = measure(asked, series, period, always, about)
            values = [measure(asked, series, period, within(name, name_of), about)[0] for name in names]
            yield Line(at, value, values, total, skipped)


def within(name: object, name_of: NameOf) -> InBucket:
    """Which moments lie in the bucket of a name."""
    return lambda at: name_of(at) == name


def always(_: object) -> bool:
    """Everything."""
    return True


def told_apart(asked: Asked, kept: Sequence[list[Any]], each: Sequence[Any], period: Range) -> About:
    """Which events of a period a line is about that has `each` of these values of the breakdowns."""

    def about(one: Seen) -> bool:
        for by, values, value in zip(asked.breakdowns, kept, each, strict=True):
            found = canonical(value_by(by, one, asked, period))
            if found in map(canonical, values) if value == OTHER else found != canonical(value):
                return False
        return True

    return about


def told(asked: Asked, by: dict[str, Any], every: Sequence[dict[str, Any]], period: Range) -> list[Any]:
    """The values that are told apart, while there is room: those of the first series, then what the next ones add."""
    found: dict[tuple[Any, ...], Any] = {}
    for series in every:
        for value in ranked(asked, by, series, period):
            found.setdefault(canonical(value), value)
    return list(found.values())[: by.get("limit", 10)]


def ranked(asked: Asked, by: dict[str, Any], series: dict[str, Any], period: Range) -> list[Any]:
    """The values of a series: the largest totals, then numbers by size, all else by text, nothing last."""
    only = replace(asked, question={**asked.question, "breakdown": by})
    values = {canonical(value): value for one in asked.seen for value in [value_by(by, one, asked, period)]}
    totals = []
    for key, value in values.items():
        about = told_apart(only, [[value]], [value], period)
        if value == OTHER or not occurs(asked, series, period, about):
            continue
        total, _ = measure(asked, series, period, always, about)
        order = (value is None, key[0] != "number", key[1] if key[0] == "number" else 0, as_text(value))
        totals.append((total is None, -(total or 0), order, value))
    return [value for *_, value in sorted(totals, key=lambda one: one[:3])]


def occurs(asked: Asked, series: dict[str, Any], period: Range, about: About) -> bool:
    """Whether there is anything of the events in what the series measures."""
    if series.get("measure") == "sessions":
        return bool(measure(asked, series, period, always, about)[0])
    of_visitors = series.get("measure") in ("visitors", "perVisitor")
    return any(one.visitor is not None or not of_visitors for one in chosen(asked, series, period, about))


def measure(asked: Asked, series: dict[str, Any], period: Range, in_bucket: InBucket, about: About) -> tuple[Any, int]:
    """The measure over the events of a bucket, and how many have something else than a number."""
    name = series.get("measure", "total")
    met = chosen(asked, series, period, about)
    inside = [one for one in met if in_bucket(one.at)]
    visitors = {one.visitor for one in inside} - {None}
    if name == "total":
        return len(inside), 0
    if name == "visitors":
        return len(visitors), 0
    if name == "perVisitor":
        return (sum(one.visitor is not None for one in inside) / len(visitors) if visitors else None), 0
    if name == "sessions":
        begun = [one for one in sessions(asked) if period.holds(one[0].at) and in_bucket(one[0].at)]
        return sum(any(one in met for one in session) for session in begun), 0
    found = [value_of(one, series["property"]) for one in inside]
    numbers = sorted(Fraction(str(one)) for one in found if is_number(one))
    return of_numbers(name, numbers), sum(one is not None and not is_number(one) for one in found)


def chosen(asked: Asked, series: dict[str, Any], period: Range, about: About) -> list[Seen]:
    """The events of a period that a series, or a line of it, is about."""
    conditions = [*asked.question.get("filters", []), *series.get("filters", [])]
    return [
        one
        for one in asked.seen
        if period.holds(one.at)
        and about(one)
        and series["event"] in (None, one.name)
        and passes(one.as_filtered, conditions)
    ]


def of_numbers(name: str, numbers: list[Fraction]) -> float | None:
    """A sum, a mean, an extreme or a percentile between the two nearest numbers."""
    if name == "sum":
        return float(sum(numbers))
    if not numbers:
        return None
    if name == "avg":
        return float(sum(numbers) / len(numbers))
    if name in ("min", "max"):
        return float(numbers[0] if name == "min" else numbers[-1])
    place = PERCENTILES[name] * (len(numbers) - 1)
    low, high = numbers[floor(place)], numbers[ceil(place)]
    return float(low) + (place - floor(place)) * (float(high) - float(low))


def sessions(asked: Asked) -> Iterator[list[Seen]]:
    """Each visitor's events, cut wherever the gap is too wide."""
    for visitor in {one.visitor for one in asked.seen} - {None}:
        session: list[Seen] = []
        for one in sorted((one for one in asked.seen if one.visitor == visitor), key=lambda one: one.at):
            if session and one.at - session[-1].at > asked.gap:
                yield session
                session = []
            session.append(one)
        yield session


def value_of(one: Seen, name: str) -> Any:
    """A property; None where it is missing."""
    found = look_up({**one.as_filtered, "anonymousId": one.visitor}, name)
    return None if found is MISSING else found


def value_by(by: dict[str, Any], one: Seen, asked: Asked, period: Range) -> Any:
    """What an event of a period is told apart by: its own value, or that at an end of its session or at the first event
    of its visitor, of several at that moment the first in the order of their JSON."""
    of = by.get("of", "event")
    if of == "event" or one.visitor is None:
        return value_of(one, by["property"]) if of == "event" else None
    theirs = sorted((each for each in asked.seen if each.visitor == one.visitor), key=lambda each: each.at)
    if of == "visitor":
        run = [each for each in theirs if period.start - timedelta(days=90) <= each.at < period.end]
    else:
        day = timedelta(days=1)
        run = session_of(one, [each for each in theirs if period.start - day <= each.at < period.end + day], asked.gap)
    moment = None if not run else run[-1].at if of == "sessionEnd" else run[0].at
    found = [value_of(each, by["property"]) for each in run if each.at == moment]
    said = sorted((each for each in found if each is not None), key=lambda each: json.dumps(each, ensure_ascii=False))
    return said[0] if said else None


def session_of(one: Seen, line: list[Seen], gap: timedelta) -> list[Seen]:
    """The events around one, by walking from it to both sides while the pauses are short enough; nothing where it is
    not on the line."""
    found = [each for each in line if each.at == one.at]
    while more := [
        each for each in line if each not in found and any(abs(each.at - other.at) <= gap for other in found)
    ]:
        found += more
    return sorted(found, key=lambda each: each.at)


def is_number(value: object) -> bool:
    """What JSON calls so, and doubles can be computed with."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(Fraction(str(value))) <= 10**300


def canonical(value: Any) -> tuple[Any, ...]:
    """Equal for equal JSON: 1 is 1.0, and true is not."""
    if isinstance(value, bool) or value is None:
        return ("word", json.dumps(value))
    if isinstance(value, int | float):
        return ("number", Fraction(str(value)))
    if isinstance(value, str):
        return ("text", value)
    if isinstance(value, list):
        return ("list", *map(canonical, value))
    return ("object", *sorted((key, canonical(one)) for key, one in value.items()))


def as_text(value: Any) -> str:
    """A text as it is, all else as JSON; numbers are compared by size, so theirs is not needed."""
    if isinstance(value, str):
        return value
    return "" if isinstance(value, int | float) and not isinstance(value, bool) else json.dumps(value)


def computed(expression: str, values: Sequence[float | None]) -> float | None:
    """A formula by Python's own reading of it."""
    named = {chr(ord("A") + at): value for at, value in enumerate(values)}
    if any(value is None and name in expression for name, value in named.items()):
        return None
    try:
        return float(eval(expression, {"__builtins__": {}}, named))
    except ZeroDivisionError:
        return None
