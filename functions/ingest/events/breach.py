"""Breaches of an app's tracking plan; docs/ingest.md says what each code means."""

from dataclasses import dataclass

EVENT_NOT_PLANNED = "EVENT_NOT_PLANNED"
PROPERTY_MISSING = "PROPERTY_MISSING"
PROPERTY_TYPE = "PROPERTY_TYPE"

_SAID = {
    EVENT_NOT_PLANNED: "The tracking plan of this app has no event of this name.",
    PROPERTY_MISSING: "The tracking plan of this app says that this event has the property `{}`.",
    PROPERTY_TYPE: "The tracking plan of this app says that the property `{}` is of another type.",
}


@dataclass(frozen=True, slots=True)
class Breach:
    """What an event is not: `property` names the one it is about, and is None where it is the event's name."""

    code: str
    property: str | None = None

    def message(self) -> str:
        """The same for people."""
        return _SAID[self.code].format(self.property)
