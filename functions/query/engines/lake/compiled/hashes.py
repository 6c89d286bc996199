"""The places of hashes among known ones, as `hashes.c` finds them."""

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.library import address, library

MOST_SLOTS = 1 << 24


def places_among(known: NDArray[np.uint64], hashes: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Where each hash is among the known ones, which ascend; each has to be one of them."""
    kernel = library()
    slots = 1 << max(2 * len(known), 1).bit_length()
    if kernel is not None and slots <= MOST_SLOTS:
        keys, places = np.empty(slots, dtype=np.uint64), np.full(slots, -1, dtype=np.int32)
        given, out = np.ascontiguousarray(hashes), np.empty(len(hashes), dtype=np.int32)
        if not kernel.places_among(
            address(known), len(known), address(keys), address(places), slots, address(given), len(given), address(out)
        ):
            return out
    return np.searchsorted(known, hashes).astype(np.int32)
