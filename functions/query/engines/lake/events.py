"""Events as columns, in order of time: those of files and those of the rest in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from query.questions.filters import Filters
from query.reports.choice import EventChoice
from spoor.lake.manifest import SealedDay
from spoor.time import day_bounds

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
_1970, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Wants:
    """What a report needs of the events from `start` up to, and without, `end`: each list of `filters` apart, and the
    values of a property."""

    start: datetime
    end: datetime
    filters: Sequence[Filters]
    property: str | None = None

    def different(self) -> list[Filters]:
        """The lists that say anything, each once."""
        return list({key_of(each): each for each in self.filters if each}.values())


def key_of(filters: Filters) -> str:
    """Equal for the same filters: written out, since to Python 1 and true are the same."""
    return repr(filters)


@dataclass(frozen=True)
class Events:
    """`who` are the visitors after all links, 0 for nobody, all below `people`; `t` is in microseconds since 1970.
    `names` has the names by their codes, `passes` which events pass which filters, `says` which of the `values` (JSON)
    each event's property has."""

    who: NDArray[np.int32]
    name: NDArray[np.integer]
    t: Ints
    people: int
    names: Mapping[int, str]
    passes: Mapping[str, Flags] = field(default_factory=dict)
    says: NDArray[np.int32] | None = None
    values: Sequence[str] = ()

    def passing(self, filters: Filters) -> Flags | None:
        """Which events pass; None where all do."""
        return self.passes[key_of(filters)] if filters else None

    def met(self, choice: EventChoice, base: Filters) -> Flags:
        """Which events are chosen and pass the filters of the whole question."""
        found = np.ones(len(self.t), dtype=bool) if choice.event is None else self.name == self.code(choice.event)
        for filters in (base, choice.filters):
            if (passing := self.passing(filters)) is not None:
                found &= passing
        return found

    def code(self, name: str) -> int:
        """The code of a name; one that no event has where there is none."""
        return self._codes.get(name, -1)

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {name: code for code, name in self.names.items()}

    def cut(self, instants: Sequence[datetime]) -> list[int]:
        """At which events these instants lie: the first that is not before each."""
        return [int(place) for place in np.searchsorted(self.t, [microseconds(each) for each in instants])]


def microseconds(instant: datetime) -> int:
    """Since 1970."""
    return (instant - _1970) // _MICROSECOND


def in_order_of_visitors(events: Events, which: Flags | None = None) -> NDArray[np.int64]:
    """The places of somebody's events, visitor by visitor and each visitor's in order of time."""
    wanted = events.who > 0 if which is None else which & (events.who > 0)
    places = np.flatnonzero(wanted)
    keys = (events.who[places].astype(np.int64) << 32) | places
    keys.sort()
    return keys & 0xFFFF_FFFF


def rows_before(days: Sequence[SealedDay]) -> list[int]:
    """The first row of each day among the rows of all."""
    found, at = [], 0
    for day in days:
        found.append(at)
        at += day.rows
    return found


def begins(day: SealedDay) -> int:
    """When a day begins, in microseconds since 1970."""
    return microseconds(day_bounds(day.day)[0])
