"""Counts different visitors, in any of several groups at once."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
MOST_FLAGS = 100_000_000
"""Bytes: with more pairs of a group and a visitor that there could be, the pairs there are get sorted instead."""


def distinct(group: Ints, groups: int, who: NDArray[np.integer], people: int, *, somebody: bool = False) -> Ints:
    """How many different visitors each group has; all are below `people`. With `somebody` nobody is not one."""
    pairs = group * people + who
    if groups * people <= MOST_FLAGS:
        flags = np.zeros(groups * people, dtype=np.uint8)
        flags[pairs] = 1
        if somebody:
            flags[::people] = 0
        return np.fromiter(_sums(flags, groups, people), dtype=np.int64, count=groups)
    found = np.unique(pairs)
    if somebody:
        found = found[found % people > 0]
    return np.bincount(found // people, minlength=groups)


def _sums(flags: NDArray[np.uint8], groups: int, people: int) -> Iterator[int]:
    return (int(np.count_nonzero(flags[at * people : (at + 1) * people])) for at in range(groups))
