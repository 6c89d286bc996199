"""Overviews, counted the slow way: sessions by cutting lines, lists by asking of each event in turn.

It shares nothing with the report.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from tests.oracles.filters import MISSING, look_up, passes
from tests.oracles.trends import as_text, canonical

VIEWS = {"$pageview", "page_view"}
"""Of the names of page views those that tests use."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Happened:
    """An event as the oracle knows it; `visitor` is already the merged one."""

    name: str
    visitor: str | None
    at: datetime
    properties: dict[str, Any]

    def value(self, name: str) -> Any:
        """A property; None where it is missing."""
        found = look_up({"name": self.name, "anonymousId": self.visitor, "properties": self.properties}, name)
        return None if found is MISSING else found

    def passes(self, filters: list[Any]) -> bool:
        """Whether it is asked about."""
        return passes({"name": self.name, "anonymousId": self.visitor, "properties": self.properties}, filters)


@dataclass(frozen=True)
class Told:
    """What there is, what is asked of it, and how long a pause within a session may be."""

    events: Sequence[Happened]
    filters: list[Any]
    start: datetime
    end: datetime
    gap: timedelta

    @property
    def counted(self) -> list[Happened]:
        """The events that are asked about and lie in the range."""
        return [one for one in self.events if self.start <= one.at < self.end and one.passes(self.filters)]


def totals(told: Told, inside: Callable[[datetime], bool]) -> dict[str, Any]:
    """The figures of the part of the range that is `inside`."""
    counted = [one for one in told.counted if inside(one.at)]
    asked = [one for one in told.events if one.passes(told.filters) and one.at < told.end + DAY]
    begun = [each for each in cut(asked, told.gap) if told.start <= each[0].at < told.end and inside(each[0].at)]
    lengths = [(each[-1].at - each[0].at).total_seconds() for each in begun]
    return {
        "visitors": len({one.visitor for one in counted} - {None}),
        "sessions": len(begun),
        "events": len(counted),
        "pageviews": sum(one.name in VIEWS for one in counted),
        "bounceRate": sum(len(each) == 1 for each in begun) / len(begun) if begun else 0,
        "medianDurationSeconds": median(lengths) if lengths else None,
        "viewsPerSession": sum(one.name in VIEWS for each in begun for one in each) / len(begun) if begun else None,
    }


def cut(events: Iterable[Happened], gap: timedelta) -> list[list[Happened]]:
    """Sessions: each visitor's events, parted wherever the pause is longer than the gap."""
    found: list[list[Happened]] = []
    for one in sorted((each for each in events if each.visitor is not None), key=lambda each: (each.visitor, each.at)):
        if found and found[-1][-1].visitor == one.visitor and one.at - found[-1][-1].at <= gap:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def rows(told: Told, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """A list: its largest values, and all others in one."""
    valued = [(value_of(told, asked, one), one) for one in told.counted]
    kinds = {canonical(value): value for value, _ in valued}
    made = [counts(value, [one for each, one in valued if canonical(each) == key]) for key, value in kinds.items()]
    made = [each for each in made if each["value"] != "$other"]
    ranked = sorted(made, key=lambda each: (-each[asked.get("measure", "visitors")], order(each["value"])))
    kept = ranked[: asked.get("limit", 10)]
    told_apart = {canonical(each["value"]) for each in kept}
    others = [one for value, one in valued if canonical(value) not in told_apart]
    return [*kept, counts("$other", others)] if others else kept


def order(value: Any) -> tuple[Any, ...]:
    """Of values with equal figures: numbers by size, all else by text, nothing last."""
    kind = canonical(value)
    return (
        value is None,
        kind[0] != "number",
        kind[1] if kind[0] == "number" else 0,
        as_text(value),
        kind[0] != "text",
    )


def counts(value: Any, events: list[Happened]) -> dict[str, Any]:
    """A row of a list."""
    return {"value": value, "visitors": len({one.visitor for one in events} - {None}), "events": len(events)}


def value_of(told: Told, asked: dict[str, Any], one: Happened) -> Any:
    """The value that an event is told apart by."""
    of, name = asked.get("of", "event"), asked["property"]
    if of == "event":
        return one.value(name)
    if one.visitor is None:
        return None
    if of == "visitor":
        since = told.start - 90 * DAY
        line = [each for each in told.events if each.visitor == one.visitor and since <= each.at < told.end]
        return at_once(line, min(each.at for each in line), name)
    near = [each for each in told.events if told.start - DAY <= each.at < told.end + DAY]
    [session] = [each for each in cut(near, told.gap) if one in each]
    return at_once(session, session[0 if of == "session" else -1].at, name)


def at_once(events: list[Happened], at: datetime, name: str) -> Any:
    """The value of the events of a moment: the first by its JSON, any before none."""
    found = [each.value(name) for each in events if each.at == at]
    return min((each for each in found if each is not None), key=json.dumps, default=None)
