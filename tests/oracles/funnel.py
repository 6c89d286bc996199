"""The funnel, by trying everything: every event for every step.

Exponential, and plain enough to read aloud. It shares nothing with the report.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

Meets = Callable[["Seen"], bool]


@dataclass(frozen=True)
class Seen:
    """An event as the oracle knows it; `visitor` is already the merged one."""

    name: str
    visitor: str | None
    at: datetime
    properties: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True)
class Excluded:
    """What may not happen between the events of two steps, counted from 1."""

    meets: Meets
    after: int
    before: int


@dataclass(frozen=True)
class Asked:
    """A funnel: what meets each step, when one may enter, how long one has, in which order."""

    steps: Sequence[Meets]
    start: datetime
    end: datetime
    window: timedelta
    order: str = "ordered"
    excluded: Sequence[Excluded] = ()


@dataclass(frozen=True)
class Tried:
    """An attempt: the event of each step, in the order of the steps, and the times in the order of time."""

    steps: tuple[Seen, ...]

    @property
    def times(self) -> tuple[datetime, ...]:
        """When things happened."""
        return tuple(sorted(event.at for event in self.steps))


def named(name: str | None) -> Meets:
    """What an event of a name meets; any event, where it is None."""
    return lambda event: name in (None, event.name)


def choices(own: Sequence[Seen], steps: Sequence[Meets], used: tuple[int, ...] = ()) -> Iterator[tuple[Seen, ...]]:
    """Every way to give steps, from the first on, an event each, none of them twice."""
    if used:
        yield tuple(own[place] for place in used)
    if len(used) < len(steps):
        for place, event in enumerate(own):
            if place not in used and steps[len(used)](event):
                yield from choices(own, steps, (*used, place))


def is_attempt(chosen: tuple[Seen, ...], own: Sequence[Seen], asked: Asked) -> bool:
    """Whether these events, one a step, are an attempt."""
    times = [event.at for event in chosen]
    if not asked.start <= times[0] < asked.end:
        return False
    if max(times) - min(times) > asked.window:
        return False
    if asked.order == "unordered":
        return True
    if times != sorted(times):
        return False
    if asked.order == "firstEntry" and times[0] != min(event.at for event in own if asked.steps[0](event)):
        return False
    if asked.order == "strict":
        for one, next_one in pairwise(times):
            if any(one < event.at < next_one for event in own):
                return False
    for each in asked.excluded:
        if len(chosen) > each.after:
            since, until = times[each.after - 1], times[min(each.before, len(times)) - 1]
            if any(since < event.at < until and each.meets(event) for event in own):
                return False
    return True


def best(seen: Sequence[Seen], asked: Asked) -> dict[str, list[Tried]]:
    """For each visitor who entered the furthest attempts; of these the earliest, in more ways than one where events
    happened at one time."""
    found = {}
    for visitor in {one.visitor for one in seen} - {None}:
        own = [one for one in seen if one.visitor == visitor and asked.start <= one.at]
        tried = [Tried(each) for each in choices(own, asked.steps) if is_attempt(each, own, asked)]
        if tried:
            furthest = max(len(each.steps) for each in tried)
            far = [each for each in tried if len(each.steps) == furthest]
            earliest = min((each.times, each.steps[0].at) for each in far)
            found[str(visitor)] = [each for each in far if (each.times, each.steps[0].at) == earliest]
    return found
