"""A series of trends without a breakdown: events are in order of time, so each bucket is a stretch of them."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from query.engines.lake.compiled.cells import CellGrid, Cells, cells
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Flags
from query.reports.trends.figures import Figures, Line
from query.reports.trends.question import TrendsQuestion

Stretch = tuple[int, int]
"""Events from one place up to, and without, another."""


def alone(question: TrendsQuestion, at: int, events: Events) -> Line:
    """The line of a series that counts events or visitors."""
    return _in_one_pass(question, at, events) or _stretch_by_stretch(question, at, events)


def _in_one_pass(question: TrendsQuestion, at: int, events: Events) -> Line | None:
    """By the compiled kernel."""
    series, places = question.series[at], question.grid.places
    of_visitors = series.measure in ("visitors", "perVisitor")
    options = chosen(events, [series], question.filters)
    cuts = [*events.cut(question.grid.edges), len(events.t)]

    def counted(rows: Sequence[int], height: int) -> Cells | None:
        return cells(options, 1, CellGrid(cuts[:-1], cuts[1:], rows, height), somebody=of_visitors, look=of_visitors)

    found = counted(places, question.first + len(question.calendar.starts))
    whole = counted([int(place >= question.first) for place in places], 2) if of_visitors else found
    if found is None or whole is None:
        return None
    line, visitors = Line(), found.visitors() if of_visitors else found.counts
    for bucket in np.flatnonzero(found.counts).tolist():
        line.buckets[bucket] = Figures(int(found.counts[bucket]), visitors=int(visitors[bucket]) if of_visitors else 0)
    if of_visitors:
        for is_now, count in enumerate(whole.visitors().tolist()):
            line.wholes[bool(is_now)].visitors = count
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
