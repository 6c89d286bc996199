"""An overview: figures by bucket and of the whole, and the values of its lists."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.cells import CellGrid, cells
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Flags, Wants
from query.engines.lake.kernels.lists import CountedEvents, found_list
from query.engines.lake.kernels.medians import median
from query.engines.lake.kernels.visits import SessionPlaces, session_places
from query.engines.postgres.expressions.session_range import FOLLOWED
from query.questions.comparison import Span
from query.reports.breakdown import FIRST_SEEN_WITHIN
from query.reports.choice import ANY_EVENT, EventChoice
from query.reports.overview.figures import FoundOverview, FoundRow, OverviewFigures
from query.reports.overview.page_views import PAGE_VIEWS
from query.reports.overview.question import AskedList, OverviewQuestion
from query.scope import Scope

_INSTANT = timedelta(microseconds=1)
_THREADS = 2
_VIEWS = [EventChoice(event=name) for name in PAGE_VIEWS]
Ints = NDArray[np.int64]


def wants(question: OverviewQuestion, scope: Scope) -> Wants:
    """All that visitors and sessions of the range, and of what it is compared with, may be told by."""
    both = [question, *([question.before] if question.before else [])]
    return Wants([_span(each, scope) for each in both], [question.filters], [each.property for each in question.lists])


def _span(question: OverviewQuestion, scope: Scope) -> Span:
    """A gap before the range tells a session that goes on from one that begins; for its first event it is followed
    further, and for that of a visitor much further."""
    since = [question.start - scope.session_gap]
    if question.lists_of("session", "sessionEnd"):
        since.append(question.start - FOLLOWED)
    if question.lists_of("visitor"):
        since.append(question.start - FIRST_SEEN_WITHIN)
    return Span(min(since), question.end + FOLLOWED)


def gather(question: OverviewQuestion, scope: Scope, events: Events) -> FoundOverview:
    """The figures of the range with its lists, and those of what it is compared with."""
    found, before = _found(question, scope, events), question.before
    return replace(found, previous=_found(before, scope, events)) if before else found


def _found(question: OverviewQuestion, scope: Scope, all_events: Events) -> FoundOverview:
    """On two threads: what counts does not hold the interpreter's lock."""
    events = all_events.within(*_span(question, scope))
    counted = CountedEvents(events, question.filters, *events.cut([question.start, question.end]))
    gap_us = scope.session_gap // _INSTANT
    with ThreadPoolExecutor(_THREADS) as threads:
        sessions = threads.submit(session_places, events, gap_us, question.filters)
        figures = threads.submit(_figures, question, events, sessions)
        of_all = sessions
        if question.filters and question.lists_of("session", "sessionEnd", "visitor"):
            of_all = threads.submit(session_places, events, gap_us, [])
        lists = [threads.submit(_list, each, counted, of_all) for each in question.lists]
        buckets, whole = figures.result()
        return FoundOverview(whole, buckets, [each.result() for each in lists])


def _list(asked: AskedList, counted: CountedEvents, sessions: Future[SessionPlaces]) -> list[FoundRow]:
    return found_list(asked, counted, sessions.result())  # which is under way by then


def _figures(
    question: OverviewQuestion, events: Events, sessions: Future[SessionPlaces]
) -> tuple[dict[int, OverviewFigures], OverviewFigures]:
    cuts = [*events.cut(question.grid.edges), *events.cut([question.end])]
    buckets, whole = _counted(question, events, cuts)
    return buckets, _with_sessions(question, events, cuts, sessions.result(), buckets, whole)


def _counted(
    question: OverviewQuestion, events: Events, cuts: Sequence[int]
) -> tuple[dict[int, OverviewFigures], OverviewFigures]:
    """Visitors, events and page views, by bucket and of the whole."""
    buckets, places = len(question.calendar.starts), question.grid.places
    grid = CellGrid(cuts[:-1], cuts[1:], places, buckets)
    options = chosen(events, [ANY_EVENT, *_VIEWS], question.filters)
    every = cells(options, 1, grid, somebody=False, look=False)
    views = cells(options, (2 << len(_VIEWS)) - 2, grid, somebody=False, look=False)
    seen = cells(options, 1, grid, somebody=True, look=True)
    if every is None or views is None or seen is None or seen.seen is None:
        return _stretch_by_stretch(question, events, cuts)
    visitors, together = seen.visitors(), np.bitwise_or.reduce(seen.seen, axis=0, keepdims=True)
    everybody = replace(seen, seen=together).visitors().item() if buckets else 0
    given = zip(visitors.tolist(), every.counts.tolist(), views.counts.tolist(), strict=True)
    found = {at: OverviewFigures(*each) for at, each in enumerate(given)}
    return found, OverviewFigures(everybody, int(every.counts.sum()), int(views.counts.sum()))


def _stretch_by_stretch(
    question: OverviewQuestion, events: Events, cuts: Sequence[int]
) -> tuple[dict[int, OverviewFigures], OverviewFigures]:
    """The same by numpy."""
    buckets, passing, is_view = len(question.calendar.starts), events.passing(question.filters), page_views(events)
    every, views, visitors = (np.zeros(buckets, dtype=np.int64) for _ in range(3))
    parts: dict[int, list[NDArray[np.int32]]] = {}
    for place, begin, end in zip(question.grid.places, cuts[:-1], cuts[1:], strict=True):
        some = np.ones(end - begin, dtype=bool) if passing is None else passing[begin:end]
        every[place] += np.count_nonzero(some)
        views[place] += np.count_nonzero(some & is_view[begin:end])
        parts.setdefault(place, []).append(np.unique(events.who[begin:end][some]))
    for place, people in parts.items():
        visitors[place] = np.count_nonzero(np.unique(np.concatenate(people)))
    everybody = np.unique(np.concatenate([each for people in parts.values() for each in people] or [events.who[:0]]))
    given = zip(visitors.tolist(), every.tolist(), views.tolist(), strict=True)
    found = {at: OverviewFigures(*each) for at, each in enumerate(given)}
    return found, OverviewFigures(int(np.count_nonzero(everybody)), int(every.sum()), int(views.sum()))


def page_views(events: Events) -> Flags:
    """Which events are views of pages."""
    codes = [code for code, name in events.names.items() if name in PAGE_VIEWS]
    found: Flags = np.isin(events.name, codes)
    return found


def _with_sessions(
    question: OverviewQuestion,
    events: Events,
    cuts: Sequence[int],
    sessions: SessionPlaces,
    buckets: dict[int, OverviewFigures],
    whole: OverviewFigures,
) -> OverviewFigures:
    """Put those sessions beside the figures that begin in the range; gives the figures of the whole."""
    first, last = np.searchsorted(sessions.firsts, [cuts[0], cuts[-1]]).tolist()
    if first == last:
        return whole
    begun = slice(first, last)
    lasted = events.t[sessions.lasts[begun]] - events.t[sessions.firsts[begun]]
    is_bounce = sessions.counts(events)[begun] == 1
    views = sessions.counts(events, _VIEWS)[begun]
    ends = np.searchsorted(sessions.firsts[begun], cuts)
    stretches: dict[int, list[slice]] = {}
    for place, begin, end in zip(question.grid.places, ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        if begin < end:
            stretches.setdefault(place, []).append(slice(begin, end))
    for at, of in stretches.items():
        own, bounces, seen = (np.concatenate([each[part] for part in of]) for each in (lasted, is_bounce, views))
        buckets[at] = replace(
            buckets[at], sessions=len(own), bounces=int(np.count_nonzero(bounces)), views=int(seen.sum()),
            median_us=median(own),
        )  # fmt: skip
    return replace(
        whole, sessions=last - first, bounces=int(np.count_nonzero(is_bounce)), views=int(views.sum()),
        median_us=median(lasted),
    )  # fmt: skip
