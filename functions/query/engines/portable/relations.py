"""What statements read besides `happened`: small relations of what a question says, so that no statement has to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import gcd

from query.engines.lake.events import microseconds
from query.engines.reasons import Elsewhere, Reason

MOST_CELLS = 200_000
_DAY_US = 86_400_000_000
WORD = 60
"""Bits in a number: a sum of them is below what any engine's BIGINT holds."""

BEFORE = -1
"""The cell of all time before the first."""


@dataclass(frozen=True, slots=True)
class AskedNames:
    """The names of events that are asked about, each with its place; None is any event."""

    rows: Sequence[tuple[int, str | None]]


@dataclass(frozen=True, slots=True)
class TimeCells:
    """Time cut evenly, by `unit` microseconds: a row for each cell is where it begins, the place that it belongs to,
    in which number that place has a bit, and the bit."""

    unit: int
    rows: Sequence[tuple[int, int, int, int]]


def words(names: Sequence[str | None]) -> AskedNames:
    """In their order."""
    return AskedNames(list(enumerate(names)))


def time_cells(
    edges: Sequence[datetime], places: Sequence[int | None], end: datetime, *, ever: bool = False
) -> TimeCells:
    """For stretches that begin at each of the edges, the last of which is over at `end`; those that have no place
    have no cell. With `ever` the first is all time before the second.

    Raises Elsewhere where they are cut too finely.
    """
    ends = [microseconds(each) for each in (*edges, end)]
    inner = ends[1:-1]
    unit = gcd(_DAY_US, *inner)
    begins, kept = (ends[1:], places[1:]) if ever else (ends, places)
    if (ends[-1] - begins[0]) // unit > MOST_CELLS:
        raise Elsewhere(Reason.TOO_LARGE)
    rows = [_cell(BEFORE, places[0])] if ever and places and places[0] is not None else []
    for (low, high), place in zip(pairwise(begins), kept, strict=True):
        if place is not None:
            rows += [_cell(cell, place) for cell in _cells(low, high, unit)]
    return TimeCells(unit, rows)


def _cells(low: int, high: int, unit: int) -> Iterator[int]:
    yield from range(low - low % unit, high, unit)


def _cell(cell: int, place: int) -> tuple[int, int, int, int]:
    return cell, place, place // WORD, 1 << place % WORD
