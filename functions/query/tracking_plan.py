"""What an app expects of its events: names, and of each its properties with their types."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from query.answers import LEFT_OUT

JsonType = Literal["string", "number", "boolean", "array", "object", "null"]
"""As the catalog names them."""


@dataclass(frozen=True, slots=True)
class PlannedProperty:
    """A property of a planned event. A value has one of the `types`, whatever it is where there are none; an event
    without a `required` one breaches the plan. `examples` are for readers."""

    name: str
    types: Sequence[JsonType] = ()
    required: bool = False
    examples: Sequence[Any] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """An event of the plan. Properties that it does not name are free."""

    name: str
    properties: Sequence[PlannedProperty] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class TrackingPlan:
    """A plan. A breach is told in the receipt, and where `on_breach` is "refuse" the event is not stored. With
    `only_planned` an event of another name is a breach, too; names that begin with `$` are the trackers' own."""

    events: Sequence[PlannedEvent] = field(default_factory=tuple)
    on_breach: Literal["tell", "refuse"] = "tell"
    only_planned: bool = True
    changed_at: datetime | None = field(default=None, metadata=LEFT_OUT)
