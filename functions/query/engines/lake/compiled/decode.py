"""Reads core files by the compiled kernel, as `pieces.c` and `decode.c` do: two parts of them at a time."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.library import address, library, numbers
from query.engines.lake.events import rows_before
from spoor.lake.manifest import SealedDay

_THREADS = 2
_INT32, _INT16, _MILLISECONDS, _MICROSECONDS = range(4)

Columns = tuple[NDArray[np.int32], NDArray[np.int16], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class DayColumns:
    """Visitors, names and times (in microseconds) of some days, or room for them."""

    visitor: NDArray[np.int32]
    name: NDArray[np.int16]
    t: NDArray[np.int64]

    @classmethod
    def of(cls, rows: int) -> "DayColumns":
        """Room for so many. What is not decoded stays 0."""
        return cls(np.zeros(rows, dtype=np.int32), np.zeros(rows, dtype=np.int16), np.zeros(rows, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which columns of a day."""

    who: bool = True
    name: bool = True
    t: bool = True


ALL = Wanted()


@dataclass(frozen=True, slots=True)
class Pieces:
    """What is to be read of files, and where it goes: of columns that outlive this."""

    columns: DayColumns
    _pieces: list[tuple[int, ...]] = field(default_factory=list)
    _paths: list[NDArray[np.uint8]] = field(default_factory=list)

    def add(self, day: SealedDay, path: Path, at: int, wanted: Wanted = ALL) -> bool:
        """What is wanted of a day, which has the file alone or among the others of its month, to its first row `at`;
        whether that can be."""
        visitor, name, t = (address(each) or 0 for each in (self.columns.visitor, self.columns.name, self.columns.t))
        self._paths.append(np.frombuffer(os.fsencode(path) + b"\0", dtype=np.uint8))
        where = address(self._paths[-1]) or 0
        row = at
        for group in day.chunks:
            rows = group["rows"]
            if rows < 0 or row + rows > at + day.rows:
                return False
            if wanted.who:
                self._pieces.append((where, *group["visitor"], rows, _INT32, visitor + 4 * row))
            if wanted.name:
                self._pieces.append((where, *group["name"], rows, _INT16, name + 2 * row))
            if wanted.t:
                self._pieces.append((where, *group["t_ms"], rows, _MILLISECONDS, t + 8 * row))
                if not day.whole_ms:
                    self._pieces.append((where, *group["t_us"], rows, _MICROSECONDS, t + 8 * row))
            row += rows
        return row == at + day.rows

    def read(self) -> bool:
        """Read and decode all of it; whether that went well."""
        kernel = library()
        if kernel is None:
            return False
        try:
            pieces = numbers(self._pieces)
        except OverflowError:
            return False
        return not kernel.read_pieces(address(pieces), len(pieces))


def decoded(days: Sequence[SealedDay], paths: Sequence[Path]) -> Columns | None:
    """Visitors, names and times (in microseconds) of the days, whose core files lie at the paths. None where the kernel
    cannot, or where a file is not as sealing writes it."""
    if library() is None:
        return None
    rows = sum(day.rows for day in days)
    columns = DayColumns(np.empty(rows, np.int32), np.empty(rows, np.int16), np.empty(rows, np.int64))
    parts = [Pieces(columns) for _ in range(min(_THREADS, len(days)))]
    for day, path, row in zip(days, paths, rows_before(days), strict=True):
        if not parts[row * len(parts) // max(rows, 1)].add(day, path, row):
            return None
    with ThreadPoolExecutor(_THREADS) as threads:
        went_well = all(threads.map(Pieces.read, parts))
    return (columns.visitor, columns.name, columns.t) if went_well else None
