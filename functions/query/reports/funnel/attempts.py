"""Every visitor who entered a funnel, and how the furthest attempt went."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, NoReturn

from query.reports.deadline import NEVER, Deadline
from query.reports.funnel.apart import furthest_apart
from query.reports.funnel.attempt import Exclusion, Rules, furthest_attempt
from query.reports.funnel.parcels import Parcels, Part
from query.reports.funnel.question import FunnelQuestion
from query.reports.funnel.unordered import furthest_unordered

SECOND = 1_000_000
"""In microseconds, the unit of all times here."""

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Where they count from, as Postgres has it."""

Events = Mapping[int, Mapping[bytes, list[int]]]
"""For each mask the times of every visitor's events, in no order."""

_NEVER = 1 << 62


class Attempt(NamedTuple):
    """`times` are those of the steps met, ascending; `entered` is when step 1 was met. `said` is the JSON of what the
    breakdown's property then was, None without a breakdown."""

    visitor: bytes
    entered: int
    times: Sequence[int]
    said: str | None = None


def attempts(question: FunnelQuestion, parcels: Parcels, deadline: Deadline = NEVER) -> Iterator[Attempt]:
    """The furthest attempt of each visitor who entered, in no order; before the deadline.

    Raises TooSlow.
    """
    for parts in parcels:
        found = _of_parcel(question, parts, deadline)
        yield from _with_values(found, parts) if any(part.said is not None for part in parts) else found


def _of_parcel(question: FunnelQuestion, parts: Sequence[Part], deadline: Deadline) -> Iterator[Attempt]:
    """Most visitors never do anything that could be step 2: they are told apart before any of their events is kept."""
    seconds: set[bytes] = set()
    for part in parts:
        if part.mask & 2:
            seconds.update(part.visitors)
    alone: dict[bytes, int] = {}
    events: dict[int, defaultdict[bytes, list[int]]] = {part.mask: defaultdict(list) for part in parts}
    entered: set[bytes] = set()
    for part in parts:
        if part.mask & 1:
            of_mask = events[part.mask]
            for who, time in zip(part.visitors, part.times, strict=True):
                if who in seconds:
                    of_mask[who].append(time)
                elif time < alone.get(who, _NEVER):
                    alone[who] = time
            entered.update(of_mask)
    for part in parts:
        if not part.mask & 1:
            of_mask = events[part.mask]
            for who, time in zip(part.visitors, part.times, strict=True):
                if who in entered:
                    of_mask[who].append(time)
    for who, time in alone.items():
        yield Attempt(who, time, (time,))
    if entered:
        judge = _judge(question, events, deadline)
        for who in entered:
            deadline.check()
            yield judge(who)


def _judge(question: FunnelQuestion, events: Events, deadline: Deadline) -> Callable[[bytes], Attempt]:
    """How to judge a visitor of these events, by the order that is asked for."""
    steps, window_us = len(question.asked_steps()), question.conversion_window_seconds * SECOND
    first_entry = question.order == "firstEntry"

    def unordered(who: bytes) -> Attempt:
        found = furthest_unordered(*_in_order(events, who), steps, window_us, deadline)
        return Attempt(who, found[1], found[0]) if found else _nothing()

    def apart(who: bytes) -> Attempt:
        met = [sorted(events[mask][who]) for mask in _met_one_by_one(events, who, steps)]
        times = furthest_apart(met, steps, window_us, first_entry)
        return Attempt(who, times[0], times)

    def general(who: bytes) -> Attempt:
        times = furthest_attempt(*_in_order(events, who), rules, deadline)
        return Attempt(who, times[0], times) if times else _nothing()

    if question.order == "unordered":
        return unordered
    no_event_meets_two = all(mask.bit_count() < 2 for mask in events)
    if question.order != "strict" and not question.exclusions and no_event_meets_two:
        return apart
    exclusions = tuple(
        Exclusion(steps + place, each.from_step - 1, each.to_step - 1) for place, each in enumerate(question.exclusions)
    )
    rules = Rules(steps, window_us, question.order == "strict", first_entry, exclusions)
    return general


def _met_one_by_one(events: Events, who: bytes, steps: int) -> Iterator[int]:
    """The masks of the steps from the first on, up to one that none of the visitor's events meets."""
    for mask in (1 << step for step in range(steps)):
        if mask not in events or who not in events[mask]:
            return
        yield mask


def _in_order(events: Events, who: bytes) -> tuple[list[int], list[int]]:
    """The times and masks of a visitor's events, by time."""
    own = sorted((time, mask) for mask, of_mask in events.items() if who in of_mask for time in of_mask[who])
    return [time for time, _ in own], [mask for _, mask in own]


def _nothing() -> NoReturn:
    raise AssertionError("a visitor has an event that meets step 1, and yet no attempt begins there")


def _with_values(found: Iterable[Attempt], parts: Sequence[Part]) -> Iterator[Attempt]:
    """The attempts with the value at which each entered. Of several at one moment it is the first in the order of their
    JSON, a missing one last."""
    said: dict[tuple[bytes, int], bytes] = {}
    for part in parts:
        if part.mask & 1 and part.said is not None:
            for key, value in zip(zip(part.visitors, part.times, strict=True), part.said, strict=True):
                said[key] = min(said.get(key, value), value, key=_missing_last)
    for attempt in found:
        yield attempt._replace(said=said[attempt.visitor, attempt.entered].decode())


def _missing_last(value: bytes) -> tuple[bool, bytes]:
    return value == b"null", value
