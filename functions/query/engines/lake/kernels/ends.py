"""What is told of sessions and visitors: the value on their first event, or the last one of a session."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.events import Events, Said
from query.engines.lake.kernels.labels import written
from query.engines.lake.kernels.visits import SessionPlaces, session_places
from query.engines.postgres.expressions.session_range import FOLLOWED
from query.questions.comparison import Span
from query.reports.breakdown import FIRST_SEEN_WITHIN, Breakdown
from query.scope import Scope

_INSTANT = timedelta(microseconds=1)
Ints = NDArray[np.int64]


def told_spans(breakdowns: Sequence[Breakdown], span: Span) -> list[Span]:
    """How far sessions are followed before and behind a span of events, and since when visitors' first events are
    looked for; none where events are told apart by their own values."""
    kinds = {each.of for each in breakdowns}
    found = [_of_sessions(span)] if kinds & {"session", "sessionEnd"} else []
    return [*found, _of_visitors(span)] if "visitor" in kinds else found


def told(by: Breakdown, events: Events, span: Span, own: Span, scope: Scope) -> Said:
    """What the events of their `own` span are told apart by; the question looks at those of `span`."""
    if by.of == "event":
        return events.within(*own).said[by.property]
    if by.of == "visitor":
        wide = events.within(*_of_visitors(span))
        said, null = wide.said[by.property].with_null()
        values = visitor_values(wide, said, null)
        return Said(values[events.within(*own).who], said.values)
    begin, end = _of_sessions(span)
    wide = events.within(begin, end)
    said, null = wide.said[by.property].with_null()
    sessions = session_places(wide, scope.session_gap // _INSTANT, [])
    values = np.append(session_values(wide, sessions, said, is_end=by.of == "sessionEnd"), np.int32(null))
    first, last = wide.cut(own)
    return Said(values[sessions.of_events[first:last]], said.values)


def session_values(events: Events, sessions: SessionPlaces, said: Said, *, is_end: bool) -> NDArray[np.int32]:
    """The place of the value at the end of each session: of several events at that moment the first by the text of the
    value's JSON, a missing one last."""
    at = sessions.lasts if is_end else sessions.firsts
    group, which = sessions.of_events, events.t[at]
    places = _tied(events)
    places = places[group[places] >= 0]
    tied = places[events.t[places] == which[group[places]]]
    return first_by_text(said, said.places[at], group[tied], said.places[tied])


def visitor_values(events: Events, said: Said, null: int) -> NDArray[np.int32]:
    """The place of the value on the first event of each of the people; `null` of those without, and of nobody."""
    firsts = np.full(events.people, -1, dtype=np.int64)
    firsts[events.who[::-1]] = np.arange(len(events.who))[::-1]
    firsts[:1] = -1
    there = np.flatnonzero(firsts >= 0)
    number = np.full(events.people, -1, dtype=np.int64)
    number[there] = np.arange(len(there))
    places = _tied(events)
    places = places[events.who[places] > 0]
    tied = places[events.t[places] == events.t[firsts[events.who[places]]]]
    found = np.full(events.people, null, dtype=np.int32)
    found[there] = first_by_text(said, said.places[firsts[there]], number[events.who[tied]], said.places[tied])
    return found


def _of_sessions(span: Span) -> Span:
    return Span(span.start - FOLLOWED, span.end + FOLLOWED)


def _of_visitors(span: Span) -> Span:
    return Span(span.start - FIRST_SEEN_WITHIN, span.end)


def _tied(events: Events) -> Ints:
    """The events that are not alone at their moment."""
    same = events.t[1:] == events.t[:-1]
    return np.flatnonzero(np.append(same, False) | np.append(False, same)) if len(events.t) else np.zeros(0, np.int64)


def first_by_text(
    said: Said, values: NDArray[np.int32], group: NDArray[np.integer], others: NDArray[np.int32]
) -> NDArray[np.int32]:
    """The values of some groups; where `others` are of a group, too, the first of both."""
    if not len(group):
        return values
    texts = [written(text).encode() for text in said.values]
    order = np.array(sorted(range(len(texts)), key=lambda at: (texts[at] == b"null", texts[at])), dtype=np.int32)
    rank = np.empty(len(texts), dtype=np.int32)
    rank[order] = np.arange(len(texts), dtype=np.int32)
    least = rank[values]
    np.minimum.at(least, group, rank[others])
    found: NDArray[np.int32] = order[least]
    return found
