"""The path of one session, by the definition in docs/reports.md."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Path(NamedTuple):
    """What was done from step `first` (counted from 1) on, one name a step."""

    first: int
    names: tuple[bytes, ...]


class Shape(NamedTuple):
    """Where paths begin, where they end, and how many steps they may have."""

    start: bytes | None
    end: bytes | None
    depth: int


def sessions(events: Iterable[tuple[int, bytes]], gap: int) -> Iterator[tuple[int, list[bytes]]]:
    """When each of a visitor's sessions began, and the names of its events, without those that repeat the one before.

    `events` are times and names, in order; one without a name holds a session together and is no step of it. `gap` is
    in the unit of the times.
    """
    begun = last = None
    names: list[bytes] = []
    for at, name in events:
        if last is None or at - last > gap:
            if begun is not None:
                yield begun, names
            begun, names = at, []
        last = at
        if name and (not names or names[-1] != name):
            names.append(name)
    if begun is not None:
        yield begun, names


def path_of(names: Sequence[bytes], shape: Shape) -> Path | None:
    """The path of a session, None where it has none of this shape."""
    begin = _place(names, shape.start, 0) if shape.start is not None else 0
    if begin is None or not names:
        return None
    if shape.end is None:
        return Path(1, tuple(names[begin : begin + shape.depth]))
    end = _place(names, shape.end, begin if shape.start is None else begin + 1)
    if end is None:
        return None
    if shape.start is None:
        begin = max(0, end + 1 - shape.depth)
        return Path(shape.depth - (end - begin), tuple(names[begin : end + 1]))
    return Path(1, tuple(names[begin : end + 1])) if end - begin < shape.depth else None


def _place(names: Sequence[bytes], name: bytes, since: int) -> int | None:
    try:
        return names.index(name, since)
    except ValueError:
        return None
