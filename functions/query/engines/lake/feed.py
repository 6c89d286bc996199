"""Events a day at a time: the next day is decoded while this one is counted, and no more than two are held."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.decode import DayColumns, decoded_day
from query.engines.lake.events import Events, begins, microseconds, rows_before
from query.engines.lake.plan import Broken, Plan
from query.engines.lake.rest import Rest
from spoor.lake.manifest import SealedDay

Flags = NDArray[np.bool_]


class NotDecoded(Exception):
    """The compiled kernel cannot read a day's core file; the stream may."""


@dataclass(frozen=True, slots=True)
class EventChunks:
    """Events of `people` with `names` in order of time, a chunk after the other, as often as they are gone through:
    what is in one is there until the next. No moment is torn."""

    people: int
    names: Mapping[int, str]
    begin: Callable[[], Iterable[Events]]

    @classmethod
    def of(cls, events: Events) -> "EventChunks":
        """All in one."""
        return cls(events.people, events.names, lambda: [events])

    def within(self, start: datetime, end: datetime) -> "EventChunks":
        """Those from an instant up to, and without, another."""

        def begin() -> Iterator[Events]:
            some, part = False, None
            for chunk in self.begin():
                part = chunk.within(start, end)
                if len(part.t):
                    some = True
                    yield part
            if not some and part is not None:
                yield part

        return EventChunks(self.people, self.names, begin)


@dataclass(frozen=True, slots=True)
class DayFeed:
    """What there is to feed: the days of a plan, whose core files lie at `paths`, and its rest. `passes` are the flags
    of each list of filters, of files and of the rest; no file has a visitor beyond `last_code`."""

    found: Plan
    paths: Sequence[Path]
    others: Rest
    names: Mapping[int, str]
    passes: Mapping[str, tuple[Flags, Flags]]
    last_code: int

    def chunks(self) -> EventChunks:
        """All of them."""
        return EventChunks(self.others.people, self.names, self._begin)

    def _begin(self) -> Iterator[Events]:
        """Raises Broken, NotDecoded."""
        others = self.others
        who = None
        if len(others.linked):
            who = np.arange(others.people, dtype=np.int32)
            who[others.linked] = others.else_
        largest = max((day.rows for day in self.found.days), default=0)
        buffers = [DayColumns.of(largest) for _ in range(2)]
        with ThreadPoolExecutor(1) as ahead:
            days = list(zip(self.found.days, self.paths, rows_before(self.found.days), strict=True))
            pieces = sorted([(begins(day), at) for at, (day, _, _) in enumerate(days)] + self._rest())
            order = [at for _, at in pieces if isinstance(at, int)]
            waiting = iter(order)

            def read(turn: int) -> Any:
                at = next(waiting, None)
                if at is None:
                    return None
                return ahead.submit(decoded_day, days[at][0], days[at][1], buffers[turn % 2])

            turn, next_ = 0, read(0)
            for _, piece in pieces:
                if isinstance(piece, tuple):
                    yield self._of_rest(*piece)
                    continue
                day, _, first = days[piece]
                if not next_.result():
                    raise NotDecoded
                columns = buffers[turn % 2]
                turn += 1
                next_ = read(turn)
                yield self._of_day(day, columns, first, who)

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
        return Events(others.who[part], others.name[part], others.t[part], others.people, self.names, passes)

    def _of_day(self, day: SealedDay, columns: DayColumns, first: int, who: NDArray[np.int32] | None) -> Events:
        visitor = columns.visitor[: day.rows]
        is_known = self.others.people <= self.last_code + 1  # else the kernel would take others for new ones
        if not (is_known and who is None) and len(visitor) and int(visitor.max()) > self.last_code:
            raise Broken([day.day])
        passes = {key: flags[first : first + day.rows] for key, (flags, _) in self.passes.items()}
        whose = visitor if who is None else who[visitor]
        name, t = columns.name[: day.rows], columns.t[: day.rows]
        return Events(whose, name, t, self.others.people, self.names, passes)
