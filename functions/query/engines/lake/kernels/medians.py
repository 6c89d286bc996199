"""The middle of durations, most of which are zero: sessions of a single event."""

import numpy as np
from numpy.typing import NDArray


def median(durations: NDArray[np.int64], more_zeros: int = 0) -> float | None:
    """Between two in the middle half of both; None of none. Zeros are counted apart, of which there may be more: numpy
    takes fifty times as long to part what is mostly equal."""
    count = len(durations) + more_zeros
    if not count:
        return None
    longer = durations[durations > 0]
    zeros = count - len(longer)
    low, high = (count - 1) // 2 - zeros, count // 2 - zeros
    if high < 0:
        return 0.0
    parted = np.partition(longer, [max(low, 0), high])
    return (int(parted[high]) + (int(parted[low]) if low >= 0 else 0)) / 2
