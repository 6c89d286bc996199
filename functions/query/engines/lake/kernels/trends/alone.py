"""A series of trends without a breakdown: events are in order of time, so each bucket is a stretch of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from query.engines.lake.compiled.cells import CellGrid, Cells, cells
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Flags, microseconds
from query.engines.lake.feed import EventChunks
from query.reports.trends.figures import Figures, Line
from query.reports.trends.question import TrendsQuestion

Stretch = tuple[int, int]
"""Events from one place up to, and without, another."""


def alone(question: TrendsQuestion, at: int, events: Events) -> Line:
    """The line of a series that counts events or visitors."""
    compiled = lines_in_one_pass(question, [at], EventChunks.of(events))
    return compiled[0] if compiled else _stretch_by_stretch(question, at, events)


def lines_in_one_pass(question: TrendsQuestion, places: Sequence[int], chunks: EventChunks) -> list[Line] | None:
    """Those of the series at some places, by the compiled kernel."""
    edges = [microseconds(each) for each in question.grid.edges]
    height = question.first + len(question.calendar.starts)
    found: dict[int, Cells] = {}
    for chunk in chunks.begin():
        cuts = np.append(np.searchsorted(chunk.t, edges), len(chunk.t))
        for at in places:
            looks, options = _looks(question, at), chosen(chunk, [question.series[at]], question.filters)
            grid = CellGrid(cuts[:-1], cuts[1:], question.grid.places, height)
            counted = cells(options, 1, grid, somebody=looks, look=looks, into=found.get(at))
            if counted is None:
                return None
            found[at] = counted
    return [_line(question, found[at]) for at in places]


def _looks(question: TrendsQuestion, at: int) -> bool:
    return question.series[at].measure in ("visitors", "perVisitor")


def _line(question: TrendsQuestion, found: Cells) -> Line:
    line, seen = Line(), found.seen
    visitors = None if seen is None else found.visitors()
    for bucket in np.flatnonzero(found.counts).tolist():
        figures = Figures(int(found.counts[bucket]), visitors=0 if visitors is None else int(visitors[bucket]))
        line.buckets[bucket] = figures
    if seen is not None:
        for is_now, part in ((False, seen[: question.first]), (True, seen[question.first :])):
            whole = np.bitwise_or.reduce(part, axis=0, keepdims=True)
            line.wholes[is_now].visitors = replace(found, seen=whole).visitors().item()
    return line


def _stretch_by_stretch(question: TrendsQuestion, at: int, events: Events) -> Line:
    series = question.series[at]
    met = events.met(series, question.filters)
    of_visitors = series.measure in ("visitors", "perVisitor")
    if of_visitors:
        met &= events.who > 0
    line, seen = Line(), np.zeros(events.people, dtype=bool)
    periods: dict[bool, list[Stretch]] = defaultdict(list)
    for bucket, stretches in _stretches(question, events).items():
        periods[bucket >= question.first] += stretches
        count = sum(int(np.count_nonzero(met[begin:end])) for begin, end in stretches)
        if count:
            visitors = _different(events, met, stretches, seen) if of_visitors else 0
            line.buckets[bucket] = Figures(events=count, visitors=visitors)
    if of_visitors:
        for is_now, stretches in periods.items():
            line.wholes[is_now].visitors = _different(events, met, stretches, seen)
    return line


def _stretches(question: TrendsQuestion, events: Events) -> dict[int, list[Stretch]]:
    """The stretches of each bucket: one, but for a bucket that clocks return to."""
    cuts = [*events.cut(question.grid.edges), len(events.t)]
    found: dict[int, list[Stretch]] = defaultdict(list)
    for at, place in enumerate(question.grid.places):
        found[place].append((cuts[at], cuts[at + 1]))
    return found


def _different(events: Events, met: Flags, stretches: Sequence[Stretch], seen: Flags) -> int:
    """How many different visitors there are in some stretches; `seen` is all false, before and after."""
    for begin, end in stretches:
        seen[events.who[begin:end][met[begin:end]]] = True
    count = int(np.count_nonzero(seen))
    seen[:] = False
    return count
