"""Events as columns, in order of time: those of files and those of the rest in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from query.questions.comparison import Span
from query.questions.filters import Filters
from query.reports.choice import EventChoice
from spoor.lake.manifest import SealedDay
from spoor.time import day_bounds

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
_1970, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class OfGroup:
    """What is said of accounts of a type, in the place of a property's name: JSON, a list of them."""

    group: str


Property = str | OfGroup


@dataclass(frozen=True, slots=True)
class Wants:
    """What a report needs of the events of some spans of time: each list of `filters` apart, and what is said under the
    names of some `properties`, whether it matters `who` did something, and whether it calls them by their `ids`."""

    spans: Sequence[Span]
    filters: Sequence[Filters] = ()
    properties: Sequence[Property] = ()
    who: bool = True
    ids: bool = False

    def different(self) -> list[Filters]:
        """The lists that say anything, each once."""
        return list({key_of(each): each for each in self.filters if each}.values())


@dataclass(frozen=True, slots=True)
class Said:
    """What events say under one name: the place of each one's value among the `values`, which are JSON, no two of them
    equal."""

    places: NDArray[np.int32]
    values: Sequence[str]

    def with_null(self) -> tuple["Said", int]:
        """The same with null among the values, and the place of it."""
        if NULL in self.values:
            return self, self.values.index(NULL)
        return Said(self.places, [*self.values, NULL]), len(self.values)


NAME = "$name"
"""The property that core files hold, too."""

NULL = "null"
"""What a missing value is."""


def key_of(filters: Filters) -> str:
    """Equal for the same filters: written out, since to Python 1 and true are the same."""
    return repr(filters)


@dataclass(frozen=True)
class Events:
    """`who` are the visitors after all links, 0 for nobody, all below `people`; `t` is in microseconds since 1970.
    `names` has the names by their codes, `passes` which events pass which filters, `said` what they say under the name
    of a property. Where times are not known, `begun` has some instants, which ascend, and at which event each lies: no
    others are asked for. `new_ids` are the ids of the last of the people, whom no file knows, where these are
    asked for."""

    who: NDArray[np.int32]
    name: NDArray[np.integer]
    t: Ints
    people: int
    names: Mapping[int, str]
    passes: Mapping[str, Flags] = field(default_factory=dict)
    said: Mapping[Property, Said] = field(default_factory=dict)
    begun: tuple[Ints, Ints] | None = None
    new_ids: Sequence[str] = ()

    def within(self, start: datetime, end: datetime) -> "Events":
        """Those from an instant up to, and without, another."""
        first, last = self.cut([start, end])
        if first == 0 and last == len(self.t):
            return self
        part = slice(first, max(first, last))
        return replace(
            self,
            who=self.who[part],
            name=self.name[part],
            t=self.t[part],
            passes={key: each[part] for key, each in self.passes.items()},
            said={key: Said(each.places[part], each.values) for key, each in self.said.items()},
            begun=self.begun and (self.begun[0], np.clip(self.begun[1] - first, 0, part.stop - first)),
        )

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
        return [int(place) for place in self.places([microseconds(each) for each in instants])]

    def places(self, instants: Sequence[int] | Ints) -> Ints:
        """The same for instants in microseconds since 1970."""
        if self.begun is None:
            return np.searchsorted(self.t, instants)
        known, places = self.begun
        return np.append(places, len(self.t))[np.searchsorted(known, instants)]


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
