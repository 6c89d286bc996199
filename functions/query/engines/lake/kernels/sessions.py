"""The sessions of a range."""

from datetime import timedelta

import numpy as np

from query.engines.lake.compiled import ordered
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Wants, microseconds
from query.engines.lake.kernels.distinct import distinct
from query.engines.lake.kernels.visits import visits
from query.engines.postgres.expressions.session_range import FOLLOWED
from query.reports.choice import ANY_EVENT
from query.reports.sessions.figures import BegunSessions
from query.reports.sessions.question import SessionsQuestion
from query.scope import Scope

_MICROSECOND = timedelta(microseconds=1)


def wants(question: SessionsQuestion, scope: Scope) -> Wants:
    """From a gap before the range, and as far behind it as a session is followed."""
    return Wants(question.start - scope.session_gap, question.end + FOLLOWED, [question.filters])


def gather(question: SessionsQuestion, scope: Scope, events: Events) -> BegunSessions:
    """The sessions that begin in the range."""
    return _in_one_pass(question, scope, events) or _by_visitor(question, scope, events)


def _in_one_pass(question: SessionsQuestion, scope: Scope, events: Events) -> BegunSessions | None:
    """By the compiled kernel."""
    found = ordered.sessions(
        chosen(events, [ANY_EVENT], question.filters),
        scope.session_gap // _MICROSECOND,
        [*events.cut(question.grid.edges), *events.cut([question.end])],
        question.grid.places,
        len(question.calendar.starts),
    )
    if found is None:
        return None
    count = len(found.lasted)
    return BegunSessions(
        sessions=found.began.tolist(), visitors=found.visitors.tolist(), count=count, everybody=found.everybody,
        bounces=found.bounces, events=found.events, lasted_us=found.lasted_us,
        median_us=float(np.median(found.lasted)) if count else None,
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
        median_us=float(np.median(lasted)) if len(lasted) else None,
    )
