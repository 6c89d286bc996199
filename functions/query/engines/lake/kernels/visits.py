"""Each visitor's sessions: events put in order visitor by visitor, and cut where there is a longer pause."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.events import Events, Flags, in_order_of_visitors


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


def visits(events: Events, gap_us: int, which: Flags | None = None) -> VisitCuts:
    """The sessions of somebody's events."""
    places = in_order_of_visitors(events, which)
    who, t = events.who[places], events.t[places]
    begins = np.ones(len(places), dtype=bool)
    begins[1:] = (who[1:] != who[:-1]) | (t[1:] - t[:-1] > gap_us)
    return VisitCuts(places, np.flatnonzero(begins))
