"""Who a visitor is: where from, on which devices, how eager."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from dev.demo.rhythm import ZONES, busyness
from dev.demo.scenario import Scenario

_SOURCES = {"google": 34, "direct": 27, "newsletter": 13, "partner blog": 11, "instagram": 15}
_INTEREST = {"google": 1.0, "direct": 1.2, "newsletter": 1.5, "partner blog": 1.3, "instagram": 0.6}
_DEVICES = {"desktop": 53, "mobile": 41, "tablet": 6}
_BROWSERS = {
    "desktop": {"Chrome": 62, "Firefox": 14, "Safari": 14, "Edge": 10},
    "mobile": {"Chrome Mobile": 52, "Mobile Safari": 48},
    "tablet": {"Mobile Safari": 80, "Chrome Mobile": 20},
}
_EAGERNESS = {0.45: 45, 1.0: 38, 1.9: 17}
_Picked = TypeVar("_Picked")
_GROWTH = 0.008  # more new visitors, from day to day
_SECOND_DEVICE = 0.3


@dataclass(frozen=True, slots=True)
class Device:
    """A browser on a machine; its `anonymous_id` is what a tracker would keep there."""

    anonymous_id: str
    kind: str
    browser: str


@dataclass(frozen=True, slots=True)
class Person:
    """A visitor. `interest` and `eagerness` are about 1 for most; `devices` is one, or two."""

    number: int
    born: date
    zone: str
    source: str
    interest: float
    eagerness: float
    devices: tuple[Device, ...]

    @property
    def user_id(self) -> str:
        """The id under which the shop knows them once they have signed up."""
        return f"user-{self.number:05d}"


def newcomers(scenario: Scenario) -> int:
    """How many people the month needs: as many again come before it, so that it begins with regulars."""
    return 2 * scenario.visitors


def meet(scenario: Scenario, number: int, random: Random) -> Person:
    """The visitor `number`; `random` is theirs alone."""
    days = [scenario.first_day + timedelta(days=at) for at in range(-scenario.days, scenario.days)]
    [born] = random.choices(days, [busyness(day) * (1 + _GROWTH * at) for at, day in enumerate(days)])
    source = _pick(_SOURCES, random)
    devices = [_device(f"device-{number:05d}", _pick(_DEVICES, random), random)]
    if random.random() < _SECOND_DEVICE:
        other = "desktop" if devices[0].kind == "mobile" else "mobile"
        devices.append(_device(f"device-{number:05d}-b", other, random))
    return Person(
        number=number,
        born=born,
        zone=_pick(ZONES, random),
        source=source,
        interest=_INTEREST[source],
        eagerness=_pick(_EAGERNESS, random),
        devices=tuple(devices),
    )


def _device(anonymous_id: str, kind: str, random: Random) -> Device:
    return Device(anonymous_id, kind, _pick(_BROWSERS[kind], random))


def _pick(weights: dict[_Picked, int], random: Random) -> _Picked:
    [picked] = random.choices(list(weights), list(weights.values()))
    return picked
