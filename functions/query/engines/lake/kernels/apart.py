"""Each visitor's furthest attempt at a funnel, all visitors at once, where no event can meet two steps: by the same
definition as query.reports.funnel.apart, which goes through one visitor's events."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Attempts:
    """Of each visitor who entered: the place of the event that began the furthest attempt, how many steps it `met`, and
    when each (0 for a step that it did not meet)."""

    begins: Ints
    met: Ints
    times: Sequence[Ints]


def furthest(who: NDArray[np.int32], t: Ints, steps: Sequence[Ints], window_us: int, first_entry: bool) -> Attempts:
    """`steps` are the places, ascending, of the events that meet each step; all events are in order of time, and an
    event at the time of the one before counts as not earlier.

    From every beginning each step takes the first event that is not earlier than the one before. Keys of visitor and
    place are in one order, so that this is a search in those of the step.
    """
    since = _first_of_moment(t)
    keys = [_keys(who, places) for places in steps]
    begins = keys[0] & 0xFFFF_FFFF
    latest = t[begins] + window_us
    met = np.ones(len(begins), dtype=np.int64)
    times = [t[begins], *(np.zeros(len(begins), dtype=np.int64) for _ in steps[1:])]
    alive, at = np.arange(len(begins)), begins
    for step, found in enumerate(keys[1:], start=1):
        if not len(found) or not len(alive):
            break
        least = (who[at].astype(np.int64) << 32) | since[at]
        place = np.searchsorted(found, least)
        next_ = found[np.minimum(place, len(found) - 1)]
        at_next = next_ & 0xFFFF_FFFF
        goes_on = (place < len(found)) & (next_ >> 32 == who[at]) & (t[at_next] <= latest[alive])
        alive, at = alive[goes_on], at_next[goes_on]
        met[alive] = step + 1
        times[step][alive] = t[at]
    best = _best(who[begins], met, first_entry)
    return Attempts(begins[best], met[best], [each[best] for each in times])


def _keys(who: NDArray[np.int32], places: Ints) -> Ints:
    found: Ints = (who[places].astype(np.int64) << 32) | places
    found.sort()
    return found


def _first_of_moment(t: Ints) -> Ints:
    """For each event the place of the first one at its time."""
    places = np.arange(len(t))
    if len(t):
        places[1:][t[1:] == t[:-1]] = 0
    return np.maximum.accumulate(places) if len(t) else places


def _best(who: NDArray[np.int32], met: Ints, first_entry: bool) -> Ints:
    """Which beginning counts for each visitor: of the furthest the first, or the first of all. They are visitor by
    visitor, and each visitor's in order."""
    if not len(who):
        return np.zeros(0, dtype=np.int64)
    firsts = np.flatnonzero(np.append(True, who[1:] != who[:-1]))
    if first_entry:
        return firsts
    score = (met << 32) | (0xFFFF_FFFF - np.arange(len(met)))
    return 0xFFFF_FFFF - (np.maximum.reduceat(score, firsts) & 0xFFFF_FFFF)
