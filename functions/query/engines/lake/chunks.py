"""Events in chunks, one after the other in order of time, as far as a report looks at them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from query.engines.lake.events import Events, Property, microseconds


@dataclass(frozen=True, slots=True)
class Needs:
    """What is looked at of events: `who` did it, its `name`, and when; where `instants` are given, in microseconds
    since 1970, only on which side of each of them it happened. What nobody needs says nothing, and costs nothing."""

    who: bool = True
    name: bool = True
    instants: Sequence[int] | None = None


ALL = Needs()


@dataclass(frozen=True, slots=True)
class DayCounts:
    """How many events of each name, by its code, a day has that begins at `t`, in microseconds since 1970."""

    t: int
    names: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class EventChunks:
    """Events of `people` with `names` in order of time, a chunk after the other, as often as they are gone through:
    what is in one is there until the next. No moment is torn. What they say of a property is of the same `values`."""

    people: int
    names: Mapping[int, str]
    read: Callable[[Needs], Iterable[Events]]
    parted: Callable[[Sequence[int]], "tuple[Sequence[DayCounts], EventChunks]"] | None = None
    values: Mapping[Property, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Events) -> "EventChunks":
        """All in one."""
        values = {name: each.values for name, each in events.said.items()}
        return cls(events.people, events.names, lambda _: [events], values=values)

    def begin(self, needs: Needs = ALL) -> Iterable[Events]:
        """Go through them."""
        return self.read(needs)

    def apart(self, instants: Sequence[int]) -> "tuple[Sequence[DayCounts], EventChunks]":
        """What is known of days without their events, as far as none of the instants lies within one; and the events of
        all other days."""
        return ((), self) if self.parted is None else self.parted(instants)

    def within(self, start: datetime, end: datetime) -> "EventChunks":
        """Those from an instant up to, and without, another."""
        ends = [microseconds(start), microseconds(end)]

        def read(needs: Needs) -> Iterator[Events]:
            if needs.instants is not None:
                needs = replace(needs, instants=[*needs.instants, *ends])
            some, part = False, None
            for chunk in self.read(needs):
                part = chunk.within(start, end)
                if len(part.t):
                    some = True
                    yield part
            if not some and part is not None:
                yield part

        def parted(instants: Sequence[int]) -> tuple[Sequence[DayCounts], EventChunks]:
            days, others = self.apart([*instants, *ends])
            return [day for day in days if ends[0] <= day.t < ends[1]], others.within(start, end)

        return EventChunks(self.people, self.names, read, parted, self.values)
