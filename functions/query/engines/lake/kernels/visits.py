"""Each visitor's sessions: events cut where there is a longer pause."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled import ordered
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Flags, in_order_of_visitors
from query.questions.filters import Filters
from query.reports.choice import ANY_EVENT, EventChoice


@dataclass(frozen=True, slots=True)
class VisitCuts:
    """`places` are those of the events, visitor by visitor and in order of time; a session begins at each of `firsts`,
    which count in `places`."""

    places: NDArray[np.int64]
    firsts: NDArray[np.int64]

    @property
    def lasts(self) -> NDArray[np.int64]:
        """The last event of each session, counted in `places`."""
        return np.append(self.firsts[1:], len(self.places))[: len(self.firsts)] - 1

    def of_events(self) -> NDArray[np.int64]:
        """Which session each event of `places` belongs to."""
        lengths = np.diff(np.append(self.firsts, len(self.places)))
        return np.repeat(np.arange(len(self.firsts)), lengths)


@dataclass(frozen=True, slots=True)
class SessionPlaces:
    """Sessions in the order of their first events: which one each event is of (-1 for none), and their first and last
    events."""

    of_events: NDArray[np.int32]
    firsts: NDArray[np.int32]
    lasts: NDArray[np.int32]

    def counts(
        self,
        events: Events,
        choices: Sequence[EventChoice] = (ANY_EVENT,),
        filters: Filters | None = None,
        span: tuple[int, int] | None = None,
    ) -> NDArray[np.int64]:
        """How many of the events each session has, or of those that any of some choices is about and that pass, from a
        place up to another."""
        first, last = span or (0, len(events.t))
        bits, sessions = (1 << len(choices)) - 1, len(self.firsts)
        options = chosen(events, choices, filters or [])
        found = ordered.counts_in_sessions(options, bits, (first, last), self.of_events, sessions)
        if found is not None:
            return found
        met = np.logical_or.reduce([events.met(each, filters or []) for each in choices])[first:last]
        own = self.of_events[first:last][met]
        return np.bincount(own[own >= 0], minlength=sessions)


def visits(events: Events, gap_us: int, which: Flags | None = None) -> VisitCuts:
    """The sessions of somebody's events."""
    places = in_order_of_visitors(events, which)
    who, t = events.who[places], events.t[places]
    begins = np.ones(len(places), dtype=bool)
    begins[1:] = (who[1:] != who[:-1]) | (t[1:] - t[:-1] > gap_us)
    return VisitCuts(places, np.flatnonzero(begins))


def session_places(events: Events, gap_us: int, filters: Filters) -> SessionPlaces:
    """The sessions of somebody's events that pass."""
    found = ordered.session_places(chosen(events, [ANY_EVENT], filters), gap_us)
    if found is not None:
        return SessionPlaces(*found)
    cuts = visits(events, gap_us, events.passing(filters))
    firsts, lasts = (cuts.places[each].astype(np.int32) for each in (cuts.firsts, cuts.lasts))
    order = np.argsort(firsts)
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    of_events = np.full(len(events.t), -1, dtype=np.int32)
    of_events[cuts.places] = place[cuts.of_events()]
    return SessionPlaces(of_events, firsts[order], lasts[order])
