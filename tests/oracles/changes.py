"""What changed, counted the slow way: the number of a period is that of the events that are left when others are taken
out by hand.

It shares nothing with the report.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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


def period(events: Iterable[Came], start: datetime, end: datetime, measure: str) -> Period:
    """The part of what happened that lies in a range."""
    return Period([one for one in events if start <= one.at < end], measure)


def numbers(now: Period, before: Period, causes: Sequence[Value]) -> list[dict[str, Any]]:
    """What is to be said of each cause: its part of the number, its share of the whole change, and what is left without
    it and those named before it."""
    change = now.number() - before.number()
    return [
        {
            "property": value[0],
            "value": value[1],
            "now": now.part(value),
            "before": before.part(value),
            "share": (now.part(value) - before.part(value)) / change if change else 0,
            "withoutIt": {each: of.without(causes[: at + 1]) for each, of in (("now", now), ("before", before))},
        }
        for at, value in enumerate(causes)
    ]
