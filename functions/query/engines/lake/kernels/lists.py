"""The values of a property with the most visitors or events."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.events import Events, Flags
from query.engines.lake.kernels.distinct import distinct
from query.engines.lake.kernels.ends import session_values, visitor_values
from query.engines.lake.kernels.labels import shown
from query.engines.lake.kernels.ranks import Totals, places_of
from query.engines.lake.kernels.visits import SessionPlaces
from query.reports.breakdown import OTHER, read
from query.reports.overview.figures import FoundRow
from query.reports.overview.question import AskedList

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Held:
    """Who (0 for nobody) has which value, and how many `events` with it; None where each is one."""

    who: NDArray[np.int32]
    value: NDArray[np.int32]
    events: Ints | None
    values: Sequence[str]


def found_list(asked: AskedList, events: Events, counted: Flags, sessions: SessionPlaces) -> list[FoundRow]:
    """The rows of a list, of the events that are counted; the sessions are those of all events."""
    held = _held(asked, events, counted, sessions)
    many = len(held.values)
    sums = _sums(held)
    visitors = distinct(held.value, many, held.who, events.people, somebody=True)
    totals = Totals(sums > 0, (visitors if asked.measure == "visitors" else sums).astype(np.float64))
    [kept] = places_of([totals], held.values, asked.limit, together=False)
    rows = [FoundRow(read(shown(held.values[at])), int(visitors[at]), int(sums[at])) for at in kept]
    left = sums > 0
    left[kept] = False
    if not np.any(left):
        return rows
    group = np.where(left, 0, 1).astype(np.int32)[held.value]
    others, _ = distinct(group, 2, held.who, events.people, somebody=True).tolist()
    return [*rows, FoundRow(OTHER, others, int(sums[left].sum()))]


def _sums(held: _Held) -> Ints:
    if held.events is None:
        return np.bincount(held.value, minlength=len(held.values))
    return np.bincount(held.value, weights=held.events, minlength=len(held.values)).astype(np.int64)


def _held(asked: AskedList, events: Events, counted: Flags, sessions: SessionPlaces) -> _Held:
    said = events.said[asked.property]
    if asked.of == "event":
        return _Held(events.who[counted], said.places[counted], None, said.values)
    said, null = said.with_null()
    if asked.of == "visitor":
        times = np.bincount(events.who[counted], minlength=events.people)
        people = np.flatnonzero(times).astype(np.int32)
        values = visitor_values(events, said, null)[people]
        return _Held(people, values, times[people], said.values)
    times = sessions.counts(counted)
    some = np.flatnonzero(times)
    who = events.who[sessions.firsts[some]]
    value = session_values(events, sessions, said, is_end=asked.of == "sessionEnd")
    nobodys = int(np.count_nonzero(events.who[counted] == 0))
    extra = [nobodys] if nobodys else []
    return _Held(
        np.append(who, np.zeros(len(extra), dtype=np.int32)),
        np.append(value[some], np.full(len(extra), null, dtype=np.int32)),
        np.append(times[some], np.array(extra, dtype=np.int64)),
        said.values,
    )
