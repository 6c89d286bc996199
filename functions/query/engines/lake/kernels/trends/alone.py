"""A series of trends without a breakdown: events are in order of time, so each bucket is a stretch of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from query.engines.lake.chunks import EventChunks, Needs
from query.engines.lake.compiled.cells import MOST_SEEN_BYTES, CellGrid, Cells, cells, seen_bytes
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Flags, microseconds
from query.reports.trends.figures import Figures, Line
from query.reports.trends.question import TrendsQuestion

OF_VISITORS = ("visitors", "perVisitor")
"""What is measured of visitors."""

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
    series = [question.series[at] for at in places]
    looks = [each.measure in OF_VISITORS for each in series]
    if sum(looks) and height * seen_bytes(chunks.people) > MOST_SEEN_BYTES:
        return None
    found = [Cells.of(height, chunks.people, look=look) for look in looks]
    if counts_alone(question):
        days, chunks = chunks.apart(edges)
        for day in days:
            bucket = question.grid.places[int(np.searchsorted(edges, day.t, side="right")) - 1]
            for each, of in zip(series, found, strict=True):
                named = (count for code, count in day.names.items() if each.event in (None, chunks.names[code]))
                of.counts[bucket] += sum(named)
    needs = Needs(who=any(looks), name=any(each.event is not None for each in series), instants=edges)
    for chunk in chunks.begin(needs):
        cuts = np.append(chunk.places(edges), len(chunk.t))
        grid = CellGrid(cuts[:-1], cuts[1:], question.grid.places, height)
        options = chosen(chunk, series, question.filters)
        for at, (look, of) in enumerate(zip(looks, found, strict=True)):
            if cells(options, 1 << at, grid, somebody=look, look=look, into=of) is None:
                return None
    return [_line(question, each) for each in found]


def counts_alone(question: TrendsQuestion) -> bool:
    """Whether all that is asked is how many events there are of which names."""
    return not question.filters and all(each.measure == "total" and not each.filters for each in question.series)


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
    of_visitors = series.measure in OF_VISITORS
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
