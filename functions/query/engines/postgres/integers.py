"""Reads numbers that a statement sends packed, many in one value."""

import sys
from array import array
from collections.abc import Sequence


def integers(packed: bytes) -> Sequence[int]:
    """What Postgres sends as `int8` each, the highest byte first."""
    found = array("q", packed)
    if sys.byteorder == "little":
        found.byteswap()
    return found
