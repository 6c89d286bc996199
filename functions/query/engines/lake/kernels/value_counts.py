"""A series of trends by value of the breakdown, counted by the compiled kernel."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.cells import CellGrid, Cells, cells
from query.engines.lake.compiled.choices import Chosen
from query.engines.lake.events import Events
from query.reports.trends.question import TrendsQuestion

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sums:
    """How much there is, and where visitors are measured how many different ones, by value, or by place and bucket; and
    `wholes` are the visitors by place and period, the previous one first."""

    counts: Numbers
    visitors: Numbers | None = None
    wholes: Numbers | None = None


@dataclass(frozen=True, slots=True)
class ValueCounts:
    """The series `at` a place of a question, of events that are `chosen` for all series in turn. Nothing that it is
    asked has an answer where the kernel cannot count, which knows no sessions."""

    at: int
    question: TrendsQuestion
    events: Events
    chosen: Chosen | None

    def by_value(self) -> Sums | None:
        """In the range itself."""
        rows = [0 if place >= self.question.first else -1 for place in self.question.grid.places]
        values = len(self.events.values)
        found = self._cells(rows, 1, np.arange(values), values)
        return None if found is None else Sums(found.counts, found.visitors() if self._looks else None)

    def by_bucket(self, place_of_value: Numbers, places: int) -> Sums | None:
        """With values put together at so many places."""
        rows, first = self.question.grid.places, self.question.first
        found = self._cells(rows, first + len(self.question.calendar.starts), place_of_value, places)
        if found is None or not self._looks:
            return None if found is None else Sums(found.counts)
        whole = self._cells([int(row >= first) for row in rows], 2, place_of_value, places)
        return None if whole is None else Sums(found.counts, found.visitors(), whole.visitors())

    @property
    def _looks(self) -> bool:
        return self.question.series[self.at].measure in ("visitors", "perVisitor")

    def _cells(self, rows: Sequence[int], height: int, places: Numbers, columns: int) -> Cells | None:
        if self.question.series[self.at].measure == "sessions":
            return None
        cuts = [*self.events.cut(self.question.grid.edges), len(self.events.t)]
        grid = CellGrid(cuts[:-1], cuts[1:], rows, height, self.events.says, places, columns)
        return cells(self.chosen, self.at, grid, somebody=self._looks, look=self._looks)
