"""What is counted of a series of trends, and how the compiled kernel counts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.cells import CellGrid, Cells, cells
from query.engines.lake.compiled.choices import Chosen
from query.engines.lake.kernels.ranks import Totals
from query.reports.trends.question import Series, TrendsQuestion

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sums:
    """By place and bucket how much there is, and where visitors are measured how many different ones; `wholes` are
    those by place and period, the previous one first."""

    counts: Numbers
    visitors: Numbers | None
    wholes: Numbers | None


class SeriesCount(Protocol):
    """A series, counted."""

    def totals(self) -> Totals:
        """By value of the breakdown."""

    def sums(self, place_of_value: Numbers, places: int) -> Sums:
        """By the places of values, of which there are so many."""


def totals(series: Series, counts: Numbers, visitors: Numbers | None) -> Totals:
    """By value: whether there is anything in the range itself, and the measure of it."""
    if visitors is None:
        return Totals(counts > 0, counts.astype(np.float64))
    if series.measure == "visitors":
        return Totals(counts > 0, visitors.astype(np.float64))
    return Totals(counts > 0, np.divide(counts, visitors, out=np.full(len(counts), np.nan), where=visitors > 0))


@dataclass(frozen=True, slots=True)
class InOnePass:
    """A series by the compiled kernel; where that cannot count, `otherwise` does."""

    at: int
    question: TrendsQuestion
    chosen: Chosen | None
    otherwise: Callable[[], SeriesCount]

    @property
    def _series(self) -> Series:
        return self.question.series[self.at]

    def totals(self) -> Totals:
        """As all that is counted."""
        is_now = [place >= self.question.first for place in self.question.grid.places]
        values = len(self.chosen.events.values) if self.chosen else 0
        found = self._cells([0 if each else -1 for each in is_now], 1, np.arange(values), values)
        if found is None:
            return self.otherwise().totals()
        return totals(self._series, found.counts, found.visitors() if self._looks else None)

    def sums(self, place_of_value: Numbers, places: int) -> Sums:
        """As all that is counted."""
        rows, first = self.question.grid.places, self.question.first
        buckets = first + len(self.question.calendar.starts)
        found = self._cells(rows, buckets, place_of_value, places)
        whole = self._cells([int(row >= first) for row in rows], 2, place_of_value, places) if self._looks else found
        if found is None or whole is None:
            return self.otherwise().sums(place_of_value, places)
        if not self._looks:
            return Sums(found.counts, None, None)
        return Sums(found.counts, found.visitors(), whole.visitors())

    @property
    def _looks(self) -> bool:
        return self._series.measure in ("visitors", "perVisitor")

    def _cells(self, rows: Sequence[int], height: int, places: Numbers, columns: int) -> Cells | None:
        if self.chosen is None or self._series.measure == "sessions":
            return None
        events = self.chosen.events
        cuts = [*events.cut(self.question.grid.edges), len(events.t)]
        says, placed = (events.says, places) if self.question.breakdowns else (None, None)
        grid = CellGrid(cuts[:-1], cuts[1:], rows, height, says, placed, columns)
        return cells(self.chosen, self.at, grid, somebody=self._looks, look=self._looks)
