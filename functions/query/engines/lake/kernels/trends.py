"""Figures of series, by bucket and by value of the breakdown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Flags, Wants, microseconds
from query.engines.lake.kernels.alone import alone
from query.engines.lake.kernels.distinct import distinct
from query.engines.lake.kernels.labels import shown
from query.engines.lake.kernels.ranks import Totals, places_of
from query.engines.lake.kernels.value_counts import Sums, ValueCounts
from query.engines.lake.kernels.visits import visits
from query.reports.breakdown import read
from query.reports.trends.figures import Figures, Line, Place, TrendFigures
from query.reports.trends.question import Series, TrendsQuestion
from query.scope import Scope

_MICROSECOND = timedelta(microseconds=1)
Numbers = NDArray[np.int64]


def wants(question: TrendsQuestion, scope: Scope) -> Wants:
    """All of both periods; where sessions are counted also a gap before, to tell one that goes on."""
    start = question.earliest
    if question.measured("sessions"):
        start -= scope.session_gap
    filters = [question.filters, *(series.filters for series in question.series)]
    return Wants(start, question.end, filters, next((each.property for each in question.breakdowns), None))


@dataclass(frozen=True, slots=True)
class _Points:
    """What a series counts, in no order: the bucket of each, whose it is (0: nobody's), and which value it says. With
    `once` they are sessions, of which each counts once a place. All of them are below `people`."""

    people: int
    bucket: Numbers
    who: Numbers
    value: Numbers
    once: Numbers | None = None


def gather(question: TrendsQuestion, scope: Scope, events: Events) -> TrendFigures:
    """The figures of every series."""
    if not question.breakdowns and not question.measured("sessions"):
        return TrendFigures({}, {(at, None): alone(question, at, events) for at in range(len(question.series))})
    points = _all_points(question, scope, events)
    lines: dict[tuple[int, Place], Line] = {}
    values: dict[tuple[int, int], object] = {}
    if not question.breakdowns:
        for at, series in enumerate(question.series):
            zeros = np.zeros(len(points(at).bucket), dtype=np.int64)
            found = _lines(series, question, _sums(series, question, points(at), zeros, 1))
            lines |= {(at, place): line for place, line in found.items()}
        return TrendFigures(values, lines)
    options = chosen(events, question.series, question.filters)
    counts = [ValueCounts(at, question, events, options) for at in range(len(question.series))]
    totals = [
        _totals(series, counts[at].by_value() or _sums_by_value(series, question, points(at), len(events.values)))
        for at, series in enumerate(question.series)
    ]
    [breakdown] = question.breakdowns
    limit = breakdown.limit
    ranked = places_of(totals, events.values, limit, together=question.ranks_together)
    for at, series in enumerate(question.series):
        placed = ranked[0 if question.ranks_together else at]
        place_of_value = np.zeros(len(events.values), dtype=np.int64)
        for place, value in enumerate(placed, start=1):
            place_of_value[value] = place
            values[0 if question.ranks_together else at, place] = read(shown(events.values[value]))
        sums = counts[at].by_bucket(place_of_value, limit + 1)
        if sums is None:
            sums = _sums(series, question, points(at), place_of_value[points(at).value], limit + 1)
        found = _lines(series, question, sums)
        lines |= {(at, place): line for place, line in found.items()}
    return TrendFigures(values, lines)


def _all_points(question: TrendsQuestion, scope: Scope, events: Events) -> Callable[[int], _Points]:
    """Those of the series at a place, made when they are first asked for."""

    @cache
    def bucket() -> Numbers:
        return _buckets(question, events)

    @cache
    def points(at: int) -> _Points:
        series = question.series[at]
        return _points(series, question, events, bucket(), began() if series.measure == "sessions" else None)

    @cache
    def began() -> _Began:
        return _began(question, scope, events, bucket())

    return points


def _buckets(question: TrendsQuestion, events: Events) -> Numbers:
    """The bucket of each event, -1 before the first."""
    cuts = events.cut(question.grid.edges)
    found = np.full(len(events.t), -1, dtype=np.int64)
    for place, begin, end in zip(question.grid.places, cuts, [*cuts[1:], len(events.t)], strict=True):
        found[begin:end] = place
    return found


def _points(
    series: Series, question: TrendsQuestion, events: Events, bucket: Numbers, began: "_Began | None"
) -> _Points:
    met = events.met(series, question.filters)
    if series.measure == "sessions" and began is not None:
        return _of_sessions(met, events, began)
    met &= bucket >= 0
    if series.measure in ("visitors", "perVisitor"):
        met &= events.who > 0
    places = np.flatnonzero(met)
    value = places if events.says is None else events.says[places].astype(np.int64)
    return _Points(events.people, bucket[places], events.who[places].astype(np.int64), value)


@dataclass(frozen=True, slots=True)
class _Began:
    """Somebody's events that count in their sessions: the `places` of them, which `session` each is of, and the
    `bucket` in which that began."""

    places: Numbers
    session: Numbers
    bucket: Numbers


def _began(question: TrendsQuestion, scope: Scope, events: Events, bucket: Numbers) -> _Began:
    """Events of any kind hold sessions together; those count that lie in a bucket of the period in which the session
    began."""
    found = visits(events, scope.session_gap // _MICROSECOND)
    session = found.of_events()
    started = found.places[found.firsts][session]
    own, of_start = bucket[found.places], bucket[started]
    counts = (own >= 0) & (of_start >= 0) & ((own < question.first) == (of_start < question.first))
    counts &= events.t[started] >= microseconds(question.earliest)
    return _Began(found.places[counts], session[counts], of_start[counts])


def _of_sessions(met: Flags, events: Events, began: _Began) -> _Points:
    """A point for each session and value of the events that were met in it."""
    there = met[began.places]
    places, session, bucket = began.places[there], began.session[there], began.bucket[there]
    value = np.zeros(len(places), dtype=np.int64) if events.says is None else events.says[places].astype(np.int64)
    _, once = np.unique(session * (len(events.values) + 1) + value, return_index=True)
    return _Points(events.people, bucket[once], np.ones(len(once), dtype=np.int64), value[once], session[once])


def _totals(series: Series, sums: Sums) -> Totals:
    """By value: whether there is anything in the range itself, and the measure of it."""
    counts, visitors = sums.counts, sums.visitors
    if visitors is None:
        return Totals(counts > 0, counts.astype(np.float64))
    if series.measure == "visitors":
        return Totals(counts > 0, visitors.astype(np.float64))
    return Totals(counts > 0, np.divide(counts, visitors, out=np.full(len(counts), np.nan), where=visitors > 0))


def _sums_by_value(series: Series, question: TrendsQuestion, points: _Points, values: int) -> Sums:
    now = points.bucket >= question.first
    value = points.value[now]
    counts = np.bincount(value, minlength=values)
    of_visitors = series.measure in ("visitors", "perVisitor")
    return Sums(counts, distinct(value, values, points.who[now], points.people) if of_visitors else None)


def _sums(series: Series, question: TrendsQuestion, points: _Points, place: Numbers, places: int) -> Sums:
    bucket, who = points.bucket, points.who
    if points.once is not None:  # a session that says several values of one place is one there
        width = int(points.once.max(initial=0)) + 1
        _, once = np.unique(place * width + points.once, return_index=True)
        bucket, who, place = bucket[once], who[once], place[once]
    buckets = len(question.before.starts) + len(question.calendar.starts)
    cell = place * buckets + bucket
    counts = np.bincount(cell, minlength=places * buckets)
    of_visitors = series.measure in ("visitors", "perVisitor")
    if not of_visitors:
        return Sums(counts)
    period = place * 2 + (bucket >= question.first)
    wholes = distinct(period, places * 2, who, points.people)
    return Sums(counts, distinct(cell, places * buckets, who, points.people), wholes)


def _lines(series: Series, question: TrendsQuestion, sums: Sums) -> dict[Place, Line]:
    """The lines of a series by place, as far as there is anything in them; without a breakdown the place is None."""
    buckets = len(question.before.starts) + len(question.calendar.starts)
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
