"""What changed, counted the slow way: the number of a period is that of the events, or of the entries, that are left
when others are taken out by hand.

It shares nothing with the report.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from tests.oracles.trends import canonical

Value = tuple[str, Any]
"""A property and its value; None where it is missing."""


@dataclass(frozen=True)
class Came:
    """An event as the oracle knows it; `visitor` is already the merged one."""

    visitor: str
    at: datetime
    properties: dict[str, Any]

    def tells(self, value: Value) -> bool:
        """Whether its property has the value."""
        return canonical(self.properties.get(value[0])) == canonical(value[1])


@dataclass(frozen=True)
class Period:
    """The events of a range, and what is counted of them: `total` or `visitors`."""

    events: Sequence[Came]
    measure: str

    def number(self) -> int:
        """The number itself."""
        return self._count(self.events)

    def part(self, value: Value) -> int:
        """That of the events with a value."""
        return self._count([one for one in self.events if one.tells(value)])

    def without(self, values: Iterable[Value]) -> int:
        """That of the events with none of the values."""
        left = list(self.events)
        for value in values:
            left = [one for one in left if not one.tells(value)]
        return self._count(left)

    def _count(self, events: Sequence[Came]) -> int:
        return len({one.visitor for one in events}) if self.measure == "visitors" else len(events)


@dataclass(frozen=True)
class Rate:
    """Who entered a funnel of two steps in a range, by an event of theirs each, and which of them converted."""

    entered: Sequence[Came]
    converted: frozenset[str]

    def number(self) -> float:
        """The rate itself."""
        return self._rate(self.entered)

    def part(self, value: Value) -> float:
        """That of those who entered with a value."""
        return self._rate([one for one in self.entered if one.tells(value)])

    def without(self, values: Iterable[Value]) -> float:
        """That of those who entered with none of the values."""
        return self._rate([one for one in self.entered if not any(one.tells(value) for value in values)])

    def if_it_had_stayed(self, value: Value, rate: float) -> float:
        """The rate, had those with a value converted at another one."""
        others = sum(one.visitor in self.converted for one in self.entered if not one.tells(value))
        return (others + rate * sum(one.tells(value) for one in self.entered)) / len(self.entered)

    def _rate(self, entered: Sequence[Came]) -> float:
        return sum(one.visitor in self.converted for one in entered) / len(entered) if entered else 0.0


def rate(came: Iterable[Came], bought: Iterable[Came], start: datetime, end: datetime, window: timedelta) -> Rate:
    """Those whose first step lies in a range, and of them those whose second follows on it within the window; each by
    the earliest event that got them so far."""
    entered: dict[str, Came] = {}
    converted: set[str] = set()
    then = [*bought]
    for one in sorted(came, key=lambda each: each.at):
        if start <= one.at < end and one.visitor not in converted:
            entered.setdefault(one.visitor, one)
            if any(two.visitor == one.visitor and one.at <= two.at <= one.at + window for two in then):
                entered[one.visitor] = one
                converted.add(one.visitor)
    return Rate([*entered.values()], frozenset(converted))


class Counted(Protocol):
    """The number of a period, however it is counted."""

    def number(self) -> float:
        """The number itself."""

    def part(self, value: Value) -> float:
        """That of a value."""

    def without(self, values: Iterable[Value]) -> float:
        """What is left without some values."""


def period(events: Iterable[Came], start: datetime, end: datetime, measure: str) -> Period:
    """The part of what happened that lies in a range."""
    return Period([one for one in events if start <= one.at < end], measure)


def numbers(now: Counted, before: Counted, causes: Sequence[Value]) -> list[dict[str, Any]]:
    """What is to be said of each cause: its part of the number, its share of the whole change, and what is left without
    it and those named before it."""
    return [
        {
            "property": value[0],
            "value": value[1],
            "now": now.part(value),
            "before": before.part(value),
            "share": _share(now, before, value),
            "withoutIt": {each: of.without(causes[: at + 1]) for each, of in (("now", now), ("before", before))},
        }
        for at, value in enumerate(causes)
    ]


def _share(now: Counted, before: Counted, value: Value) -> float:
    """Of a count what its part moved by; of a rate what would be missing, had its part stayed."""
    change = now.number() - before.number()
    if isinstance(now, Rate):
        moved = now.number() - now.if_it_had_stayed(value, before.part(value))
    else:
        moved = now.part(value) - before.part(value)
    return moved / change if change else 0
