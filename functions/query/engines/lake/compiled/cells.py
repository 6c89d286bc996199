"""Counts and uniques by cell, as `cells.c` has them."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.choices import Chosen
from query.engines.lake.compiled.library import address, library, numbers

MOST_SEEN_BYTES = 64_000_000


def seen_bytes(people: int) -> int:
    """A bit for each of them, in whole words."""
    return (people + 63) // 64 * 8


@dataclass(frozen=True, slots=True)
class CellGrid:
    """Events from `begins[j]` up to `ends[j]` are of row `rows[j]`, of none where that is -1; there are `height` rows.
    Where values are told apart, `says` is that of each event, or it is the code of its name if they are so `by_name`;
    and `places` where each value's rows are, -1 for nowhere; there are so many `columns` of rows."""

    begins: Sequence[int] | NDArray[np.integer]
    ends: Sequence[int] | NDArray[np.integer]
    rows: Sequence[int]
    height: int
    says: NDArray[np.int32] | None = None
    places: NDArray[np.int64] | None = None
    columns: int = 1
    by_name: bool = False


class _GridArgument(ctypes.Structure):
    _fields_ = (
        ("stretches", ctypes.c_int64),
        ("begins", ctypes.c_void_p),
        ("ends", ctypes.c_void_p),
        ("rows", ctypes.c_void_p),
        ("says", ctypes.c_void_p),
        ("by_name", ctypes.c_int64),
        ("places", ctypes.c_void_p),
        ("values", ctypes.c_int64),
        ("height", ctypes.c_int64),
        ("cells", ctypes.c_int64),
    )


@dataclass(frozen=True, slots=True)
class Cells:
    """By cell, column by column: how many events, and whose: a bit a visitor, the lowest first."""

    counts: NDArray[np.int64]
    seen: NDArray[np.uint8] | None

    @classmethod
    def of(cls, count: int, people: int, *, look: bool) -> Self:
        """So many, in which there is nothing yet."""
        seen = np.zeros((count, seen_bytes(people)), dtype=np.uint8) if look else None
        return cls(np.zeros(count, dtype=np.int64), seen)

    def visitors(self) -> NDArray[np.int64]:
        """How many different ones are in each cell."""
        if self.seen is None:
            raise ValueError("nobody looked")
        return numbers(np.bitwise_count(self.seen.view(np.uint64)).sum(axis=1, dtype=np.int64))


def cells(
    chosen: Chosen | None, choices: int, grid: CellGrid, *, somebody: bool, look: bool, into: Cells | None = None
) -> Cells | None:
    """What is chosen by any of the choices, a bit each, and `somebody` did it if that counts; with whose it is if one
    is to `look`. It is added to what goes `into` it, if anything does. None where the kernel cannot."""
    kernel = library()
    count = grid.height * grid.columns
    if kernel is None or chosen is None:
        return None
    width = seen_bytes(chosen.events.people)
    if look and count * width > MOST_SEEN_BYTES:
        return None
    into = into or Cells.of(count, chosen.events.people, look=look)
    counts, seen = into.counts, into.seen
    begins, ends, rows = numbers(grid.begins), numbers(grid.ends), numbers(grid.rows)
    says = None if grid.says is None else np.ascontiguousarray(grid.says, dtype=np.int32)
    places = None if grid.places is None else numbers(grid.places)
    argument = _GridArgument(
        stretches=len(begins), begins=address(begins), ends=address(ends), rows=address(rows), says=address(says),
        by_name=int(grid.by_name), places=address(places), values=0 if places is None else len(places),
        height=grid.height, cells=count,
    )  # fmt: skip
    arguments: tuple[Any, ...] = (chosen.pointer, choices, ctypes.byref(argument), int(somebody))
    if kernel.count_cells(*arguments, address(counts), address(seen), width):
        return None
    return into
