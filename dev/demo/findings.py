"""What there is to find in the month, counted from the events themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dev.demo.people.visit import DemoEvent
from dev.demo.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Checkouts:
    """How many checkouts were started on some devices, and how many orders came of them."""

    started: int
    completed: int

    @property
    def rate(self) -> float:
        """Orders for each checkout."""
        return self.completed / self.started if self.started else 0.0


def checkouts(events: Iterable[DemoEvent], since: datetime, until: datetime, *, mobile: bool) -> Checkouts:
    """The checkouts in `[since, until)`, on phones or on everything else."""
    names = [
        event.name
        for event in events
        if since <= event.at < until and (event.properties["$device_type"] == "Mobile") is mobile
    ]
    return Checkouts(names.count("checkout started"), names.count("order completed"))


def tell(scenario: Scenario, events: Sequence[DemoEvent]) -> list[str]:
    """The answer to the riddle, in lines of text."""
    outage = scenario.outage
    before = checkouts(events, scenario.start, outage.released_at, mobile=True)
    broken = checkouts(events, outage.released_at, outage.mended_at, mobile=True)
    others = checkouts(events, outage.released_at, outage.mended_at, mobile=False)
    return [
        f"Release 4.2.0 went out on {outage.released_at:%A, %d %B, %H:%M} UTC. Until {outage.mended_at:%A, %H:%M} the",
        f"payment form did not answer on phones: {broken.rate:.0%} of their checkouts became orders, where it had been",
        f"{before.rate:.0%}. On other devices it stayed at {others.rate:.0%}.",
    ]
