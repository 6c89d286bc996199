"""Columns of days that were decoded for an earlier question of the same request."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.decode import DayColumns, decoded_day
from spoor.lake.manifest import SealedDay

MOST_BYTES = 150_000_000
_TYPES: Mapping[str, Any] = {"visitor": np.int32, "name": np.int16, "t": np.int64}
_NONE: Mapping[str, NDArray[Any]] = {name: np.zeros(0, dtype=kind) for name, kind in _TYPES.items()}


class DecodedDays:
    """By the checksum of a file, the columns of its days, as far as they were wanted and there is room."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, date], dict[str, NDArray[Any]]] = {}
        self._bytes = 0

    def columns(self, day: SealedDay, path: Path, *, who: bool, name: bool, t: bool) -> DayColumns | None:
        """Those of a day that are wanted, in arrays that stay as they are. None where there is no room, or they could
        not be decoded."""
        wanted = [column for column, is_wanted in (("visitor", who), ("name", name), ("t", t)) if is_wanted]
        known = self._days.setdefault((day.core_sha256, day.day), {})
        missing = [column for column in wanted if column not in known]
        size = sum(np.dtype(_TYPES[column]).itemsize * day.rows for column in missing)
        if missing and self._bytes + size > MOST_BYTES:
            return None
        fresh = {column: np.empty(day.rows, dtype=_TYPES[column]) for column in missing}
        if missing:
            target = DayColumns(**{**_NONE, **fresh})
            if not decoded_day(day, path, target, who="visitor" in fresh, name="name" in fresh, t="t" in fresh):
                return None
            self._bytes += size
            known |= fresh
        return DayColumns(**{column: known.get(column, none) for column, none in _NONE.items()})
