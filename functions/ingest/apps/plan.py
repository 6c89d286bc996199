"""What an app expects of its events, made ready for being asked of each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_TYPES: Mapping[str, frozenset[type]] = {
    "string": frozenset({str}),
    "number": frozenset({int, float}),
    "boolean": frozenset({bool}),
    "array": frozenset({list}),
    "object": frozenset({dict}),
    "null": frozenset({type(None)}),
}


@dataclass(frozen=True, slots=True)
class EventRules:
    """The names of properties that an event has to have, and of which types those are that the plan tells."""

    required: tuple[str, ...]
    types: Mapping[str, frozenset[type]]


@dataclass(frozen=True, slots=True)
class PlanRules:
    """A tracking plan: its events by their names. With `only_planned` any other name is a breach; where it `refuses`,
    an event with a breach is not stored. `good` are shapes of events that keep to it: name, keys and types."""

    events: Mapping[str, EventRules]
    only_planned: bool
    refuses: bool
    good: set[tuple[Any, ...]] = field(default_factory=set, compare=False)

    @classmethod
    def from_words(cls, words: Mapping[str, Any] | None) -> "PlanRules | None":
        """The plan as it is stored, if the app has one."""
        if words is None:
            return None
        events = {one["name"]: _event(one["properties"]) for one in words["events"]}
        return cls(events, words["only_planned"], words["on_breach"] == "refuse")


def _event(properties: list[Mapping[str, Any]]) -> EventRules:
    required = tuple(each["name"] for each in properties if each["required"])
    types = {each["name"]: each["types"] for each in properties if each["types"]}
    return EventRules(
        required, {name: frozenset(kind for one in said for kind in _TYPES[one]) for name, said in types.items()}
    )
