"""A series of trends by value of the breakdown, counted by the compiled kernel."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.cells import CellGrid, Cells, cells
from query.engines.lake.compiled.choices import Chosen
from query.engines.lake.events import Events, Said
from query.engines.lake.kernels.ranks import Totals
from query.engines.lake.kernels.trends.measures import SeriesMeasure, Sums, bucket_count, lines_of
from query.reports.trends.figures import Line

Numbers = NDArray[np.int64]
_COUNTED = ("total", "visitors", "perVisitor")


@dataclass(frozen=True, slots=True)
class ValueCounts(SeriesMeasure):
    """Those of the `events` that are `chosen` for all series in turn. What the kernel cannot count, which knows neither
    sessions nor numbers, is counted point by point."""

    events: Events
    chosen: Chosen | None

    def totals(self, by: int) -> Totals:
        """By value, of the range itself."""
        rows = [0 if place >= self.question.first else -1 for place in self.question.grid.places]
        values = len(self._said.values)
        found = self._cells(rows, 1, np.arange(values), values)
        if found is None:
            return SeriesMeasure.totals(self, by)
        return Totals.of(self.series.measure, found.counts, found.visitors() if self._looks else None)

    def lines(self, tables: Sequence[Numbers]) -> dict[int, Line]:
        """With values put together at the places of the table."""
        [table] = tables
        places = int(table.max(initial=0)) + 1
        rows, first = self.question.grid.places, self.question.first
        found = self._cells(rows, bucket_count(self.question), table, places)
        if found is not None and not self._looks:
            return lines_of(self.series, self.question, Sums(found.counts))
        whole = self._cells([int(row >= first) for row in rows], 2, table, places) if found else None
        if found is None or whole is None:
            return SeriesMeasure.lines(self, tables)
        return lines_of(self.series, self.question, Sums(found.counts, found.visitors(), whole.visitors()))

    @property
    def _said(self) -> Said:
        return self.events.said[self.question.breakdowns[0].property]

    def _cells(self, rows: Sequence[int], height: int, places: Numbers, columns: int) -> Cells | None:
        if self.series.measure not in _COUNTED:
            return None
        cuts = [*self.events.cut(self.question.grid.edges), len(self.events.t)]
        grid = CellGrid(cuts[:-1], cuts[1:], rows, height, self._said.places, places, columns)
        return cells(self.chosen, 1 << self.at, grid, somebody=self._looks, look=self._looks)
