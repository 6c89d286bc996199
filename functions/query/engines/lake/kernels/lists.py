"""The values of a property with the most visitors or events."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.cells import CellGrid, Cells, cells
from query.engines.lake.compiled.choices import Chosen, chosen
from query.engines.lake.events import Events, Flags, Said
from query.engines.lake.kernels.distinct import distinct
from query.engines.lake.kernels.ends import session_values, visitor_values
from query.engines.lake.kernels.labels import shown
from query.engines.lake.kernels.ranks import Totals, places_of
from query.engines.lake.kernels.visits import SessionPlaces
from query.questions.filters import Filters
from query.reports.breakdown import OTHER, read
from query.reports.choice import ANY_EVENT
from query.reports.overview.figures import FoundRow
from query.reports.overview.question import AskedList

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class CountedEvents:
    """The events of which those count from the place `first` up to `last` that pass the filters."""

    events: Events
    filters: Filters
    first: int
    last: int

    @cached_property
    def chosen(self) -> Chosen | None:
        """Those that pass, as the kernel is told it."""
        return chosen(self.events, [ANY_EVENT], self.filters)

    @cached_property
    def flags(self) -> Flags:
        """Which they are."""
        found = np.zeros(len(self.events.t), dtype=bool)
        passing = self.events.passing(self.filters)
        found[self.first : self.last] = True if passing is None else passing[self.first : self.last]
        return found

    @cached_property
    def nobodys(self) -> int:
        """How many are nobody's."""
        every, somebodys = (self.cells(somebody=somebody) for somebody in (False, True))
        if every is None or somebodys is None:
            return int(np.count_nonzero(self.events.who[self.flags] == 0))
        return int(every.counts.sum() - somebodys.counts.sum())

    def cells(self, said: Said | None = None, *, somebody: bool = False) -> Cells | None:
        """How many there are, or of each value that is said and whose. None where the kernel cannot."""
        if said is None:
            grid = CellGrid([self.first], [self.last], [0], 1)
        else:
            many = len(said.values)
            grid = CellGrid([self.first], [self.last], [0], 1, said.places, np.arange(many), many)
        return cells(self.chosen, 1, grid, somebody=somebody, look=said is not None)


@dataclass(frozen=True, slots=True)
class _Held:
    """Who (0 for nobody) has which value, and how many `events` with it; None where each is one."""

    who: NDArray[np.int32]
    value: NDArray[np.int32]
    events: Ints | None
    values: Sequence[str]


def found_list(asked: AskedList, counted: CountedEvents, sessions: SessionPlaces) -> list[FoundRow]:
    """The rows of a list, of the events that are counted; the sessions are those of all events."""
    if asked.of == "event":
        said = counted.events.said[asked.property]
        found = counted.cells(said)
        if found is not None and found.seen is not None:
            return _of_cells(asked, said.values, found.counts, found.seen)
    people = counted.events.people
    held = _held(asked, counted, sessions)
    many = len(held.values)
    sums = _sums(held)
    visitors = distinct(held.value, many, held.who, people, somebody=True)
    rows, left = _ranked(asked, held.values, sums, visitors)
    if not np.any(left):
        return rows
    group = np.where(left, 0, 1).astype(np.int32)[held.value]
    others, _ = distinct(group, 2, held.who, people, somebody=True).tolist()
    return [*rows, FoundRow(OTHER, others, int(sums[left].sum()))]


def _of_cells(asked: AskedList, values: Sequence[str], sums: Ints, seen: NDArray[np.uint8]) -> list[FoundRow]:
    """The rows, where what each value has is counted, and a bit a visitor is set; nobody is none."""
    seen[:, 0] &= 0xFE
    planes = seen.view(np.uint64)
    visitors = np.bitwise_count(planes).sum(axis=1, dtype=np.int64)
    rows, left = _ranked(asked, values, sums, visitors)
    if not np.any(left):
        return rows
    together = np.zeros(planes.shape[1], dtype=np.uint64)
    for at in np.flatnonzero(left).tolist():
        together |= planes[at]
    return [*rows, FoundRow(OTHER, int(np.bitwise_count(together).sum()), int(sums[left].sum()))]


def _ranked(asked: AskedList, values: Sequence[str], sums: Ints, visitors: Ints) -> tuple[list[FoundRow], Flags]:
    """The rows of the values that are told apart, and which other values there are."""
    totals = Totals(sums > 0, (visitors if asked.measure == "visitors" else sums).astype(np.float64))
    [kept] = places_of([totals], values, asked.limit, together=False)
    left = sums > 0
    left[kept] = False
    return [FoundRow(read(shown(values[at])), int(visitors[at]), int(sums[at])) for at in kept], left


def _sums(held: _Held) -> Ints:
    if held.events is None:
        return np.bincount(held.value, minlength=len(held.values))
    return np.bincount(held.value, weights=held.events, minlength=len(held.values)).astype(np.int64)


def _held(asked: AskedList, counted: CountedEvents, sessions: SessionPlaces) -> _Held:
    events = counted.events
    said = events.said[asked.property]
    if asked.of == "event":
        return _Held(events.who[counted.flags], said.places[counted.flags], None, said.values)
    said, null = said.with_null()
    if asked.of == "visitor":
        times = np.bincount(events.who[counted.flags], minlength=events.people)
        people = np.flatnonzero(times).astype(np.int32)
        values = visitor_values(events, said, null)[people]
        return _Held(people, values, times[people], said.values)
    times = sessions.counts(events, filters=counted.filters, span=(counted.first, counted.last))
    some = np.flatnonzero(times)
    who = events.who[sessions.firsts[some]]
    value = session_values(events, sessions, said, is_end=asked.of == "sessionEnd")
    extra = [counted.nobodys] if counted.nobodys else []
    return _Held(
        np.append(who, np.zeros(len(extra), dtype=np.int32)),
        np.append(value[some], np.full(len(extra), null, dtype=np.int32)),
        np.append(times[some], np.array(extra, dtype=np.int64)),
        said.values,
    )
