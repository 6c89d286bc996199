"""The path of one session, by the definition in docs/reports.md."""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice, pairwise
from operator import itemgetter, sub
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


def sessions(times: Sequence[int], names: Sequence[bytes], gap_us: int) -> Iterator[tuple[int, Sequence[bytes]]]:
    """When each of a visitor's sessions began, and the names of its events.

    `names` are in the order of `times`, and these in any; those of one time are put in the order of their names. All
    times are in microseconds. Nothing is done for each event that could be done for all at once.
    """
    pauses = list(map(sub, times[1:], times))
    if pauses and min(pauses) <= 0:
        happened = sorted(zip(times, names, strict=True))
        times, names = [at for at, _ in happened], [name for _, name in happened]
        pauses = list(map(sub, times[1:], times))
    cuts = [at for at, pause in enumerate(pauses, 1) if pause > gap_us]
    for begin, end in pairwise([0, *cuts, len(times)]):
        yield times[begin], names[begin:end]


def path_of(names: Sequence[bytes], shape: Shape) -> Path | None:
    """The path of a session, None where it has none of this shape. What has no name is no step, and neither is what
    repeats the step before."""
    if b"" in names:
        names = [name for name in names if name]
    different = map(itemgetter(0), groupby(names))
    if shape.start is None and shape.end is None:
        return Path(1, tuple(islice(different, shape.depth))) if names else None
    steps = list(different)
    begin = _place(steps, shape.start, 0) if shape.start is not None else 0
    if begin is None or not steps:
        return None
    if shape.end is None:
        return Path(1, tuple(steps[begin : begin + shape.depth]))
    end = _place(steps, shape.end, begin if shape.start is None else begin + 1)
    if end is None:
        return None
    if shape.start is None:
        begin = max(0, end + 1 - shape.depth)
        return Path(shape.depth - (end - begin), tuple(steps[begin : end + 1]))
    return Path(1, tuple(steps[begin : end + 1])) if end - begin < shape.depth else None


def _place(steps: Sequence[bytes], name: bytes, since: int) -> int | None:
    try:
        return steps.index(name, since)
    except ValueError:
        return None
