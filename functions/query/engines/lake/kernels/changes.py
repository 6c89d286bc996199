"""What happened in two periods, by what the events told: of a funnel, or of a trend."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from query.engines.horizon import is_in_table
from query.engines.lake.events import Events, Said, Wants
from query.engines.lake.kernels import funnel
from query.engines.lake.kernels.labels import written
from query.engines.postgres.changes import looked_at_of
from query.engines.postgres.changes.units import MOST_UNITS, too_many
from query.engines.postgres.cohorts import with_members
from query.engines.postgres.scope import PostgresScope
from query.engines.reasons import Elsewhere, Reason
from query.questions.comparison import Span
from query.reports.changes.findings import Counted, FoundChanges
from query.reports.changes.question import ChangesQuestion
from query.reports.funnel.parcels import Parcels
from query.reports.funnel.question import FunnelQuestion
from query.reports.trends.question import TrendsQuestion
from query.scope import Scope

LONGEST = 8_000
"""In characters: what an event tells beyond that is cut, and so tells nothing."""

_MOST = 1 << 62
Ints = NDArray[np.int64]


def named(question: ChangesQuestion, scope: PostgresScope) -> ChangesQuestion:
    """The question with the properties that are looked at.

    Raises Elsewhere where the table, which tells them, has not all events; TooSlow, DatabaseAway.
    """
    if not question.properties and not is_in_table(question, scope):
        raise Elsewhere(Reason.REPORT_NOT_SEALED)
    return question.about(list(question.properties or looked_at_of(question, with_members(scope))))


def wants(question: ChangesQuestion, scope: Scope) -> Wants:
    """All events of both periods."""
    asked = [question.over(span) for span in (question.now, question.before)]
    spans = [span for each in asked for span in _spans(each, scope)]
    choices = asked[0].choices() if isinstance(asked[0], FunnelQuestion) else asked[0].series
    return Wants(spans, [asked[0].filters, *(each.filters for each in choices)], question.properties or ())


def _spans(question: FunnelQuestion | TrendsQuestion, scope: Scope) -> Sequence[Span]:
    if isinstance(question, FunnelQuestion):
        return funnel.wants(question, scope).spans
    return [Span(question.start, question.end)]


def gather(question: ChangesQuestion, scope: Scope, events: Events) -> FoundChanges:
    """What happened in both.

    Raises Elsewhere, TooLarge.
    """
    names = list(question.properties or ())
    if any(text[0] in "-0123456789" for name in names for text in events.said[name].values):
        raise Elsewhere(Reason.KEY_NOT_SEALED)  # 1.0 and 1 are one in files, and are shown as they were said
    found: list[Parcels | Sequence[Counted]] = []
    for asked in (question.over(span) for span in (question.now, question.before)):
        if isinstance(asked, FunnelQuestion):
            found.append(funnel.told_parcels(asked, events, lambda own: _told(own, names)))
        else:
            found.append(_units(asked, events.within(asked.start, asked.end), names))
    return FoundChanges(names, *found)


def _units(question: TrendsQuestion, events: Events, names: Sequence[str]) -> list[Counted]:
    """What each visitor did on each day, by what was told."""
    places = np.flatnonzero(events.met(question.series[0], question.filters) & (events.who > 0))
    cuts = events.cut(question.grid.edges)
    day = np.asarray(question.grid.places, dtype=np.int64)[np.searchsorted(cuts, places, side="right") - 1]
    few = replace(
        events, who=events.who[places], t=events.t[places],
        said={name: Said(events.said[name].places[places], events.said[name].values) for name in names},
    )  # fmt: skip
    told = _told(few, names)
    days = len(question.calendar.starts)
    keys = (told.places.astype(np.int64) * days + day) * events.people + few.who
    keys, counts = np.unique(keys, return_counts=True)
    if len(keys) > MOST_UNITS:
        raise too_many()
    who, rest = keys % events.people, keys // events.people
    group, day = rest // max(days, 1), rest % max(days, 1)
    ends = np.searchsorted(group, np.arange(len(told.values)), side="right").tolist()
    found, begin = [], 0
    for text, end in zip(told.values, ends, strict=True):
        if begin < end:
            part = slice(begin, end)
            found.append(Counted(text, who[part].tolist(), day[part].tolist(), counts[part].tolist()))
        begin = end
    return found


def _told(events: Events, names: Sequence[str]) -> Said:
    """What each event tells: its values of all properties, as the text of one JSON list."""
    key, different = np.zeros(len(events.t), dtype=np.int64), 1
    for name in names:
        said = events.said[name]
        if different * len(said.values) >= _MOST:
            key, different = _fewer(key)
        key, different = key * len(said.values) + said.places, different * len(said.values)
    _, first, places = np.unique(key, return_index=True, return_inverse=True)
    texts = {name: [written(text) for text in events.said[name].values] for name in names}
    values = [
        f"[{', '.join(texts[name][events.said[name].places[at]] for name in names)}]"[:LONGEST] for at in first.tolist()
    ]
    return Said(places.astype(np.int32), values)


def _fewer(key: Ints) -> tuple[Ints, int]:
    different, found = np.unique(key, return_inverse=True)
    return found.astype(np.int64), len(different)
