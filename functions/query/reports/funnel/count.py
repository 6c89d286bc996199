"""What the furthest attempts of some visitors add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from query.reports.choice import EventChoice
from query.reports.funnel.answer import StepAnswer
from query.reports.funnel.attempts import SECOND


class Count:
    """What the attempts of some visitors add up to."""

    def __init__(self, steps: int) -> None:
        self.furthest = [0] * (steps + 1)
        """How many got so many steps far, and no further."""
        self.taken: list[list[int]] = [[] for _ in range(steps)]
        """For each step how long it took from the one before, of all who met it."""
        self.converted: list[int] = []
        """How long it took from the first event to the last, of those who met all steps."""

    def add(self, times: Sequence[int]) -> None:
        """Count one visitor's attempt."""
        met = len(times)
        self.furthest[met] += 1
        for step in range(1, met):
            self.taken[step].append(times[step] - times[step - 1])
        if met == len(self.taken):
            self.converted.append(times[-1] - times[0])

    def join(self, other: "Count") -> None:
        """Count all of another's."""
        self.furthest = [mine + its for mine, its in zip(self.furthest, other.furthest, strict=True)]
        for mine, its in zip(self.taken, other.taken, strict=True):
            mine += its
        self.converted += other.converted

    def visitors(self, step: int) -> int:
        """How many reached a step, counted from 1."""
        return sum(self.furthest[step:])

    def answer(self, steps: Sequence[EventChoice]) -> list[StepAnswer]:
        """In words."""
        reached = [self.visitors(step) for step in range(1, len(steps) + 1)]
        return [
            StepAnswer(
                event=step.event,
                label=step.title,
                visitors=reached[at],
                conversion_from_start=_share(reached[at], reached[0]),
                conversion_from_previous=_share(reached[at], reached[max(at - 1, 0)]),
                median_seconds_from_previous=median(self.taken[at]) / SECOND if self.taken[at] else None,
            )
            for at, step in enumerate(steps)
        ]


@dataclass(frozen=True, slots=True)
class CountedFunnel:
    """Attempts that an engine has counted already: all of them, those who entered with each value of the breakdown
    (JSON, none without one), and by the place of the interval in which they entered how many did, and converted (none
    where no interval is asked for)."""

    whole: Count
    by_value: Mapping[str, Count]
    entered: Sequence[int]
    converted: Sequence[int]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
