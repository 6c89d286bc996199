"""Erased visitors, whose events are in files until these are written anew, and count no more."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from query.engines.lake.events import Events, Said


def without(codes: Sequence[int], events: Events) -> Events:
    """The events without those of some visitors. Whom nobody knows any more is linked to nobody."""
    if not codes:
        return events
    kept = ~np.isin(events.who, np.array(codes, dtype=np.int32))
    if kept.all():
        return events
    return replace(
        events,
        who=events.who[kept],
        name=events.name[kept],
        t=events.t[kept],
        passes={key: passes[kept] for key, passes in events.passes.items()},
        said={name: Said(each.places[kept], each.values) for name, each in events.said.items()},
    )
