"""Figures of series, by bucket and by value of the breakdown."""

from functools import cache, partial

import numpy as np

from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Wants
from query.engines.lake.kernels.labels import shown
from query.engines.lake.kernels.points import counted_by_numpy
from query.engines.lake.kernels.ranks import places_of
from query.engines.lake.kernels.series import InOnePass, SeriesCount, Sums
from query.reports.breakdown import read
from query.reports.trends.figures import Figures, Line, Place, TrendFigures
from query.reports.trends.question import Series, TrendsQuestion
from query.scope import Scope


def wants(question: TrendsQuestion, scope: Scope) -> Wants:
    """All of both periods; where sessions are counted also a gap before, to tell one that goes on."""
    start = question.earliest
    if question.measured("sessions"):
        start -= scope.session_gap
    filters = [question.filters, *(series.filters for series in question.series)]
    return Wants(start, question.end, filters, next((each.property for each in question.breakdowns), None))


def gather(question: TrendsQuestion, scope: Scope, events: Events) -> TrendFigures:
    """The figures of every series."""
    counted = _counted(question, scope, events)
    lines: dict[tuple[int, Place], Line] = {}
    values: dict[tuple[int, int], object] = {}
    if not question.breakdowns:
        for at, series in enumerate(question.series):
            found = _lines(series, question, counted[at].sums(np.zeros(0, dtype=np.int64), 1))
            lines |= {(at, place): line for place, line in found.items()}
        return TrendFigures(values, lines)
    [breakdown] = question.breakdowns
    limit = breakdown.limit
    totals = [each.totals() for each in counted]
    ranked = places_of(totals, events.values, limit, together=question.ranks_together)
    for at, series in enumerate(question.series):
        placed = ranked[0 if question.ranks_together else at]
        place_of_value = np.zeros(len(events.values), dtype=np.int64)
        for place, value in enumerate(placed, start=1):
            place_of_value[value] = place
            values[0 if question.ranks_together else at, place] = read(shown(events.values[value]))
        found = _lines(series, question, counted[at].sums(place_of_value, limit + 1))
        lines |= {(at, place): line for place, line in found.items()}
    return TrendFigures(values, lines)


def _counted(question: TrendsQuestion, scope: Scope, events: Events) -> list[SeriesCount]:
    """Each series by the compiled kernel, where it can."""
    options = chosen(events, question.series, question.filters)

    def by_numpy(at: int) -> SeriesCount:
        return counted_by_numpy(question.series[at], question, scope, events)

    return [InOnePass(at, question, options, partial(cache(by_numpy), at)) for at in range(len(question.series))]


def _lines(series: Series, question: TrendsQuestion, sums: Sums) -> dict[Place, Line]:
    """The lines of a series by place, as far as there is anything in them; without a breakdown the place is None."""
    buckets = question.first + len(question.calendar.starts)
    lines: dict[Place, Line] = {}
    for at in np.flatnonzero(sums.counts).tolist():
        of_place = at // buckets
        line = lines.setdefault(of_place if question.breakdowns else None, Line())
        count = int(sums.counts[at])
        figures = Figures(sessions=count) if series.measure == "sessions" else Figures(events=count)
        line.buckets[at % buckets] = figures
        if sums.visitors is not None and sums.wholes is not None:
            figures.visitors = int(sums.visitors[at])
            for is_now in (False, True):
                line.wholes[is_now].visitors = int(sums.wholes[of_place * 2 + is_now])
    return lines
