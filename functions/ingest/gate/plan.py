"""Whether events are what their app agreed on: each breach of the tracking plan is told to the sender."""

from collections.abc import Mapping, Sequence
from typing import Any

from ingest.apps.plan import PlanRules
from ingest.events.breach import EVENT_NOT_PLANNED, PROPERTY_MISSING, PROPERTY_TYPE, Breach
from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.events.properties import as_object

_MOST = 5
"""Breaches that are told of one event."""

_NOTHING: Mapping[str, Any] = {}


def judge(
    events: Sequence[TrackedEvent | RefusedEvent], plan: PlanRules
) -> tuple[list[TrackedEvent | RefusedEvent], list[tuple[int, Breach]]]:
    """The events, and each breach with the place of its event. Where the plan refuses, a RefusedEvent is in the place
    of the event instead."""
    judged: list[TrackedEvent | RefusedEvent] = []
    breaches: list[tuple[int, Breach]] = []
    for position, event in enumerate(events):
        found = _breaches_of(event, plan) if type(event) is TrackedEvent else []
        if found and plan.refuses:
            event = RefusedEvent(found[0].code, found[0].message())
        else:
            breaches.extend((position, breach) for breach in found)
        judged.append(event)
    return judged, breaches


def _breaches_of(event: TrackedEvent, plan: PlanRules) -> list[Breach]:
    name = event.name
    if type(name) is not str:
        return []  # refused for that by itself
    planned = plan.events.get(name)
    if planned is None:
        return [Breach(EVENT_NOT_PLANNED)] if plan.only_planned and not name.startswith("$") else []
    given = event.properties
    if type(given) is not dict:
        given = as_object(given)
        if type(given) is not dict:
            given = _NOTHING
    found = []
    for key in planned.required:
        if key not in given and not (event.context and key in event.context):
            found.append(Breach(PROPERTY_MISSING, key))
    for key, types in planned.types.items():
        if key in given and type(given[key]) not in types:
            found.append(Breach(PROPERTY_TYPE, key))
    return found[:_MOST]
