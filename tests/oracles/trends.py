"""Trends, counted the slow way: look at the clock on the wall at every event, and at every minute of the range.

It shares nothing with the report: no SQL, no edges, no arithmetic on offsets.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracles.filters import MISSING, look_up, passes

MINUTE = timedelta(minutes=1)
PERCENTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
OTHER = "$other"


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
class Line:
    """What a series must come out as, of one value of the breakdown."""

    series: int
    value: Any
    values: list[Any]
    total: Any
    skipped: int


def wall_clock(at: datetime, interval: str, zone: ZoneInfo) -> object:
    """What the wall says about the interval that `at` lies in; equal for two moments of one bucket only."""
    local = at.astimezone(zone)
    if interval == "hour":
        return (local.date(), local.hour, local.utcoffset())
    if interval == "day":
        return local.date()
    if interval == "week":
        return local.date() - timedelta(days=local.weekday())
    return (local.year, local.month)


def buckets(start: datetime, end: datetime, interval: str, zone: ZoneInfo, step: timedelta) -> dict[object, datetime]:
    """Every bucket of the range with the first moment it was seen at, looking every `step` and at the last moment; the
    first from its own beginning, by walking back until the wall has said something else for two hours."""
    first = wall_clock(start, interval, zone)
    whole_minute = start.astimezone(UTC).replace(second=0, microsecond=0)
    begin = at = whole_minute
    while begin - at < timedelta(hours=2):
        at -= step
        if wall_clock(at, interval, zone) == first:
            begin = at
    found: dict[object, datetime] = {}
    for moment in [begin, *ticks(whole_minute, end, step), end - timedelta(microseconds=1)]:
        found.setdefault(wall_clock(moment, interval, zone), moment)
    return found


def ticks(begin: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    """Every moment from `begin` to before `end`."""
    while begin < end:
        yield begin
        begin += step


def previous(start: datetime, end: datetime, zone: ZoneInfo) -> datetime:
    """When the period before begins: the days of the range earlier on the clock, or else as long before as it lasts."""
    since, until = clock(start, zone), clock(end, zone)
    if (until - since) < timedelta(days=1) or (until - since) % timedelta(days=1):
        return start - (end - start)
    wanted = since - (until - since)
    around = wanted.replace(tzinfo=UTC) - timedelta(days=2)
    return next(at for at in ticks(around, around + timedelta(days=5), MINUTE) if shown(at, zone) >= wanted)


def clock(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clock shows; midnight where a day begins, also a day whose clocks jumped over it."""
    local = shown(at, zone)
    begins = shown(at - MINUTE, zone).date() < local.date()
    return local.replace(hour=0, minute=0) if begins else local


def shown(at: datetime, zone: ZoneInfo) -> datetime:
    """The time on the wall."""
    return at.astimezone(zone).replace(tzinfo=None)


def lines(
    question: dict[str, Any], seen: Sequence[Seen], gap: timedelta, start: datetime, end: datetime, bucket_of: Any
) -> Iterator[Line]:
    """Every line of one period, in order. `bucket_of` is the list of the period's buckets, and how to tell an event's.

    Values of a breakdown are ranked in the range of the question, whatever the period.
    """
    names, name_of, (ranked_from, ranked_to) = bucket_of
    formulas = bool(question.get("formulas"))
    for at, series in enumerate(question["series"]):
        ranking = question["series"][0] if formulas else series
        kept = ranked(question, ranking, seen, gap, ranked_from, ranked_to)
        for value in [*kept, OTHER] if kept is not None else [None]:
            told = told_apart(question, kept, value)

            def measured(bucket: object, series: Any = series, told: Any = told) -> tuple[Any, int]:
                return measure(
                    question, series, seen, gap, start, end, lambda one: bucket in (None, name_of(one)), told
                )

            total, skipped = measured(None)
            yield Line(at, value, [measured(name)[0] for name in names], total, skipped)


def told_apart(question: dict[str, Any], kept: list[Any] | None, value: Any) -> Callable[[Seen], bool]:
    """Which events a line is about."""
    if kept is None:
        return lambda one: True
    property_name, known = question["breakdown"]["property"], [canonical(one) for one in kept]
    if value == OTHER:
        return lambda one: canonical(value_of(one, property_name)) not in known
    return lambda one: canonical(value_of(one, property_name)) == canonical(value)


def ranked(
    question: dict[str, Any],
    series: dict[str, Any],
    seen: Sequence[Seen],
    gap: timedelta,
    start: datetime,
    end: datetime,
) -> list[Any] | None:
    """The values that are told apart: the largest totals, then numbers by size, all else by text, nothing last."""
    if not question.get("breakdown"):
        return None
    property_name = question["breakdown"]["property"]
    values = {canonical(value_of(one, property_name)): value_of(one, property_name) for one in seen}
    totals = []
    for key, value in values.items():
        about = told_apart(question, [value], value)
        if value == OTHER or not counted(question, series, seen, gap, start, end, about):
            continue
        total, _ = measure(question, series, seen, gap, start, end, lambda one: True, about)
        order = (value is None, key[0] != "number", key[1] if key[0] == "number" else 0, as_text(value))
        totals.append((total is None, -(total or 0), order, value))
    return [value for *_, value in sorted(totals, key=lambda one: one[:3])][: question["breakdown"].get("limit", 10)]


def counted(
    question: dict[str, Any],
    series: dict[str, Any],
    seen: Sequence[Seen],
    gap: timedelta,
    start: datetime,
    end: datetime,
    about: Callable[[Seen], bool],
) -> bool:
    """Whether a value occurs in what the series measures."""
    if series.get("measure") == "sessions":
        return bool(measure(question, series, seen, gap, start, end, lambda one: True, about)[0])
    of_visitors = series.get("measure") in ("visitors", "perVisitor")
    chosen = [one for one in seen if start <= one.at < end and about(one) and is_chosen(question, series, one)]
    return any(one.visitor is not None or not of_visitors for one in chosen)


def measure(
    question: dict[str, Any],
    series: dict[str, Any],
    seen: Sequence[Seen],
    gap: timedelta,
    start: datetime,
    end: datetime,
    in_bucket: Callable[[datetime], bool],
    about: Callable[[Seen], bool],
) -> tuple[Any, int]:
    """The measure over the events of a bucket, and how many have something else than a number."""
    name = series.get("measure", "total")
    met = [one for one in seen if start <= one.at < end and about(one) and is_chosen(question, series, one)]
    chosen = [one for one in met if in_bucket(one.at)]
    visitors = {one.visitor for one in chosen} - {None}
    if name == "total":
        return len(chosen), 0
    if name == "visitors":
        return len(visitors), 0
    if name == "perVisitor":
        return (sum(one.visitor is not None for one in chosen) / len(visitors) if visitors else None), 0
    if name == "sessions":
        return sum(begins_in(session, start, end, in_bucket, met) for session in sessions(seen, gap)), 0
    found = [value_of(one, series["property"]) for one in chosen]
    numbers = sorted(Fraction(str(one)) for one in found if is_number(one))
    return of_numbers(name, numbers), sum(one is not None and not is_number(one) for one in found)


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


def is_chosen(question: dict[str, Any], series: dict[str, Any], one: Seen) -> bool:
    """Whether the series is about the event."""
    conditions = [*question.get("filters", []), *series.get("filters", [])]
    return series["event"] in (None, one.name) and passes(one.as_filtered, conditions)


def sessions(seen: Sequence[Seen], gap: timedelta) -> Iterator[list[Seen]]:
    """Each visitor's events, cut wherever the gap is too wide."""
    for visitor in {one.visitor for one in seen} - {None}:
        session: list[Seen] = []
        for one in sorted((one for one in seen if one.visitor == visitor), key=lambda one: one.at):
            if session and one.at - session[-1].at > gap:
                yield session
                session = []
            session.append(one)
        yield session


def begins_in(
    session: list[Seen], start: datetime, end: datetime, in_bucket: Callable[[datetime], bool], met: list[Seen]
) -> bool:
    """Whether a session counts: it begins in the bucket, and one of the events `met` is in it."""
    begun = session[0].at
    return start <= begun < end and in_bucket(begun) and any(one in met for one in session)


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


def count(
    seen: Sequence[Seen],
    names: Sequence[object],
    name: str | None,
    measured: str,
    start: datetime,
    end: datetime,
    interval: str,
    zone: ZoneInfo,
) -> tuple[list[int], int]:
    """The values and the total of one series: `names` are the buckets, in order, by what the wall says."""
    question = {"series": [{"event": name, "measure": measured}]}
    told = (names, lambda at: wall_clock(at, interval, zone), (start, end))
    [line] = lines(question, seen, timedelta(minutes=30), start, end, told)
    return line.values, line.total
