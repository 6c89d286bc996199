"""Series of trends by the values of a property, or by the names of events: counted for all values in one pass, where
there is room for whose they are; else once to rank them, and once for those that are told apart."""

import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.chunks import EventChunks, Needs
from query.engines.lake.compiled.cells import MOST_SEEN_BYTES, CellGrid, Cells, cells, seen_bytes
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import NAME, microseconds
from query.engines.lake.kernels.labels import shown
from query.engines.lake.kernels.ranks import Totals, places_of
from query.engines.lake.kernels.trends.alone import OF_VISITORS, counts_alone
from query.engines.lake.kernels.trends.measures import Sums, bucket_count, lines_of
from query.reports.breakdown import Breakdown, read
from query.reports.trends.figures import Line, Place, TrendFigures
from query.reports.trends.question import TrendsQuestion

Numbers = NDArray[np.int64]


def by_value(question: TrendsQuestion, by: Breakdown, chunks: EventChunks) -> TrendFigures | None:
    """The figures of every series, which counts events or visitors. None where the kernel cannot."""
    counting = _Values(question, by, chunks)
    many, buckets = len(counting.texts), bucket_count(question)
    if not many:
        return TrendFigures({}, {})
    of_range = [0 if place >= question.first else -1 for place in question.grid.places]
    has_room = counting.fits(many * buckets)
    if not has_room and not (counting.fits(many) and counting.fits((by.limit + 1) * buckets)):
        return None
    own = [counting.by_said(np.arange(many))] * len(question.series)
    found = counting.cells(own, many, question.grid.places if has_room else of_range, buckets if has_room else 1)
    if found is None:
        return None
    first, shared = question.first if has_room else 0, question.ranks_together
    totals = [_totals(each.measure, of, many, first) for each, of in zip(question.series, found, strict=True)]
    ranked = places_of(totals, counting.texts, by.limit, together=shared)
    values = {
        (at, place): read(shown(counting.texts[value]))
        for at, kept in enumerate(ranked)
        for place, value in enumerate(kept, start=1)
    }
    kept = [ranked[0 if shared else at] for at in range(len(question.series))]
    if has_room:
        found = [_put_together(each, many, values) for each, values in zip(found, kept, strict=True)]
    else:
        found = counting.cells([counting.table(each) for each in kept], by.limit + 1, question.grid.places, buckets)
    if found is None:
        return None
    lines: dict[tuple[int, Place], Line] = {}
    for at, of in enumerate(found):
        line = lines_of(question.series[at], question, _sums(of, question.first, buckets))
        lines |= {(at, place): each for place, each in line.items()}
    return TrendFigures(values, lines)


class _Values:
    """What the events of some chunks say, and how they are counted; of their names no more is needed than codes."""

    def __init__(self, question: TrendsQuestion, by: Breakdown, chunks: EventChunks) -> None:
        self._question, self._chunks = question, chunks
        self._property = None if by.property == NAME else by.property
        self.texts: Sequence[str] = chunks.values.get(by.property, ())
        if self._property is None:
            self._codes = sorted(chunks.names)
            self.texts = [json.dumps(chunks.names[code], ensure_ascii=False) for code in self._codes]

    def fits(self, count: int) -> bool:
        """Whether there is room for so many cells of each series."""
        width = [8 + seen_bytes(self._chunks.people) * (each.measure in OF_VISITORS) for each in self._question.series]
        return count * sum(width) <= MOST_SEEN_BYTES

    def table(self, kept: Sequence[int]) -> Numbers:
        """The place of each value that may be said: from 1 of those that are kept, 0 of all others."""
        places = np.zeros(len(self.texts), dtype=np.int64)
        places[list(kept)] = np.arange(1, len(kept) + 1)
        return self.by_said(places)

    def by_said(self, places: Numbers) -> Numbers:
        """The places of the values by what is said, which of names are their codes."""
        if self._property is not None:
            return places
        found = np.full(max(self._codes, default=-1) + 1, -1, dtype=np.int64)
        found[self._codes] = places
        return found

    def cells(self, tables: Sequence[Numbers], columns: int, rows: Sequence[int], height: int) -> list[Cells] | None:
        """Those of each series, with its values at the places of its table."""
        question, chunks = self._question, self._chunks
        looks = [each.measure in OF_VISITORS for each in question.series]
        found = [Cells.of(height * columns, chunks.people, look=look) for look in looks]
        edges = [microseconds(each) for each in question.grid.edges]
        if self._property is None and counts_alone(question):
            days, chunks = chunks.apart(edges)
            for day in days:
                row = rows[int(np.searchsorted(edges, day.t, side="right")) - 1]
                for series, of, table in zip(question.series, found, tables, strict=True):
                    for code, count in day.names.items():
                        if row >= 0 and table[code] >= 0 and series.event in (None, chunks.names[code]):
                            of.counts[table[code] * height + row] += count
        named = self._property is None or any(each.event is not None for each in question.series)
        for chunk in chunks.begin(Needs(who=any(looks), name=named, instants=edges)):
            says = None if self._property is None else chunk.said[self._property].places
            cuts = np.append(chunk.places(edges), len(chunk.t))
            options = chosen(chunk, question.series, question.filters)
            for at, (look, of, table) in enumerate(zip(looks, found, tables, strict=True)):
                grid = CellGrid(cuts[:-1], cuts[1:], rows, height, says, table, columns, by_name=says is None)
                if cells(options, 1 << at, grid, somebody=look, look=look, into=of) is None:
                    return None
        return found


def _totals(measure: str, of: Cells, many: int, first: int) -> Totals:
    """By value, of the range itself, whose buckets begin at the first."""
    counts = of.counts.reshape(many, -1)[:, first:].sum(axis=1)
    if of.seen is None:
        return Totals.of(measure, counts, None)
    seen = of.seen.view(np.uint64).reshape(many, len(of.counts) // many, -1)[:, first:]
    return Totals.of(measure, counts, _visitors(np.bitwise_or.reduce(seen, axis=1)))


def _put_together(of: Cells, many: int, kept: Sequence[int]) -> Cells:
    """The cells of the values that are kept, from place 1 on, and at place 0 those of all others."""
    others = np.setdiff1d(np.arange(many), kept)
    counts = of.counts.reshape(many, -1)
    together = np.concatenate([counts[others].sum(axis=0, keepdims=True), counts[kept]]).ravel()
    if of.seen is None:
        return Cells(together, None)
    seen = of.seen.reshape(many, counts.shape[1], of.seen.shape[1])
    found = np.zeros((len(kept) + 1, *seen.shape[1:]), dtype=np.uint8)
    found[1:] = seen[kept]
    for each in others[counts[others].any(axis=1)].tolist():
        found[0] |= seen[each]
    return Cells(together, found.reshape(len(together), -1))


def _sums(of: Cells, first: int, buckets: int) -> Sums:
    if of.seen is None:
        return Sums(of.counts)
    seen = of.seen.view(np.uint64).reshape(len(of.counts) // buckets, buckets, -1)
    periods = [np.bitwise_or.reduce(part, axis=1) for part in (seen[:, :first], seen[:, first:])]
    wholes = np.stack([_visitors(each) for each in periods], axis=1)
    return Sums(of.counts, of.visitors(), wholes.ravel())


def _visitors(planes: NDArray[np.uint64]) -> Numbers:
    found: Numbers = np.bitwise_count(planes).sum(axis=-1, dtype=np.int64)
    return found
