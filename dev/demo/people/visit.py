"""One sitting of a visitor: a clock that moves on, and the events that it leaves behind.

They are what spoor.js sends (tracker/README.md), with `plan` and `release` registered. What ingest reads from a
browser's own request, country and browser, is said here, since all of the month comes in one program's requests.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from dev.demo.people.arrivals import Arrival
from dev.demo.people.device import Device
from dev.demo.people.person import Person
from dev.demo.people.rhythm import COUNTRIES, LANGUAGES
from dev.demo.scenario import Outage

SHOP = "https://shop.example"

_TITLES = {
    "/": "Plants for every home",
    "/pricing": "Prices",
    "/sign-up": "Make an account",
    "/sign-in": "Sign in",
    "/dashboard": "Your plants",
    "/checkout": "Checkout",
    "/care": "How to care for them",
    "/templates": "Ready-made corners",
    "/blog/repotting": "When to repot",
    "/blog/light": "How much light is enough",
    "/blog/first-plants": "Five first plants",
}


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
    arrival: Arrival
    at: datetime
    outage: Outage
    random: Random
    prefix: str
    events: list[DemoEvent]
    user_id: str | None = None
    plan: str = "none"
    path: str = ""
    address: str = ""
    referrer: str = ""

    def lands(self, *own: str) -> None:
        """The visitor comes by their way; who types the address themselves goes to one of their `own` pages."""
        path = self.random.choice(self.arrival.landings)
        if own and not self.arrival.referrer and not self.arrival.campaign:
            path = self.random.choice(own)
        self._goes(path, self.arrival.campaign, self.arrival.referrer)

    def opens(self, path: str) -> None:
        """The visitor goes on to a page."""
        self._goes(path, "", self.address)

    def is_known_as(self, plan: str) -> None:
        """The page says who the visitor is."""
        self.user_id, self.plan = self.person.user_id, plan
        self._leaves("$identify", {"$set": {"plan": plan}}, pause=(50, 400))

    def does(self, name: str, **properties: Any) -> None:
        """The visitor does something on the page, some seconds after what they did before."""
        self._leaves(name, properties, pause=(4_000, 90_000))

    def chance(self, probability: float) -> bool:
        """Whether something of that probability happens now."""
        return self.random.random() < probability

    def _goes(self, path: str, campaign: str, referrer: str) -> None:
        self.path, self.referrer = path, referrer
        self.address = f"{SHOP}{path}" + (f"?{campaign}" if campaign else "")
        self._leaves("$pageview", {}, pause=(4_000, 90_000))

    def _leaves(self, name: str, properties: dict[str, Any], pause: tuple[int, int]) -> None:
        event = DemoEvent(
            id=f"{self.prefix}-{len(self.events)}",
            name=name,
            at=self.at,
            anonymous_id=self.device.anonymous_id,
            user_id=self.user_id,
            properties={**self._context(), "plan": self.plan, "release": self.outage.release_at(self.at), **properties},
        )
        self.events.append(event)
        self.at += timedelta(milliseconds=self.random.randrange(*pause))

    def _context(self) -> dict[str, Any]:
        browser = self.device.browser
        width, height = browser.screen
        return {
            "$current_url": self.address,
            "$referrer": self.referrer,
            "$title": _TITLES[self.path],
            "$browser_language": LANGUAGES[self.person.zone],
            "$screen_width": width,
            "$screen_height": height,
            "$lib": "spoor.js",
            "$pathname": self.path,
            "$browser": browser.name,
            "$os": browser.system,
            "$device_type": browser.device_type,
            "$country": COUNTRIES[self.person.zone],
        }
