"""What a question chooses of events, as the compiled kernel is told it."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.library import EventsArgument, address
from query.engines.lake.events import Events, key_of
from query.questions.filters import Filters
from query.reports.choice import EventChoice

MOST_CHOICES = 32


@dataclass(frozen=True)
class Chosen:
    """Events with a bit for each choice that an event is chosen by; `kept` are arrays that have to live as long."""

    events: Events
    argument: EventsArgument
    kept: Sequence[NDArray[Any]]

    @property
    def pointer(self) -> Any:
        """What a call takes."""
        return ctypes.byref(self.argument)


def chosen(events: Events, choices: Sequence[EventChoice], base: Filters) -> Chosen | None:
    """The events with the bits of the choices, and the filters of the whole question; None for too many choices."""
    if len(choices) > MOST_CHOICES:
        return None
    everything = (1 << len(choices)) - 1
    codes = [None if each.event is None else events.code(each.event) for each in choices]
    masks = np.zeros(max([code for code in codes if code is not None], default=-1) + 1, dtype=np.uint32)
    any_name = 0
    kept = {key_of(base): 0} if base else {}
    for place, (choice, code) in enumerate(zip(choices, codes, strict=True)):
        if code is None:
            any_name |= 1 << place
        elif code >= 0:
            masks[code] |= np.uint32(1 << place)
        if choice.filters:
            key = key_of(choice.filters)
            kept[key] = kept.get(key, everything) & ~(1 << place)
    passes = [np.ascontiguousarray(events.passes[key]) for key in kept]
    name = events.name if events.name.dtype in (np.int16, np.int32) else events.name.astype(np.int32)
    who, name, t = (np.ascontiguousarray(each) for each in (events.who, name, events.t))
    places = np.array([address(each) for each in passes], dtype=np.uintp)
    kept_masks = np.array(list(kept.values()), dtype=np.uint32)
    argument = EventsArgument(
        count=len(t), who=address(who), name=address(name), name_size=name.itemsize, t=address(t),
        people=events.people, masks=address(masks), codes=len(masks), any=any_name,
        filters=len(passes), passes=address(places), kept=address(kept_masks),
    )  # fmt: skip
    return Chosen(events, argument, [who, name, t, masks, places, kept_masks, *passes])
