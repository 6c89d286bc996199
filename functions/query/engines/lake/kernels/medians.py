"""The middle of durations, most of which are zero: sessions of a single event."""

import numpy as np
from numpy.typing import NDArray


def median(durations: NDArray[np.int64]) -> float | None:
    """Between two in the middle half of both; None of none. Zeros are counted apart: numpy takes fifty times as long to
    part what is mostly equal."""
    if not len(durations):
        return None
    longer = durations[durations > 0]
    zeros = len(durations) - len(longer)
    low, high = (len(durations) - 1) // 2 - zeros, len(durations) // 2 - zeros
    if high < 0:
        return 0.0
    parted = np.partition(longer, [max(low, 0), high])
    return (int(parted[high]) + (int(parted[low]) if low >= 0 else 0)) / 2
