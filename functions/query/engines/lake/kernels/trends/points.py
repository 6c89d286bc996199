"""What series count: events, or sessions in which they happened, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.events import Events, Said
from query.engines.lake.kernels.ends import told
from query.engines.lake.kernels.visits import SessionPlaces, session_places
from query.questions.comparison import Span
from query.reports.intervals import Grid
from query.reports.trends.question import TrendsQuestion
from query.scope import Scope

Numbers = NDArray[np.int64]
WIDTH = 64
"""More than the places that a breakdown can have."""

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class TrendPeriod:
    """A span that is looked at by itself, and where its events are sorted in: two periods that meet are one."""

    span: Span
    grid: Grid


def periods(question: TrendsQuestion) -> list[TrendPeriod]:
    """Those of a question."""
    now = TrendPeriod(Span(question.earliest, question.end), question.grid)
    return [now] if question.apart is None else [TrendPeriod(question.apart, question.grid_apart), now]


def looked_at(question: TrendsQuestion, span: Span, scope: Scope) -> Span:
    """Where sessions are counted also a gap before the span, to tell one that goes on."""
    return Span(span.start - scope.session_gap, span.end) if question.measured("sessions") else span


@dataclass(frozen=True, slots=True)
class Points:
    """What a series counts, in no order: the bucket of each, whose it is (0: nobody's), and the place of the value that
    it says for each breakdown, and where numbers are measured. With `once` they are sessions, of which each counts once
    a place. All of whom are below `people`."""

    people: int
    bucket: Numbers
    who: NDArray[np.int32]
    values: Sequence[NDArray[np.int32]]
    number: NDArray[np.int32] | None = None
    once: Numbers | None = None

    def keys(self, tables: Sequence[Numbers]) -> Numbers:
        """The place of each, by the places of values."""
        if not tables:
            return np.zeros(len(self.bucket), dtype=np.int64)
        first, *others = (table[value] for table, value in zip(tables, self.values, strict=True))
        for each in others:
            first = first * WIDTH + each
        return first


@dataclass(frozen=True)
class _Began:
    """Somebody's events that count in their sessions: the `places` of them, which `session` each is of, and the
    `bucket` in which that began."""

    places: Numbers
    session: Numbers
    bucket: Numbers


class _PeriodEvents:
    """The events of a period."""

    def __init__(self, question: TrendsQuestion, period: TrendPeriod, scope: Scope, all_events: Events) -> None:
        self._question, self._scope, self._period = question, scope, period
        own = looked_at(question, period.span, scope)
        self.events = all_events.within(*own)
        self.said = [told(by, all_events, period.span, own, scope) for by in question.breakdowns]

    def of_events(self, at: int) -> Points:
        """The points of a series that counts events."""
        series, events = self._question.series[at], self.events
        met = events.met(series, self._question.filters) & (self._bucket >= 0)
        if series.measure in ("visitors", "perVisitor"):
            met &= events.who > 0
        places = np.flatnonzero(met)
        number = None if series.property is None else events.said[series.property].places[places]
        values = [each.places[places] for each in self.said]
        return Points(events.people, self._bucket[places], events.who[places], values, number)

    def of_sessions(self, at: int) -> Points:
        """A point for each session and values of the events that were met in it."""
        if not self.said:
            return self._of_whole_sessions(at)
        began, events = self._began, self.events
        there = events.met(self._question.series[at], self._question.filters)[began.places]
        places, session, bucket = began.places[there], began.session[there], began.bucket[there]
        values = [each.places[places] for each in self.said]
        key = session
        for each, said in zip(values, self.said, strict=True):
            key = key * (len(said.values) + 1) + each
        _, once = np.unique(key, return_index=True)
        who = np.ones(len(once), dtype=np.int32)
        return Points(events.people, bucket[once], who, [each[once] for each in values], None, session[once])

    def _of_whole_sessions(self, at: int) -> Points:
        """A point for each session in which events were met, in the period in which it began."""
        grid, events, sessions = self._period.grid, self.events, self._sessions
        series, filters = self._question.series[at], self._question.filters
        cuts = [*events.cut(grid.edges), *events.cut([self._period.span.end])]
        turn = sum(place < self._question.first for place in grid.places)
        found = []
        for span in ((cuts[0], cuts[turn]), (cuts[turn], cuts[-1])):
            begin, end = np.searchsorted(sessions.firsts, span).tolist()
            times = sessions.counts(events, [series], filters, span)
            found.append(begin + np.flatnonzero(times[begin:end]))
        session = np.concatenate(found)
        stretch = np.searchsorted(cuts, sessions.firsts[session], side="right") - 1
        bucket = np.asarray(grid.places, dtype=np.int64)[stretch]
        return Points(events.people, bucket, np.ones(len(session), dtype=np.int32), [], None, session)

    @cached_property
    def _sessions(self) -> SessionPlaces:
        """Those that events of any kind hold together."""
        return session_places(self.events, self._scope.session_gap // _INSTANT, [])

    @cached_property
    def _bucket(self) -> Numbers:
        """The bucket of each event, -1 before the first."""
        grid, events = self._period.grid, self.events
        found = np.full(len(events.t), -1, dtype=np.int64)
        cuts = [*events.cut(grid.edges), *events.cut([self._period.span.end])]
        for place, begin, end in zip(grid.places, cuts[:-1], cuts[1:], strict=True):
            found[begin:end] = place
        return found

    @cached_property
    def _began(self) -> _Began:
        """Those count that lie in a bucket of the period in which the
        session began."""
        bucket, first, sessions = self._bucket, self._question.first, self._sessions
        places = np.flatnonzero(sessions.of_events >= 0)
        session = sessions.of_events[places].astype(np.int64)
        own, of_start = bucket[places], bucket[sessions.firsts][session]
        counts = (own >= 0) & (of_start >= 0) & ((own < first) == (of_start < first))
        return _Began(places[counts], session[counts], of_start[counts])


class SeriesPoints:
    """The points of all series of a question, made when they are first asked for."""

    def __init__(self, question: TrendsQuestion, scope: Scope, events: Events) -> None:
        self.question = question
        self._events = events
        self._periods = cache(lambda: [_PeriodEvents(question, each, scope, events) for each in periods(question)])
        self.of = cache(self._of)

    def values(self, by: int) -> Sequence[str]:
        """Those of a breakdown."""
        return self.said(by).values

    def said(self, by: int) -> Said:
        """What the events of the first period say for a breakdown."""
        return self._periods()[0].said[by]

    def numbers(self, at: int) -> Sequence[str]:
        """The values of the property that a series measures."""
        return self._events.said[str(self.question.series[at].property)].values

    def table(self, by: int, kept: Sequence[int]) -> Numbers:
        """The place of each value of a breakdown: from 1 of those that are kept, 0 of all others."""
        found = np.zeros(len(self.values(by)), dtype=np.int64)
        found[list(kept)] = np.arange(1, len(kept) + 1)
        return found

    def _of(self, at: int) -> Points:
        """Those of the series at a place."""
        of_sessions = self.question.series[at].measure == "sessions"
        parts = [each.of_sessions(at) if of_sessions else each.of_events(at) for each in self._periods()]
        return parts[0] if len(parts) == 1 else _together(parts)


def _together(parts: Sequence[Points]) -> Points:
    """The points of two periods, of which no session is the other's."""
    before, now = parts
    number = once = None
    if before.number is not None and now.number is not None:
        number = np.append(before.number, now.number)
    if before.once is not None and now.once is not None:
        once = np.append(before.once, now.once + before.once.max(initial=-1) + 1)
    values = [np.append(*each) for each in zip(before.values, now.values, strict=True)]
    return Points(
        now.people, np.append(before.bucket, now.bucket), np.append(before.who, now.who), values, number, once
    )
