"""Whether events are what their app agreed on: each breach of the tracking plan is told to the sender."""

from collections.abc import Mapping, Sequence
from typing import Any

from ingest.apps.plan import PlanRules
from ingest.events.breach import EVENT_NOT_PLANNED, PROPERTY_MISSING, PROPERTY_TYPE, Breach
from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.events.properties import as_object

_MOST = 5
"""Breaches that are told of one event."""

_MOST_SHAPES = 1000
_NOTHING: Mapping[str, Any] = {}


def judge(
    events: Sequence[TrackedEvent | RefusedEvent], plan: PlanRules
) -> tuple[Sequence[TrackedEvent | RefusedEvent], list[tuple[int, Breach]]]:
    """The events, and each breach with the place of its event. Where the plan refuses, a RefusedEvent is in the place
    of the event instead."""
    breaches: list[tuple[int, Breach]] = []
    good = plan.good
    for position, event in enumerate(events):
        if type(event) is TrackedEvent and type(event.name) is str:  # any other is refused for that by itself
            given = event.properties
            if type(given) is dict:
                shape = (event.name, *given, *map(type, given.values()))
                if shape not in good:
                    found = _breaches_of(event.name, given, event.context or _NOTHING, plan)
                    breaches += [(position, breach) for breach in found]
                    if not found and not _leans_on_context(event.name, given, plan):
                        _remember(shape, good)
            else:
                found = _breaches_of(event.name, _as_dict(given), event.context or _NOTHING, plan)
                breaches += [(position, breach) for breach in found]
    return (_refused(events, breaches), []) if plan.refuses and breaches else (events, breaches)


def _refused(
    events: Sequence[TrackedEvent | RefusedEvent], breaches: list[tuple[int, Breach]]
) -> list[TrackedEvent | RefusedEvent]:
    first = dict(reversed(breaches))
    return [
        RefusedEvent(first[position].code, first[position].message()) if position in first else event
        for position, event in enumerate(events)
    ]


def _breaches_of(name: str, given: Mapping[str, Any], context: Mapping[str, Any], plan: PlanRules) -> list[Breach]:
    planned = plan.events.get(name)
    if planned is None:
        return [Breach(EVENT_NOT_PLANNED)] if plan.only_planned and not name.startswith("$") else []
    missing = [Breach(PROPERTY_MISSING, key) for key in planned.required if key not in given and key not in context]
    types = planned.types.items()
    wrong = [Breach(PROPERTY_TYPE, key) for key, said in types if key in given and type(given[key]) not in said]
    return [*missing, *wrong][:_MOST]


def _leans_on_context(name: str, given: Mapping[str, Any], plan: PlanRules) -> bool:
    """Whether Spoor itself found out something that the plan requires, which the next event may come without."""
    planned = plan.events.get(name)
    return planned is not None and not all(key in given for key in planned.required)


def _as_dict(given: Any) -> Mapping[str, Any]:
    """What stands for properties, as read_properties has it."""
    given = as_object(given)
    return given if type(given) is dict else _NOTHING


def _remember(shape: tuple[Any, ...], good: set[tuple[Any, ...]]) -> None:
    """Events come in few shapes: one that keeps to the plan is not looked at again."""
    if len(good) >= _MOST_SHAPES:
        good.clear()
    good.add(shape)
