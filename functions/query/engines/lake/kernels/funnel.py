"""A funnel: its attempts counted here where no event can meet two steps, else the events that matter to it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.chunks import EventChunks
from query.engines.lake.compiled.choices import Chosen, chosen
from query.engines.lake.compiled.ordered import FunnelRules, furthest_attempts
from query.engines.lake.events import Events, Flags, Said, Wants, microseconds
from query.engines.lake.kernels.apart import Attempts, furthest
from query.engines.lake.kernels.ends import told, told_spans
from query.engines.lake.kernels.labels import shown
from query.engines.lake.table.rest import EPOCH_US
from query.questions.comparison import Span
from query.reports.funnel.attempts import SECOND
from query.reports.funnel.count import Count, CountedFunnel
from query.reports.funnel.parcels import Parcels, Part
from query.reports.funnel.question import FunnelQuestion
from query.scope import Scope
from spoor.time import buckets

_INSTANT = timedelta(microseconds=1)
Ints = NDArray[np.int64]


def wants(question: FunnelQuestion, _: Scope) -> Wants:
    """All that attempts may be made of."""
    filters = [question.filters, *(choice.filters for choice in question.choices())]
    by = [] if question.breakdown is None else [question.breakdown]
    return Wants([_span(question), *told_spans(by, _latest(question))], filters, [each.property for each in by])


def _latest(question: FunnelQuestion) -> Span:
    """From the range's beginning until the last of its attempts may end."""
    return Span(question.start, question.end + timedelta(seconds=question.conversion_window_seconds))


def _span(question: FunnelQuestion) -> Span:
    """With that last instant."""
    return Span(question.start, _latest(question).end + _INSTANT)


def gather(question: FunnelQuestion, scope: Scope, all_events: Events) -> Parcels | CountedFunnel:
    """What the attempts of all visitors add up to, or the events of all who did anything that the funnel is about."""
    events = all_events.within(*_span(question))
    if (compiled := _compiled(question, EventChunks.of(events))) is not None:
        return _counted(question, events, compiled, compiled.begins, None)
    by, said = question.breakdown, None
    if by is not None:
        said = told(by, all_events, _latest(question), _span(question), scope)
    met = _met(question, events)
    if question.order in ("ordered", "firstEntry") and not question.exclusions and not _overlap(met):
        steps = [np.flatnonzero(each) for each in met]
        window_us, first_entry = question.conversion_window_seconds * SECOND, question.order == "firstEntry"
        return _counted(question, events, furthest(events.who, events.t, steps, window_us, first_entry), steps[0], said)
    texts = [] if said is None else [shown(text).encode() for text in said.values]
    return _parcels(question, events, met, said, texts)


def stream(question: FunnelQuestion, _: Scope, chunks: EventChunks) -> CountedFunnel | None:
    """What the attempts of all visitors add up to, of chunks, where that can be."""
    compiled = _compiled(question, chunks.within(*_span(question)))
    return None if compiled is None else _counted(question, None, compiled, compiled.begins, None)


def gather_parcels(question: FunnelQuestion, _: Scope, all_events: Events) -> Parcels:
    """The events of all who did anything that the funnel is about, whose they are by number."""
    events = all_events.within(*_span(question))
    return _parcels(question, events, _met(question, events), None)


def told_parcels(question: FunnelQuestion, all_events: Events, told_of: Callable[[Events], Said]) -> Parcels:
    """The same, with what the events tell that can meet the first step."""
    events = all_events.within(*_span(question))
    said = told_of(events)
    return _parcels(question, events, _met(question, events), said, [text.encode() for text in said.values])


def _met(question: FunnelQuestion, events: Events) -> list[Flags]:
    met = [events.met(choice, question.filters) & (events.who > 0) for choice in question.choices()]
    met[0][events.cut([question.end])[0] :] = False
    return met


def _compiled(question: FunnelQuestion, chunks: EventChunks) -> Attempts | None:
    """The attempts by the compiled kernel, which knows steps that have an order, and nothing that is excluded. It does
    not tell which event an attempt began with."""
    if question.exclusions or question.breakdown or question.order not in ("ordered", "firstEntry"):
        return None
    steps, window_us = question.asked_steps(), question.conversion_window_seconds * SECOND
    rules = FunnelRules(len(steps), window_us, question.order == "firstEntry", microseconds(question.end))

    def begin() -> Iterator[Chosen | None]:
        return (chosen(chunk, steps, question.filters) for chunk in chunks.begin())

    if (found := furthest_attempts(begin, chunks.people, rules)) is None:
        return None
    met, times = found
    return Attempts(np.zeros(0, dtype=np.int64), met, [times[:, step] for step in range(len(steps))])


def _overlap(met: Sequence[Flags]) -> bool:
    """Whether any event meets two steps."""
    seen = met[0].copy()
    for each in met[1:]:
        if np.any(seen & each):
            return True
        seen |= each
    return False


def _counted(
    question: FunnelQuestion, events: Events | None, found: Attempts, begins: Ints, said: Said | None
) -> CountedFunnel:
    entered: list[int] = []
    converted: list[int] = []
    if question.interval is not None:
        calendar = buckets(question.start, question.end, question.interval, question.zone, question.week_start)
        edges = [microseconds(each) for each in calendar.edges]
        place = np.asarray(calendar.places)[np.searchsorted(edges, found.times[0], side="right") - 1]
        all_steps = found.met == len(found.times)
        entered = np.bincount(place, minlength=len(calendar.starts)).tolist()
        converted = np.bincount(place[all_steps], minlength=len(calendar.starts)).tolist()
    by_value: dict[str, Count] = {}
    if said is not None and events is not None:
        says = _says(events, found, begins, said)
        for value in np.unique(says).tolist():
            _join(by_value, shown(said.values[value]), _count(found, says == value))
    return CountedFunnel(_count(found, np.ones(len(found.met), dtype=bool)), by_value, entered, converted)


def _join(by_value: dict[str, Count], said: str, count: Count) -> None:
    """Long values that are shown alike are counted as one."""
    if said in by_value:
        by_value[said].join(count)
    else:
        by_value[said] = count


def _count(found: Attempts, some: Flags) -> Count:
    """What some of the attempts add up to."""
    count = Count(len(found.times))
    met, times = found.met[some], [each[some] for each in found.times]
    count.furthest = np.bincount(met, minlength=len(times) + 1).tolist()
    for step in range(1, len(times)):
        there = met > step
        count.taken[step] = np.sort(times[step][there] - times[step - 1][there]).tolist()
    whole = met == len(times)
    count.converted = np.sort(times[-1][whole] - times[0][whole]).tolist()
    return count


def _says(events: Events, found: Attempts, begins: Ints, said: Said) -> NDArray[np.int64]:
    """What each attempt entered with: of several beginnings at one moment the first in the order of their JSON, a
    missing one last."""
    texts = [shown(text).encode() for text in said.values]
    order = sorted(range(len(texts)), key=lambda at: (texts[at] == b"null", texts[at]))
    rank = np.empty(len(texts), dtype=np.int64)
    rank[order] = np.arange(len(texts))
    keys = np.lexsort((begins, events.who[begins]))
    sorted_ = begins[keys]
    who, t = events.who[sorted_], events.t[sorted_]
    firsts = np.flatnonzero(np.append(True, (who[1:] != who[:-1]) | (t[1:] != t[:-1]))) if len(sorted_) else keys
    least = np.minimum.reduceat(rank[said.places[sorted_]], firsts) if len(sorted_) else keys
    moment = np.zeros(len(events.t), dtype=np.int64)
    moment[sorted_] = np.repeat(np.arange(len(firsts)), np.diff(np.append(firsts, len(sorted_))))
    return np.asarray(order, dtype=np.int64)[least[moment[found.begins]]] if len(sorted_) else found.begins


def _parcels(
    question: FunnelQuestion, events: Events, met: Sequence[Flags], said: Said | None, texts: Sequence[bytes] = ()
) -> Parcels:
    """One parcel, as Postgres would send it."""
    mask = np.zeros(len(events.t), dtype=np.int64)
    for place, each in enumerate(met):
        mask |= each.astype(np.int64) << place
    wanted = mask != 0
    if question.order == "strict":
        passing = events.passing(question.filters)
        wanted = (events.who > 0) & (True if passing is None else passing)
    parts = []
    for each in np.unique(mask[wanted]).tolist():
        places = np.flatnonzero(wanted & (mask == each))
        values = None
        if said is not None:
            values = [texts[value] if each & 1 else b"" for value in said.places[places].tolist()]
        visitors = [b"%d" % who for who in events.who[places].tolist()]
        parts.append(Part(each, (events.t[places] - EPOCH_US).tolist(), visitors, values))
    return [parts] if parts else []
