"""The month itself: every visitor's life, cut to the range, in order of time."""

import math
from datetime import UTC, date, timedelta
from random import Random

from dev.demo.people import arrivals, habits, rhythm
from dev.demo.people.device import Device
from dev.demo.people.habits import Account
from dev.demo.people.person import Person, meet, newcomers
from dev.demo.people.visit import DemoEvent, Visit
from dev.demo.scenario import Scenario


def simulate(scenario: Scenario) -> list[DemoEvent]:
    """All events of `[start, until)`, in order of time; one scenario always gives the same."""
    events = [event for number in range(newcomers(scenario)) for event in _live(scenario, number)]
    return sorted(events, key=lambda event: (event.at, event.id))


def _live(scenario: Scenario, number: int) -> list[DemoEvent]:
    """The events of one visitor in the month.

    Each has random numbers of their own, so that nobody's life depends on how many others there are.
    """
    random = Random(f"{scenario.seed}/{number}")  # noqa: S311  # a simulation, which has to be repeatable
    person = meet(scenario, number, random)
    account: Account | None = None
    joined = person.born
    known: set[str] = set()
    events: list[DemoEvent] = []
    for day in _days(person.born, scenario.until.astimezone(UTC).date()):
        if not random.random() < _likelihood(person, account, joined, day):
            continue
        visit = _arrive(scenario, person, account, day, random, events)
        if account is None:
            account, joined = habits.look_around(visit), day
        else:
            if visit.device.anonymous_id in known:
                visit.user_id, visit.plan = person.user_id, account.plan
            else:
                habits.sign_in(visit, account)
            account = habits.come_back(visit, account)
        if visit.user_id:
            known.add(visit.device.anonymous_id)
    return [event for event in events if scenario.start <= event.at < scenario.until]


def _likelihood(person: Person, account: Account | None, joined: date, day: date) -> float:
    """How likely somebody comes by on a day: surely on their first, then less and less, regulars for long."""
    if day == person.born:
        return 1
    if account is None:
        fading = math.pow(0.75, (day - person.born).days)
        return 0.16 * person.interest * fading * rhythm.busyness(day)
    faithful = 0.05 + 0.45 / math.pow(1 + (day - joined).days, 0.6)
    return min(0.9, person.eagerness * faithful * rhythm.busyness(day))


def _arrive(
    scenario: Scenario, person: Person, account: Account | None, day: date, random: Random, events: list[DemoEvent]
) -> Visit:
    device = _device(person, account, random)
    arrival = arrivals.again(random) if events else person.arrival
    at = rhythm.moment(day, person.zone, device.is_phone, random)
    return Visit(person, device, arrival, at, scenario.outage, random, f"demo-{scenario.seed}-{person.number}", events)


def _device(person: Person, account: Account | None, random: Random) -> Device:
    """Only who has an account has a reason to come on another device."""
    return person.devices[-1] if account and random.random() < 0.35 else person.devices[0]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]
