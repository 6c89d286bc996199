"""One sitting of a visitor: a clock that moves on, and the events that it leaves behind."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from dev.demo.person import Device, Person
from dev.demo.rhythm import COUNTRIES
from dev.demo.scenario import Outage


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """An event of the month; `user_id` is None while the visitor is anonymous."""

    id: str
    name: str
    at: datetime
    anonymous_id: str
    user_id: str | None
    properties: dict[str, Any]

    def wire(self) -> dict[str, Any]:
        """The event in Spoor's own format (docs/ingest.md)."""
        known = {"userId": self.user_id} if self.user_id else {}
        return {
            "id": self.id,
            "name": self.name,
            "anonymousId": self.anonymous_id,
            **known,
            "occurredAt": self.at.isoformat(timespec="milliseconds"),
            "properties": self.properties,
        }


@dataclass(slots=True)
class Visit:
    """A sitting that goes on at `at`, on one device. Events get the ids `<prefix>-<first_id>` and upwards."""

    person: Person
    device: Device
    at: datetime
    outage: Outage
    random: Random
    prefix: str
    events: list[DemoEvent]
    user_id: str | None = None
    plan: str = "none"

    def does(self, name: str, **properties: Any) -> None:
        """The visitor does something, some seconds after what they did before."""
        common = {
            "device": self.device.kind,
            "browser": self.device.browser,
            "country": COUNTRIES[self.person.zone],
            "source": self.person.source,
            "plan": self.plan,
            "release": self.outage.release_at(self.at),
        }
        event = DemoEvent(
            id=f"{self.prefix}-{len(self.events)}",
            name=name,
            at=self.at,
            anonymous_id=self.device.anonymous_id,
            user_id=self.user_id,
            properties={**common, **properties},
        )
        self.events.append(event)
        self.at += timedelta(milliseconds=self.random.randrange(4_000, 90_000))

    def chance(self, probability: float) -> bool:
        """Whether something of that probability happens now."""
        return self.random.random() < probability
