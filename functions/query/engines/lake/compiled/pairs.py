"""How many different visitors groups have, as `pairs.c` counts them."""

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.library import address, library

SEEN_BYTES = 32_000_000
"""For the bits of as many groups as are counted at a time."""

MOST_TURNS = 16
"""More groups than in so many turns are faster sorted."""


def different_visitors(
    group: NDArray[np.integer], groups: int, who: NDArray[np.integer], people: int, *, somebody: bool
) -> NDArray[np.int64] | None:
    """How many different ones each group has; with `somebody` nobody is not one. None where the kernel cannot."""
    kernel = library()
    width = (people + 7) // 8
    at_once = max(SEEN_BYTES // max(width, 1), 1)
    if kernel is None or groups > at_once * MOST_TURNS or groups >= 1 << 31:
        return None
    given, whose = (np.ascontiguousarray(each, dtype=np.int32) for each in (group, who))
    counts = np.zeros(groups, dtype=np.int64)
    seen = np.empty((min(at_once, groups), width), dtype=np.uint8)
    for low in range(0, groups, at_once):
        seen[:] = 0
        high = min(low + at_once, groups)
        if kernel.count_pairs(
            address(given), address(whose), len(given), low, high, int(somebody), people, address(seen), width,
            address(counts),
        ):  # fmt: skip
            return None
    return counts
