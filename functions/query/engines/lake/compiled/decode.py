"""Reads core files by the compiled kernel, as `decode.c` does: two days at a time."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ctypes import CDLL
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.library import library
from query.engines.lake.events import rows_before
from spoor.lake.manifest import SealedDay

_THREADS = 2
_INT32, _INT16, _MILLISECONDS, _MICROSECONDS = range(4)

Columns = tuple[NDArray[np.int32], NDArray[np.int16], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class DayColumns:
    """Visitors, names and times (in microseconds) of a day, or room for them."""

    visitor: NDArray[np.int32]
    name: NDArray[np.int16]
    t: NDArray[np.int64]

    @classmethod
    def of(cls, rows: int) -> "DayColumns":
        """Room for so many."""
        return cls(np.empty(rows, dtype=np.int32), np.empty(rows, dtype=np.int16), np.empty(rows, dtype=np.int64))


def decoded(days: Sequence[SealedDay], paths: Sequence[Path]) -> Columns | None:
    """Visitors, names and times (in microseconds) of the days, whose core files lie at the paths. None where the kernel
    cannot, or where a file is not as sealing writes it."""
    if library() is None:
        return None
    rows = sum(day.rows for day in days)
    columns = DayColumns.of(rows)

    def read(at: int, day: SealedDay, path: Path) -> bool:
        part = slice(at, at + day.rows)
        return decoded_day(day, path, DayColumns(columns.visitor[part], columns.name[part], columns.t[part]))

    with ThreadPoolExecutor(_THREADS) as threads:
        went_well = all(threads.map(read, rows_before(days), days, paths))
    return (columns.visitor, columns.name, columns.t) if went_well else None


def decoded_day(day: SealedDay, path: Path, columns: DayColumns) -> bool:
    """Decode a day to where there is room for it; whether that went well."""
    kernel = library()
    if kernel is None:
        return False
    try:
        with path.open("rb") as file:
            return _read(kernel, day, file, [columns.visitor, columns.name, columns.t])
    except OSError:
        return False


def _read(kernel: CDLL, day: SealedDay, file: IO[bytes], columns: Sequence[NDArray[Any]]) -> bool:
    """Decode a day, which has the file alone or among the others of its month; whether that went well."""
    visitor, name, t = columns
    wanted = [("visitor", _INT32, visitor), ("name", _INT16, name), ("t_ms", _MILLISECONDS, t)]
    if not day.whole_ms:
        wanted.append(("t_us", _MICROSECONDS, t))
    at, end = 0, file.seek(0, SEEK_END)
    for group in day.chunks:
        rows = group["rows"]
        if rows < 0 or at + rows > day.rows:
            return False
        for column, target, out in wanted:
            offset, size = group[column]
            if offset < 0 or size < 0 or offset + size > end:
                return False
            file.seek(offset)
            pages = file.read(size)
            if kernel.decode(pages, size, rows, target, out[at : at + rows].ctypes.data):
                return False
        at += rows
    return at == day.rows
