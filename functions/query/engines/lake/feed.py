"""Events some days at a time: the next ones are decoded while these are counted, and no more than both are held."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.chunks import DayCounts, EventChunks, Needs
from query.engines.lake.compiled.decode import DayColumns, Pieces, Wanted
from query.engines.lake.events import Events, Ints, Property, Said, begins, microseconds, rows_before
from query.engines.lake.plan import Broken, Plan
from query.engines.lake.table.rest import Rest
from spoor.lake.manifest import QUARTERS, SealedDay

Flags = NDArray[np.bool_]
_DAY_US = 86_400_000_000
_QUARTER_US = _DAY_US // QUARTERS

ROWS_AT_ONCE = 1 << 18
"""Of several days, so that Python is between them less often."""

_AHEAD = 2
"""So many parts are decoded while one is counted: where counting takes less, both processors decode."""

_BEYOND = 1 << 31
_MOST_KNOWN = 4000
_known: dict[tuple[str, date], int] = {}

PathsOf = Callable[[Sequence[SealedDay]], Sequence[Path]]
"""Where the core files of some days lie."""


class NotDecoded(Exception):
    """The compiled kernel cannot read a day's core file; the stream may."""


@dataclass(frozen=True, slots=True)
class DayFeed:
    """What there is to feed: the days of a plan, whose core files lie where `paths_of` tells, and its rest. `passes`
    are the flags of each list of filters, of files and of the rest, and so is `said` of properties; no file has a
    visitor beyond `last_code`."""

    found: Plan
    paths_of: PathsOf
    others: Rest
    names: Mapping[int, str]
    passes: Mapping[str, tuple[Flags, Flags]]
    said: Mapping[Property, tuple[Said, Said]]
    last_code: int

    def chunks(self) -> EventChunks:
        """All of them."""
        values = {name: of_files.values for name, (of_files, _) in self.said.items()}
        return EventChunks(self.others.people, self.names, self._read, self._apart, values)

    def _apart(self, instants: Sequence[int]) -> tuple[Sequence[DayCounts], EventChunks]:
        """Where no more is asked the manifest knows how often each name is there."""
        if self.passes or self.said:
            return (), self.chunks()
        instants = sorted(instants)
        torn = {day.day for day in self.found.days if _cuts(day, instants)}
        rest = replace(self, found=Plan([day for day in self.found.days if day.day in torn], self.found.rest))
        counts = [
            DayCounts(begins(day), {int(code): count for code, count in day.names.items()})
            for day in self.found.days
            if day.day not in torn
        ]
        return counts, rest.chunks()

    def _read(self, needs: Needs) -> Iterator[Events]:
        """Raises Broken, Elsewhere, NotDecoded."""
        batches = self._batches()
        paths = self.paths_of(self.found.days) if self.found.days else []
        largest = max((sum(day.rows for day in self.found.days[begin:end]) for begin, end in batches), default=0)
        buffers = [DayColumns.of(largest) for _ in range(_AHEAD + 1)]
        whom = self._whom() if needs.who else None
        room = [np.zeros(0 if whom is None else largest, dtype=np.int32) for _ in buffers]
        firsts = rows_before(self.found.days)
        with ThreadPoolExecutor(_AHEAD) as ahead:
            pieces = sorted([(begins(self.found.days[batch[0]]), True, batch) for batch in batches] + self._rest())
            waiting = iter([batch for _, is_of_days, batch in pieces if is_of_days])

            def read(turn: int) -> Any:
                batch = next(waiting, None)
                if batch is None:
                    return None
                days, at = slice(*batch), turn % len(buffers)
                return ahead.submit(self._of_days, days, paths, firsts[days.start], needs, buffers[at], whom, room[at])

            coming, turn = deque(read(turn) for turn in range(_AHEAD)), _AHEAD
            for _, is_of_days, piece in pieces:
                if not is_of_days:
                    yield self._of_rest(*piece)
                    continue
                found = coming.popleft().result()
                coming.append(read(turn))
                turn += 1
                yield found

    def _batches(self) -> list[tuple[int, int]]:
        """Days that are read at once, one behind the other: none of the rest is between them."""
        between = [since for since, _, _ in self._rest()]
        batches: list[tuple[int, int]] = []
        rows = 0
        for at, day in enumerate(self.found.days):
            rows += day.rows
            last = begins(self.found.days[batches[-1][0]]) if batches else 0
            if batches and rows <= ROWS_AT_ONCE and not any(last < each <= begins(day) for each in between):
                batches[-1] = (batches[-1][0], at + 1)
            else:
                batches.append((at, at + 1))
                rows = day.rows
        return batches

    def _rest(self) -> list[tuple[int, bool, tuple[int, int]]]:
        found: list[tuple[int, bool, tuple[int, int]]] = []
        for span in self.found.rest:
            low, high = microseconds(span.start), microseconds(span.end)
            since, until = (int(place) for place in np.searchsorted(self.others.t, [low, high]))
            if since < until:
                found.append((low, False, (since, until)))
        return found

    def _of_rest(self, since: int, until: int) -> Events:
        part = slice(since, until)
        others = self.others
        passes = {key: flags[part] for key, (_, flags) in self.passes.items()}
        said = {name: Said(of_rest.places[part], of_rest.values) for name, (_, of_rest) in self.said.items()}
        return Events(others.who[part], others.name[part], others.t[part], others.people, self.names, passes, said)

    def _whom(self) -> NDArray[np.int32] | None:
        """By code of files whom it stands for; None where all stand for themselves."""
        others = self.others
        if not len(others.linked):
            return None
        found = np.arange(others.people, dtype=np.int32)
        found[others.linked] = others.else_
        return found

    def _of_days(
        self,
        part: slice,
        paths: Sequence[Path],
        first: int,
        needs: Needs,
        columns: DayColumns,
        whom: NDArray[np.int32] | None,
        room: NDArray[np.int32],
    ) -> Events:
        """Some of the days, decoded to where there is room for their columns, and for whom their visitors stand for."""
        days = self.found.days[part]
        begun = _read(days, paths[part], columns, needs)
        count = sum(day.rows for day in days)
        visitor = columns.visitor[:count]
        are_all_known = self.others.people <= self.last_code + 1  # else the kernel would take others for new ones
        if needs.who and not (are_all_known and whom is None):
            self._check(days, visitor)
        rows = slice(first, first + count)
        passes = {key: flags[rows] for key, (flags, _) in self.passes.items()}
        said = {name: Said(of_files.places[rows], of_files.values) for name, (of_files, _) in self.said.items()}
        whose = visitor if whom is None else np.take(whom, visitor, out=room[:count], mode="clip")
        name, t = columns.name[:count], columns.t[:count]
        return Events(whose, name, t, self.others.people, self.names, passes, said, begun)

    def _check(self, days: Sequence[SealedDay], visitor: NDArray[np.int32]) -> None:
        """Raise Broken where a day has a visitor beyond the last code."""
        parts = zip(days, rows_before(days), strict=True)
        broken = [day.day for day, row in parts if _highest(day, visitor[row : row + day.rows]) > self.last_code]
        if broken:
            raise Broken(broken)


def _highest(day: SealedDay, visitor: NDArray[np.int32]) -> int:
    """The highest code among the visitors of a day; beyond all where one is below 0. A file is known by its checksum:
    of one that was looked at before it is known, too."""
    key = day.core_sha256, day.day
    found = _known.get(key)
    if found is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        found = _known[key] = _BEYOND if visitor.min(initial=0) < 0 else int(visitor.max(initial=0))
    return found


def _cuts(day: SealedDay, instants: Sequence[int]) -> Sequence[int]:
    """Which of the instants, which ascend, lie within the day, and not at its beginning."""
    begin = begins(day)
    return instants[bisect_right(instants, begin) : bisect_left(instants, begin + _DAY_US)]


def _read(
    days: Sequence[SealedDay], paths: Sequence[Path], columns: DayColumns, needs: Needs
) -> tuple[Ints, Ints] | None:
    """Decode what is needed of some days. Of times of which only the side of some instants is asked these are given,
    and the rows at which they lie, as the manifest knows them by quarters of an hour. Raises NotDecoded."""
    firsts = rows_before(days)
    begun = None if needs.instants is None else _rows_at(days, firsts, sorted(needs.instants))
    pieces, wanted = Pieces(columns), Wanted(needs.who, needs.name, begun is None)
    is_known = all(pieces.add(day, path, row, wanted) for day, path, row in zip(days, paths, firsts, strict=True))
    if not (is_known and pieces.read()):
        raise NotDecoded
    return begun


def _rows_at(days: Sequence[SealedDay], firsts: Sequence[int], instants: Sequence[int]) -> tuple[Ints, Ints] | None:
    """The beginnings of the days and the instants within them, and the row of each; None where that is not known."""
    known: list[int] = []
    rows: list[int] = []
    for day, first in zip(days, firsts, strict=True):
        begin, cuts, quarters = begins(day), _cuts(day, instants), day.quarters
        places = [divmod(each - begin, _QUARTER_US) for each in cuts]
        if any(beyond for _, beyond in places) or (places and not _are_rows(quarters, day.rows)):
            return None
        known += [begin, *cuts]
        rows += [first, *(first + quarters[at] for at, _ in places)]
    return np.array(known, dtype=np.int64), np.array(rows, dtype=np.int64)


def _are_rows(quarters: Sequence[int], rows: int) -> bool:
    return len(quarters) == QUARTERS and list(quarters) == sorted(quarters) and 0 <= quarters[0] <= quarters[-1] <= rows
