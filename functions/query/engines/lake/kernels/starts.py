"""Who started with which value: visitors once for each of their values."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.events import Events, Said
from query.engines.lake.kernels.ends import first_by_text, told
from query.engines.lake.kernels.labels import shown
from query.questions.comparison import Span
from query.reports.activity import Activity
from query.reports.breakdown import Breakdown
from query.reports.choice import ANY_EVENT
from query.reports.retention.question import RetentionQuestion
from query.reports.told_groups import ToldGroups
from query.scope import Scope

Planes = NDArray[np.uint8]
Ints = NDArray[np.int64]


def by_value(
    question: RetentionQuestion, by: Breakdown, scope: Scope, all_events: Events, marks: Mapping[str, Planes]
) -> Activity:
    """The marks of visitors for each of their values, and in which stretches that is the one they started with."""
    begins = [question.calendar.starts[place] for place in question.cohorts]
    own = Span(begins[0] if begins else question.told_in.end, question.told_in.end)
    events, said = all_events.within(*own), told(by, all_events, question.told_in, own, scope)
    who, stretch, value = _first_starts(question, events, said)
    pairs, group = np.unique(who * len(said.values) + value, return_inverse=True)
    whose, values = pairs // max(len(said.values), 1), pairs % max(len(said.values), 1)
    found = {name: [_integer(_bits(plane)[whose]) for plane in planes] for name, planes in marks.items()}
    told_in = np.zeros((len(question.calendar.places), len(pairs)), dtype=bool)
    told_in[stretch, group] = True
    found["told"] = [_integer(each) for each in told_in]
    known: dict[str, int] = {}
    of = [known.setdefault(shown(said.values[at]), len(known)) for at in values.tolist()]
    groups = ToldGroups(list(known), of, [1] * len(of))
    return Activity(question.calendar, found, [(1 << len(of)) - 1], groups)


def _first_starts(question: RetentionQuestion, events: Events, said: Said) -> tuple[Ints, Ints, Ints]:
    """Of each visitor's first start in each period whose it is, in which stretch it lies, and the place of its value:
    of several at one moment the first by its text, a missing one last."""
    calendar = question.calendar
    cuts = events.cut(calendar.edges)
    stretch = np.zeros(len(events.t), dtype=np.int64)
    period = np.full(len(events.t), -1, dtype=np.int64)
    for at, place in enumerate(calendar.places):
        stretch[cuts[at] : cuts[at + 1]] = at
        period[cuts[at] : cuts[at + 1]] = -1 if place is None else place
    met = events.met(question.start_event or ANY_EVENT, question.filters) & (events.who > 0)
    places = np.flatnonzero(met)
    keys = events.who[places].astype(np.int64) * (len(calendar.starts) + 1) + period[places]
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    t = events.t[places]
    tied = np.flatnonzero(t == t[first][inverse]) if len(first) else places
    firsts = places[first]
    value = first_by_text(said, said.places[firsts], inverse[tied], said.places[places[tied]])
    return events.who[firsts].astype(np.int64), stretch[firsts], value.astype(np.int64)


def _bits(plane: Planes) -> NDArray[np.bool_]:
    return np.unpackbits(plane, bitorder="little").astype(bool)


def _integer(flags: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")
