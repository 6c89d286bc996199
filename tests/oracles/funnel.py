"""The funnel, by trying everything: every event as a beginning, every event as every next step.

Exponential, and plain enough to read aloud. It shares nothing with the report.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Seen:
    """An event as the oracle knows it; `visitor` is already the merged one."""

    name: str
    visitor: str | None
    at: datetime


def chains(events: Sequence[Seen], steps: Sequence[str | None], used: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every way to go on from the events `used` so far: other events, each at the same time or later."""
    yield used
    if len(used) == len(steps):
        return
    for at, event in enumerate(events):
        fits = steps[len(used)] in (None, event.name)
        if fits and at not in used and event.at >= events[used[-1]].at:
            yield from chains(events, steps, (*used, at))


def attempts(
    events: Sequence[Seen], steps: Sequence[str | None], start: datetime, end: datetime, window: timedelta
) -> Iterator[tuple[datetime, ...]]:
    """The times of every attempt of a visitor, cut off where the window closes."""
    for at, event in enumerate(events):
        if start <= event.at < end and steps[0] in (None, event.name):
            for chain in chains(events, steps, (at,)):
                times = tuple(events[one].at for one in chain)
                if times[-1] - times[0] <= window:
                    yield times


def best_attempts(
    seen: Sequence[Seen], steps: Sequence[str | None], start: datetime, end: datetime, window: timedelta
) -> list[tuple[datetime, ...]]:
    """For each visitor who entered the times of the furthest attempt, the earliest of equally far ones."""
    best = []
    for visitor in {one.visitor for one in seen} - {None}:
        own = [one for one in seen if one.visitor == visitor and start <= one.at]
        tried = list(attempts(own, steps, start, end, window))
        if tried:
            furthest = max(len(times) for times in tried)
            best.append(min(times for times in tried if len(times) == furthest))
    return best
