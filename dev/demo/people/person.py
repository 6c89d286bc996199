"""Who a visitor is: where from, on which devices, how eager."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dev.demo.people import arrivals
from dev.demo.people.arrivals import Arrival
from dev.demo.people.device import Device, first_device, second_device
from dev.demo.people.picking import pick
from dev.demo.people.rhythm import ZONES, busyness
from dev.demo.scenario import Scenario

_EAGERNESS = {0.45: 45, 1.0: 38, 1.9: 17}
_GROWTH = 0.008  # more new visitors, from day to day
_SECOND_DEVICE = 0.3


@dataclass(frozen=True, slots=True)
class Person:
    """A visitor. `arrival` is how they found the shop; `eagerness` is about 1 for most; `devices` is one, or two."""

    number: int
    born: date
    zone: str
    arrival: Arrival
    eagerness: float
    devices: tuple[Device, ...]

    @property
    def interest(self) -> float:
        """How much they want what the shop sells, about 1 for most: where somebody comes from says a lot of it."""
        return self.arrival.interest

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
    arrival = arrivals.first(random)
    devices = [first_device(f"device-{number:05d}", random)]
    if random.random() < _SECOND_DEVICE:
        devices.append(second_device(f"device-{number:05d}-b", devices[0], random))
    return Person(
        number=number,
        born=born,
        zone=pick(ZONES, random),
        arrival=arrival,
        eagerness=pick(_EAGERNESS, random),
        devices=tuple(devices),
    )
