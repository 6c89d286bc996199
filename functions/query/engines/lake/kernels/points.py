"""Counts a series by numpy: a point for each event or session that it is about."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.events import Events, Flags, microseconds
from query.engines.lake.kernels.ranks import Totals
from query.engines.lake.kernels.series import SeriesCount, Sums, totals
from query.engines.lake.kernels.visits import visits
from query.reports.trends.question import Series, TrendsQuestion
from query.scope import Scope

_MICROSECOND = timedelta(microseconds=1)
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Points:
    """What a series counts, in no order: the bucket of each, whose it is (0: nobody's), and which value it says. With
    `once` they are sessions, of which each counts once a place."""

    bucket: Numbers
    who: Numbers
    value: Numbers
    once: Numbers | None = None


@dataclass(frozen=True, slots=True)
class _Series:
    """A series of such points; so many `values` are told apart."""

    series: Series
    question: TrendsQuestion
    points: _Points
    values: int

    def totals(self) -> Totals:
        """As all that is counted."""
        now = self.points.bucket >= self.question.first
        value = self.points.value[now]
        counts = np.bincount(value, minlength=self.values)
        if self.series.measure in ("total", "sessions"):
            return totals(self.series, counts, None)
        return totals(self.series, counts, np.bincount(_pairs(value, self.points.who[now]), minlength=self.values))

    def sums(self, place_of_value: Numbers, places: int) -> Sums:
        """As all that is counted."""
        points, question = self.points, self.question
        bucket, who = points.bucket, points.who
        place = place_of_value[points.value] if question.breakdowns else np.zeros(len(bucket), dtype=np.int64)
        if points.once is not None:  # a session that says several values of one place is one there
            width = int(points.once.max(initial=0)) + 1
            _, once = np.unique(place * width + points.once, return_index=True)
            bucket, who, place = bucket[once], who[once], place[once]
        buckets = question.first + len(question.calendar.starts)
        cell = place * buckets + bucket
        counts = np.bincount(cell, minlength=places * buckets)
        if self.series.measure not in ("visitors", "perVisitor"):
            return Sums(counts, None, None)
        visitors = np.bincount(_pairs(cell, who), minlength=places * buckets)
        period = place * 2 + (bucket >= question.first)
        return Sums(counts, visitors, np.bincount(_pairs(period, who), minlength=places * 2))


def counted_by_numpy(series: Series, question: TrendsQuestion, scope: Scope, events: Events) -> SeriesCount:
    """A series, whatever it measures."""
    bucket = _buckets(question, events)
    began = _began(question, scope, events, bucket) if series.measure == "sessions" else None
    return _Series(series, question, _points(series, question, events, bucket, began), len(events.values))


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
    return _Points(bucket[places], events.who[places].astype(np.int64), value)


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
    return _Points(bucket[once], np.ones(len(once), dtype=np.int64), value[once], session[once])


def _pairs(left: Numbers, who: Numbers) -> Numbers:
    """The left numbers of all different pairs."""
    width = int(who.max(initial=0)) + 1
    return np.unique(left * width + who) // width
