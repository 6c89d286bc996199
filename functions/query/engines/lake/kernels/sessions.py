"""The sessions of a range."""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.chunks import EventChunks, Needs
from query.engines.lake.compiled import ordered
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Flags, Wants, microseconds
from query.engines.lake.kernels.distinct import distinct
from query.engines.lake.kernels.ends import session_values
from query.engines.lake.kernels.labels import shown
from query.engines.lake.kernels.medians import median
from query.engines.lake.kernels.ranks import Totals, places_of
from query.engines.lake.kernels.visits import session_places, visits
from query.engines.postgres.expressions.session_range import FOLLOWED
from query.questions.comparison import Span
from query.reports.breakdown import read
from query.reports.choice import ANY_EVENT
from query.reports.report import ReportQuestion
from query.reports.sessions.figures import BegunSessions, SessionsByValue, ToldSessions
from query.reports.sessions.question import SessionBreakdown, SessionsQuestion
from query.scope import Scope

_MICROSECOND = timedelta(microseconds=1)


def wants(question: SessionsQuestion, scope: Scope) -> Wants:
    """All that sessions of the range may be made of; with a breakdown those of both ranges."""
    by = question.breakdown
    if by is None:
        return Wants([span(question, scope)], [question.filters])
    return Wants([span(each, scope) for each in both(question)], [question.filters], [by.property])


def is_of_both(question: SessionsQuestion) -> bool:
    """Whether values are told apart, which both ranges have in common."""
    return question.breakdown is not None


def both(question: SessionsQuestion) -> list[SessionsQuestion]:
    """The question, and the same of what it is compared with."""
    other = question.compared_with
    return [question] if other is None else [question, question.over(other)]


def span(question: ReportQuestion, scope: Scope) -> Span:
    """From a gap before the range, and as far behind it as a session is followed."""
    return Span(question.start - scope.session_gap, question.end + FOLLOWED)


def gather(question: SessionsQuestion, scope: Scope, events: Events) -> BegunSessions | SessionsByValue:
    """The sessions that begin in the range."""
    if question.breakdown is not None:
        return by_value(question, question.breakdown, scope, events)
    events = events.within(*span(question, scope))
    return _in_one_pass(question, scope, EventChunks.of(events)) or _by_visitor(question, scope, events)


def stream(question: SessionsQuestion, scope: Scope, chunks: EventChunks) -> BegunSessions | None:
    """The same of chunks, where that can be."""
    return None if question.breakdown else _in_one_pass(question, scope, chunks.within(*span(question, scope)))


def by_value(question: SessionsQuestion, by: SessionBreakdown, scope: Scope, events: Events) -> SessionsByValue:
    """With values ranked by the sessions of the range itself; those beyond the limit are counted together."""
    ranges = [_Begun(each, by, scope, events.within(*span(each, scope))) for each in both(question)]
    values = ranges[0].said.values
    counts = np.bincount(ranges[0].value, minlength=len(values))
    [kept] = places_of([Totals.of("sessions", counts, None)], values, by.limit, together=False)
    table = np.zeros(len(values), dtype=np.int64)
    table[kept] = np.arange(1, len(kept) + 1)
    told = [each.told(table) for each in ranges]
    shown_ = {place: read(shown(values[at])) for place, at in enumerate(kept, start=1)}
    return SessionsByValue(shown_, told[0], told[1] if len(told) > 1 else None)


class _Begun:
    """The sessions that begin in a range: whose, in which bucket, with which value, and what they have."""

    def __init__(self, question: SessionsQuestion, by: SessionBreakdown, scope: Scope, events: Events) -> None:
        self._people, self._buckets = events.people, len(question.calendar.starts)
        self.said = events.said[by.property]
        sessions = session_places(events, scope.session_gap // _MICROSECOND, question.filters)
        cuts = [*events.cut(question.grid.edges), *events.cut([question.end])]
        begun: NDArray[np.int64] = np.flatnonzero((sessions.firsts >= cuts[0]) & (sessions.firsts < cuts[-1]))
        firsts, lasts = sessions.firsts[begun], sessions.lasts[begun]
        self._who, self._lasted = events.who[firsts], events.t[lasts] - events.t[firsts]
        self._events = sessions.counts(events)[begun]
        stretch = np.searchsorted(cuts, firsts, side="right") - 1
        self._bucket: NDArray[np.int64] = begun
        if len(begun):
            self._bucket = np.asarray(question.grid.places, dtype=np.int64)[stretch]
        values = session_values(events, sessions, self.said, is_end=by.of == "sessionEnd")
        self.value = values[begun].astype(np.int64)

    def told(self, table: NDArray[np.int64]) -> ToldSessions:
        """All of them, and those at each place of the values."""
        place = table[self.value]
        every = np.ones(len(place), dtype=bool)
        by_place = {at: self._sums(place == at) for at in np.unique(place).tolist()}
        return ToldSessions(self._sums(every), by_place)

    def _sums(self, some: Flags) -> BegunSessions:
        bucket, who, lasted, events = self._bucket[some], self._who[some], self._lasted[some], self._events[some]
        return BegunSessions(
            sessions=np.bincount(bucket, minlength=self._buckets).tolist(),
            visitors=distinct(bucket, self._buckets, who, self._people).tolist(),
            count=len(bucket),
            everybody=len(np.unique(who)),
            bounces=int((events == 1).sum()),
            events=int(events.sum()),
            lasted_us=int(lasted.sum()),
            median_us=median(lasted),
        )


def _in_one_pass(question: SessionsQuestion, scope: Scope, chunks: EventChunks) -> BegunSessions | None:
    """By the compiled kernel."""
    found = ordered.sessions(
        lambda: (chosen(chunk, [ANY_EVENT], question.filters) for chunk in chunks.begin(Needs(name=False))),
        chunks.people,
        scope.session_gap // _MICROSECOND,
        [microseconds(each) for each in (*question.grid.edges, question.end)],
        question.grid.places,
        len(question.calendar.starts),
    )
    if found is None:
        return None
    return BegunSessions(
        sessions=found.began.tolist(), visitors=found.visitors.tolist(), count=found.count, everybody=found.everybody,
        bounces=found.bounces, events=found.events, lasted_us=int(found.longer.sum()),
        median_us=median(found.longer, found.count - len(found.longer)),
    )  # fmt: skip


def _by_visitor(question: SessionsQuestion, scope: Scope, events: Events) -> BegunSessions:
    found = visits(events, scope.session_gap // _MICROSECOND, events.passing(question.filters))
    started = events.t[found.places[found.firsts]]
    begun = (started >= microseconds(question.start)) & (started < microseconds(question.end))
    firsts, lasts = found.firsts[begun], found.lasts[begun]
    started, who = started[begun], events.who[found.places[firsts]]
    lasted, counts = events.t[found.places[lasts]] - started, lasts - firsts + 1
    edges = [microseconds(each) for each in question.grid.edges]
    buckets = len(question.calendar.starts)
    if edges:
        places = np.asarray(question.grid.places)[np.searchsorted(edges, started, side="right") - 1]
    else:
        places = np.zeros(0, dtype=np.int64)
    return BegunSessions(
        sessions=np.bincount(places, minlength=buckets).tolist(),
        visitors=distinct(places.astype(np.int64), buckets, who, events.people).tolist(),
        count=len(firsts),
        everybody=int(distinct(np.zeros(len(who), dtype=np.int64), 1, who, events.people)[0]),
        bounces=int((counts == 1).sum()),
        events=int(counts.sum()),
        lasted_us=int(lasted.sum()),
        median_us=median(lasted),
    )
