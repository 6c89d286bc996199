"""Events of files and of the rest put together, in order of time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.erased import without
from query.engines.lake.events import NAME, Events, Property, Said, Wants, begins, key_of, microseconds, rows_before
from query.engines.lake.feed import DayFeed
from query.engines.lake.files import Core, DayFiles, RowProperties, core_at, read_said
from query.engines.lake.plan import Broken, Plan
from query.engines.lake.table.rest import NEW_NAMES, Rest
from query.engines.lake.table.state import LakeState
from query.engines.lake.values import Values
from spoor.lake.manifest import SealedDay


@dataclass(frozen=True, slots=True)
class Lake:
    """What files and the table have of what a report wants; core files are not read yet."""

    found: Plan
    files: DayFiles
    wants: Wants
    given: RowProperties
    others: Rest
    said: Mapping[Property, tuple[Said, Said]]
    names: Mapping[int, str]
    last_code: int
    erased: Sequence[int]

    @classmethod
    def of(cls, found: Plan, files: DayFiles, wants: Wants, state: LakeState, others: Rest) -> "Lake":
        """With what the property files say. Raises Broken, Elsewhere."""
        names_asked = [each for each in wants.properties if each != NAME]
        said = read_said(found.days, files, wants.filters, names_asked)
        names = {**state.names, **{NEW_NAMES + at: name for at, name in enumerate(others.new_names)}}
        parts = {
            each: _of_both(Values(of_files.values), of_files, of_rest)
            for each, of_files, of_rest in zip(names_asked, said.said, others.says, strict=True)
        }
        return cls(found, files, wants, said, others, parts, names, state.last_code, state.erased)

    def feed(self) -> DayFeed:
        """The events some days at a time."""
        both = zip(self.given.passes, self.others.passes, strict=True)
        passes = {key_of(each): flags for each, flags in zip(self.wants.filters, both, strict=True)}
        return DayFeed(self.found, self._core_paths, self.others, self.names, passes, self.said, self.last_code)

    def events(self) -> Events:
        """All events in one, in order of time, without what lies outside of the spans on other days. Raises Broken."""
        core = core_at(self.found.days, self._core_paths(self.found.days))
        if len(core.visitor) and int(core.visitor.max()) > self.last_code:
            raise Broken([day.day for day in self.found.days])
        return without(self.erased, _together(self, core))

    def _core_paths(self, days: Sequence[SealedDay]) -> Sequence[Path]:
        return self.files.paths(days, "core")


def _of_both(values: Values, of_files: Said, of_rest: Sequence[str]) -> tuple[Said, Said]:
    """What files and the rest say of a property, by the same values."""
    places = values.of_files(of_files.places)  # before others are added
    others = values.add(of_rest)
    return Said(places, values.texts), Said(others, values.texts)


def _together(lake: Lake, core: Core) -> Events:
    """Files and rest put together in order of time. What lies outside of the spans, but on the same days, is there
    too."""
    others, names = lake.others, lake.names
    who = np.arange(others.people, dtype=np.int32)
    who[others.linked] = others.else_
    visitor = who[core.visitor] if len(others.linked) else core.visitor
    pieces = _pieces(lake.found, others)
    name = _joined(pieces, core.name, others.name)
    said: dict[Property, Said] = {NAME: of_names(name, names)} if NAME in lake.wants.properties else {}
    for each, (of_files, of_rest) in lake.said.items():
        said[each] = Said(_joined(pieces, of_files.places, of_rest.places), of_files.values)
    return Events(
        who=_joined(pieces, visitor, others.who),
        name=name,
        t=_joined(pieces, core.t, others.t),
        people=others.people,
        names=names,
        passes={
            key_of(each): _joined(pieces, lake.given.passes[at], others.passes[at])
            for at, each in enumerate(lake.wants.filters)
        },
        said=said,
    )


def of_names(name: NDArray[Any], names: Mapping[int, str]) -> Said:
    """What events say of their own name."""
    codes = np.array(sorted(names), dtype=np.int64)
    texts = [json.dumps(names[code], ensure_ascii=False) for code in codes.tolist()]
    places = np.zeros(int(codes[-1]) + 1 if len(codes) else 0, dtype=np.int32)
    places[codes] = np.arange(len(codes), dtype=np.int32)
    return Said(places[name], texts)


def _joined(pieces: Sequence[tuple[bool, int, int]], of_files: NDArray[Any], of_rest: NDArray[Any]) -> NDArray[Any]:
    """A column of both, in the order of the pieces."""
    if len(pieces) == 1:
        [(is_rest, begin, end)] = pieces
        return (of_rest if is_rest else of_files)[begin:end]
    return np.concatenate([(of_rest if is_rest else of_files)[begin:end] for is_rest, begin, end in pieces])


def _pieces(found: Plan, others: Rest) -> list[tuple[bool, int, int]]:
    """In order of time: whether the next events are of the rest, and from which to which."""
    parts: list[tuple[int, bool, int, int]] = []
    for day, first in zip(found.days, rows_before(found.days), strict=True):
        parts.append((begins(day), False, first, first + day.rows))
    for span in found.rest:
        since, until = (
            int(place) for place in np.searchsorted(others.t, [microseconds(span.start), microseconds(span.end)])
        )
        if since < until:
            parts.append((microseconds(span.start), True, since, until))
    pieces: list[tuple[bool, int, int]] = []
    for _, is_rest, begin, end in sorted(parts):
        if pieces and pieces[-1][0] == is_rest and pieces[-1][2] == begin:
            pieces[-1] = (is_rest, pieces[-1][1], end)
        else:
            pieces.append((is_rest, begin, end))
    return pieces or [(True, 0, 0)]
