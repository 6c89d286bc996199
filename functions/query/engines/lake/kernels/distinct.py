"""Counts different visitors, in any of several groups at once."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.pairs import different_visitors

Ints = NDArray[np.int64]
MOST_FLAGS = 100_000_000
"""Bytes: with more pairs of a group and a visitor that there could be, the pairs there are get sorted instead."""


def distinct(
    group: NDArray[np.integer], groups: int, who: NDArray[np.integer], people: int, *, somebody: bool = False
) -> Ints:
    """How many different visitors each group has; all are below `people`. With `somebody` nobody is not one."""
    if (found := different_visitors(group, groups, who, people, somebody=somebody)) is not None:
        return found
    pairs = group.astype(np.int64) * people + who
    if groups * people <= MOST_FLAGS:
        flags = np.zeros(groups * people, dtype=np.uint8)
        flags[pairs] = 1
        if somebody:
            flags[::people] = 0
        return np.fromiter(_sums(flags, groups, people), dtype=np.int64, count=groups)
    pairs.sort()
    if somebody:
        pairs = pairs[pairs % people > 0]
    firsts = np.append(True, pairs[1:] != pairs[:-1]) if len(pairs) else np.zeros(0, dtype=bool)
    return np.bincount(pairs[firsts] // people, minlength=groups)


def _sums(flags: NDArray[np.uint8], groups: int, people: int) -> Iterator[int]:
    return (int(np.count_nonzero(flags[at * people : (at + 1) * people])) for at in range(groups))
