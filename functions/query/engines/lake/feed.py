"""Events a day at a time: the next ones are decoded while this one is counted, and no more than three are held."""

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
from query.engines.lake.compiled.days import DecodedDays
from query.engines.lake.compiled.decode import DayColumns, decoded_day
from query.engines.lake.events import Events, Property, Said, begins, microseconds, rows_before
from query.engines.lake.plan import Broken, Plan
from query.engines.lake.table.rest import Rest
from spoor.lake.manifest import QUARTERS, SealedDay

Flags = NDArray[np.bool_]
_DAY_US = 86_400_000_000
_QUARTER_US = _DAY_US // QUARTERS


_AHEAD = 2
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
    visitor beyond `last_code`. What other questions of the request need, too, is kept in `decoded`."""

    found: Plan
    paths_of: PathsOf
    others: Rest
    names: Mapping[int, str]
    passes: Mapping[str, tuple[Flags, Flags]]
    said: Mapping[Property, tuple[Said, Said]]
    last_code: int
    decoded: DecodedDays | None = None

    def chunks(self) -> EventChunks:
        """All of them."""
        values = {name: of_files.values for name, (of_files, _) in self.said.items()}
        return EventChunks(self.others.people, self.names, self._read, self._apart, values)

    def _apart(self, instants: Sequence[int]) -> tuple[Sequence[DayCounts], EventChunks]:
        """Where no more is asked the manifest knows how often each name is there."""
        if self.passes or self.said:
            return (), self.chunks()
        torn = {day.day for day in self.found.days if any(_cuts(day, instants))}
        rest = replace(self, found=Plan([day for day in self.found.days if day.day in torn], self.found.rest))
        counts = [
            DayCounts(begins(day), {int(code): count for code, count in day.names.items()})
            for day in self.found.days
            if day.day not in torn
        ]
        return counts, rest.chunks()

    def _read(self, needs: Needs) -> Iterator[Events]:
        """Raises Broken, Elsewhere, NotDecoded."""
        largest = max((day.rows for day in self.found.days), default=0)
        whom = self._whom() if needs.who else None
        rooms = [DayColumns.of(largest) for _ in range(_AHEAD + 1)]
        buffers = [_Buffer(room, np.zeros(largest, dtype=np.int32), room) for room in rooms]
        paths = self.paths_of(self.found.days) if self.found.days else []
        with ThreadPoolExecutor(_AHEAD) as ahead:
            days = list(zip(self.found.days, paths, rows_before(self.found.days), strict=True))
            pieces = sorted([(begins(day), at) for at, (day, _, _) in enumerate(days)] + self._rest())
            order = [at for _, at in pieces if isinstance(at, int)]
            waiting = iter(order)

            def read(turn: int) -> Any:
                at = next(waiting, None)
                if at is None:
                    return None
                return ahead.submit(self._decoded, days[at][0], days[at][1], buffers[turn % len(buffers)], needs, whom)

            coming = deque(read(turn) for turn in range(_AHEAD))
            turn = 0
            for _, piece in pieces:
                if isinstance(piece, tuple):
                    yield self._of_rest(*piece)
                    continue
                day, _, first = days[piece]
                if not coming.popleft().result():
                    raise NotDecoded
                buffer = buffers[turn % len(buffers)]
                coming.append(read(turn + _AHEAD))
                turn += 1
                yield self._of_day(day, buffer.columns, first, buffer.whose if whom is not None else None)

    def _rest(self) -> list[tuple[int, Any]]:
        found: list[tuple[int, Any]] = []
        for span in self.found.rest:
            low, high = microseconds(span.start), microseconds(span.end)
            since, until = (int(place) for place in np.searchsorted(self.others.t, [low, high]))
            if since < until:
                found.append((low, (since, until)))
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

    def _decoded(
        self, day: SealedDay, path: Path, buffer: "_Buffer", needs: Needs, whom: NDArray[np.int32] | None
    ) -> bool:
        """Decode what is needed of a day, whoever did it; whether that went well. Raises Broken."""
        if not self._decode(day, path, buffer, needs):
            return False
        visitor = buffer.columns.visitor[: day.rows]
        are_all_known = self.others.people <= self.last_code + 1  # else the kernel would take others for new ones
        if needs.who and (whom is not None or not are_all_known) and _highest(day, visitor) > self.last_code:
            raise Broken([day.day])
        if whom is not None:
            np.take(whom, visitor, out=buffer.whose[: day.rows], mode="clip")
        return True

    def _decode(self, day: SealedDay, path: Path, buffer: "_Buffer", needs: Needs) -> bool:
        """Times of which only the side of some instants is asked are known by the rows at which quarters of an hour
        begin."""
        rows = None if needs.instants is None else _rows_at(day, _cuts(day, needs.instants))
        wanted = {"who": needs.who, "name": needs.name, "t": rows is None}
        found = None if self.decoded is None else self.decoded.columns(day, path, **wanted)
        if found is None and not decoded_day(day, path, buffer.room, **wanted):
            return False
        buffer.columns = buffer.room if found is None else _with_room(found, buffer.room, needs, rows is None)
        for row, instant in rows or ():
            buffer.columns.t[row : day.rows] = instant
        return True

    def _of_day(self, day: SealedDay, columns: DayColumns, first: int, whose: NDArray[np.int32] | None) -> Events:
        rows = slice(first, first + day.rows)
        passes = {key: flags[rows] for key, (flags, _) in self.passes.items()}
        said = {name: Said(of_files.places[rows], of_files.values) for name, (of_files, _) in self.said.items()}
        whose = (columns.visitor if whose is None else whose)[: day.rows]
        name, t = columns.name[: day.rows], columns.t[: day.rows]
        return Events(whose, name, t, self.others.people, self.names, passes, said)


@dataclass(slots=True)
class _Buffer:
    """Room for a day's columns and for whom its visitors stand for; `columns` are what there is at last."""

    room: DayColumns
    whose: NDArray[np.int32]
    columns: DayColumns


def _with_room(found: DayColumns, room: DayColumns, needs: Needs, has_times: bool) -> DayColumns:
    """What was found, and room for what was not asked for."""
    return DayColumns(
        found.visitor if needs.who else room.visitor,
        found.name if needs.name else room.name,
        found.t if has_times else room.t,
    )


def _highest(day: SealedDay, visitor: NDArray[np.int32]) -> int:
    """The highest code among the visitors of a day; beyond all where one is below 0. A file is known by its checksum:
    of one that was looked at before it is known, too."""
    key = day.core_sha256, day.day
    if key not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        some = len(visitor) > 0
        _known[key] = _BEYOND if some and int(visitor.min()) < 0 else int(visitor.max()) if some else 0
    return _known[key]


def _cuts(day: SealedDay, instants: Sequence[int]) -> list[int]:
    """Which of the instants lie within the day, and not at its beginning, in order."""
    begin = begins(day)
    return sorted(each for each in instants if begin < each < begin + _DAY_US)


def _rows_at(day: SealedDay, instants: Sequence[int]) -> list[tuple[int, int]] | None:
    """The first row of the day and of each instant within it; None where that is not known."""
    begin = begins(day)
    places = [divmod(each - begin, _QUARTER_US) for each in instants]
    quarters = day.quarters
    if any(beyond for _, beyond in places) or (places and not _are_rows(quarters, day.rows)):
        return None
    return [(0, begin), *((quarters[at], instant) for (at, _), instant in zip(places, instants, strict=True))]


def _are_rows(quarters: Sequence[int], rows: int) -> bool:
    return len(quarters) == QUARTERS and list(quarters) == sorted(quarters) and 0 <= quarters[0] <= quarters[-1] <= rows
