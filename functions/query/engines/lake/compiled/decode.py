"""Reads core files by the compiled kernel, as `decode.c` does: two days at a time."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ctypes import CDLL
from dataclasses import dataclass
from io import FileIO
from os import SEEK_END
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.library import address, library
from query.engines.lake.events import rows_before
from spoor.lake.manifest import SealedDay

_THREADS = 2
_INT32, _INT16, _MILLISECONDS, _MICROSECONDS = range(4)

_Wanted = tuple[str, int, NDArray[Any]]
"""A column of the file, what its values become, and where they go."""

Columns = tuple[NDArray[np.int32], NDArray[np.int16], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class DayColumns:
    """Visitors, names and times (in microseconds) of a day, or room for them."""

    visitor: NDArray[np.int32]
    name: NDArray[np.int16]
    t: NDArray[np.int64]

    @classmethod
    def of(cls, rows: int) -> "DayColumns":
        """Room for so many. What is not decoded stays 0."""
        return cls(np.zeros(rows, dtype=np.int32), np.zeros(rows, dtype=np.int16), np.zeros(rows, dtype=np.int64))


def decoded(days: Sequence[SealedDay], paths: Sequence[Path]) -> Columns | None:
    """Visitors, names and times (in microseconds) of the days, whose core files lie at the paths. None where the kernel
    cannot, or where a file is not as sealing writes it."""
    if library() is None:
        return None
    rows = sum(day.rows for day in days)
    columns = DayColumns(np.empty(rows, np.int32), np.empty(rows, np.int16), np.empty(rows, np.int64))

    def read(at: int, day: SealedDay, path: Path) -> bool:
        part = slice(at, at + day.rows)
        return decoded_day(day, path, DayColumns(columns.visitor[part], columns.name[part], columns.t[part]))

    with ThreadPoolExecutor(_THREADS) as threads:
        went_well = all(threads.map(read, rows_before(days), days, paths))
    return (columns.visitor, columns.name, columns.t) if went_well else None


def decoded_day(
    day: SealedDay, path: Path, columns: DayColumns, *, who: bool = True, name: bool = True, t: bool = True
) -> bool:
    """Decode those columns of a day that are wanted to where there is room for them; whether that went well."""
    kernel = library()
    if kernel is None:
        return False
    wanted: list[_Wanted] = []
    if who:
        wanted.append(("visitor", _INT32, columns.visitor))
    if name:
        wanted.append(("name", _INT16, columns.name))
    if t:
        wanted.append(("t_ms", _MILLISECONDS, columns.t))
    if t and not day.whole_ms:
        wanted.append(("t_us", _MICROSECONDS, columns.t))
    try:
        with path.open("rb", buffering=0) as file:
            return _read(kernel, day, file, wanted)
    except OSError:
        return False


def _read(kernel: CDLL, day: SealedDay, file: FileIO, wanted: Sequence[_Wanted]) -> bool:
    """Decode a day, which has the file alone or among the others of its month; whether that went well."""
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
            if len(pages) != size or kernel.decode(pages, size, rows, target, address(out[at : at + rows])):
                return False
        at += rows
    return at == day.rows
