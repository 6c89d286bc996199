"""Whether events are what their app agreed on: each breach of the tracking plan is told to the sender."""

from collections.abc import Mapping, Sequence
from typing import Any

from ingest.apps.plan import PlanRules
from ingest.events.breach import EVENT_NOT_PLANNED, PROPERTY_MISSING, PROPERTY_TYPE, Breach
from ingest.events.event import EventRow

_MOST = 5
"""Breaches that are told of one event."""

_MOST_SHAPES = 1000


def judge(rows: Sequence[EventRow], plan: PlanRules) -> list[tuple[int, Breach]]:
    """Each breach with the place of its row. Judged is what is stored, of which a plan is learned, too: names and
    values may have been cut on the way."""
    breaches: list[tuple[int, Breach]] = []
    good = plan.good
    for place, (_, name, _, properties, _) in enumerate(rows):
        shape = (name, *properties, *map(type, properties.values()))
        if shape not in good:
            if found := _breaches_of(name, properties, plan):
                breaches += [(place, breach) for breach in found]
            else:
                _remember(shape, good)
    return breaches


def _breaches_of(name: str, given: Mapping[str, Any], plan: PlanRules) -> list[Breach]:
    planned = plan.events.get(name)
    if planned is None:
        return [Breach(EVENT_NOT_PLANNED)] if plan.only_planned and not name.startswith("$") else []
    missing = [Breach(PROPERTY_MISSING, key) for key in planned.required if key not in given]
    types = planned.types.items()
    wrong = [Breach(PROPERTY_TYPE, key) for key, said in types if key in given and type(given[key]) not in said]
    return [*missing, *wrong][:_MOST]


def _remember(shape: tuple[Any, ...], good: set[tuple[Any, ...]]) -> None:
    """Events come in few shapes: one that keeps to the plan is not looked at again."""
    if len(good) >= _MOST_SHAPES:
        good.clear()
    good.add(shape)
