"""The events that matter to a funnel, or what visitors attempt with them."""

from datetime import timedelta

import numpy as np

from query.engines.lake.compiled.choices import chosen
from query.engines.lake.compiled.ordered import furthest_attempts
from query.engines.lake.events import Events, Wants, microseconds
from query.engines.lake.kernels.labels import shown
from query.engines.lake.rest import EPOCH_US
from query.reports.funnel.parcels import Judged, Parcels, Part
from query.reports.funnel.question import FunnelQuestion
from query.scope import Scope

_INSTANT = timedelta(microseconds=1)


def wants(question: FunnelQuestion, _: Scope) -> Wants:
    """From the range's beginning until the last of its attempts may end."""
    latest = question.end + timedelta(seconds=question.conversion_window_seconds)
    filters = [question.filters, *(choice.filters for choice in question.choices())]
    breakdown = question.breakdown
    return Wants(question.start, latest + _INSTANT, filters, None if breakdown is None else breakdown.property)


def gather(question: FunnelQuestion, _: Scope, events: Events) -> Parcels | Judged:
    """The furthest attempts, where they can be judged here; else what they are made of."""
    return _judged(question, events) or _parcels(question, events)


def _judged(question: FunnelQuestion, events: Events) -> Judged | None:
    """By the compiled kernel, which knows steps that have an order and nothing that is excluded."""
    if question.exclusions or question.breakdown or question.order not in ("ordered", "firstEntry"):
        return None
    steps = question.asked_steps()
    found = furthest_attempts(
        chosen(events, steps, question.filters),
        len(steps),
        question.conversion_window_seconds * 1_000_000,
        *events.cut([question.end]),
        first_entry=question.order == "firstEntry",
    )
    return None if found is None else Judged([(each - EPOCH_US).T.tolist() for each in found])


def _parcels(question: FunnelQuestion, events: Events) -> Parcels:
    """The events of all who did anything that the funnel is about, in one parcel."""
    mask = np.zeros(len(events.t), dtype=np.int64)
    for place, choice in enumerate(question.choices()):
        mask |= events.met(choice, question.filters).astype(np.int64) << place
    begins = events.t < microseconds(question.end)
    mask[~begins] &= ~1
    wanted = events.who > 0
    if question.order == "strict":
        passing = events.passing(question.filters)
        wanted &= True if passing is None else passing
    else:
        wanted &= mask != 0
    said = (
        None if question.breakdown is None or events.says is None else [shown(text).encode() for text in events.values]
    )
    parts = []
    for each in np.unique(mask[wanted]).tolist():
        places = np.flatnonzero(wanted & (mask == each))
        values = None
        if said is not None and events.says is not None:
            values = [said[value] if each & 1 else b"" for value in events.says[places].tolist()]
        visitors = [b"%d" % who for who in events.who[places].tolist()]
        parts.append(Part(each, (events.t[places] - EPOCH_US).tolist(), visitors, values))
    return [parts] if parts else []
