"""Trends, counted the slow way: for every number look at every event.

It shares nothing with the report.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
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
        kept = told(asked, every if asked.question.get("formulas") else [series], ranking)
        for value in [*kept, OTHER] if kept is not None else [None]:
            about = told_apart(asked, kept, value)
            total, skipped = measure(asked, series, period, always, about)
            values = [measure(asked, series, period, within(name, name_of), about)[0] for name in names]
            yield Line(at, value, values, total, skipped)


def within(name: object, name_of: NameOf) -> InBucket:
    """Which moments lie in the bucket of a name."""
    return lambda at: name_of(at) == name


def always(_: object) -> bool:
    """Everything."""
    return True


def told_apart(asked: Asked, kept: list[Any] | None, value: Any) -> About:
    """Which events a line is about."""
    if kept is None:
        return always
    property_name, known = asked.question["breakdown"]["property"], [canonical(one) for one in kept]
    if value == OTHER:
        return lambda one: canonical(value_of(one, property_name)) not in known
    return lambda one: canonical(value_of(one, property_name)) == canonical(value)


def told(asked: Asked, every: Sequence[dict[str, Any]], period: Range) -> list[Any] | None:
    """The values that are told apart, while there is room: those of the first series, then what the next ones add."""
    if not asked.question.get("breakdown"):
        return None
    found: dict[tuple[Any, ...], Any] = {}
    for series in every:
        for value in ranked(asked, series, period):
            found.setdefault(canonical(value), value)
    return list(found.values())[: asked.question["breakdown"].get("limit", 10)]


def ranked(asked: Asked, series: dict[str, Any], period: Range) -> list[Any]:
    """The values of a series: the largest totals, then numbers by size, all else by text, nothing last."""
    property_name = asked.question["breakdown"]["property"]
    values = {canonical(value_of(one, property_name)): value_of(one, property_name) for one in asked.seen}
    totals = []
    for key, value in values.items():
        about = told_apart(asked, [value], value)
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
