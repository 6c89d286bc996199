"""What a funnel answers, and how attempts add up to it."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from query.answers import left_out
from query.reports.breakdown import folded, ranked, read
from query.reports.choice import EventChoice
from query.reports.distribution import Distribution, distribution
from query.reports.funnel_attempts import SECOND, Attempt
from query.reports.funnel_question import FunnelQuestion
from spoor.time import Interval, buckets

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """Rates are between 0 and 1. The median is over those who reached the step; none did, or it is the first: None."""

    event: str | None
    label: str
    visitors: int
    conversion_from_start: float
    conversion_from_previous: float
    median_seconds_from_previous: float | None


@dataclass(frozen=True, slots=True)
class ValueAnswer:
    """The funnel of those who entered with one value of the breakdown's property."""

    value: Any
    steps: list[StepAnswer]


@dataclass(frozen=True, slots=True)
class Period:
    """How many entered in the interval from `start` on, and how many of them converted, be it later."""

    start: datetime
    entered: int
    converted: int


@dataclass(frozen=True, slots=True)
class TimeToConvert:
    """How long it took: from the first event to the last for those who converted, and for each step from the one before
    it (None for the first)."""

    whole: Distribution | None
    steps: list[Distribution | None]


@dataclass(frozen=True, slots=True)
class FunnelAnswer:
    """`entered` met the first step, `converted` the last. What was not asked for is left out."""

    steps: list[StepAnswer]
    entered: int
    converted: int
    breakdown: list[ValueAnswer] | None = left_out()
    time_to_convert: TimeToConvert | None = left_out()
    over_time: list[Period] | None = left_out()


class Tally:
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

    def join(self, other: "Tally") -> None:
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


def add_up(question: FunnelQuestion, found: Iterable[Attempt]) -> FunnelAnswer:
    """The answer."""
    steps = question.asked_steps()
    whole = Tally(len(steps))
    by_value: dict[str, Tally] = {}
    over_time = None if question.interval is None else _OverTime(question, question.interval)
    for attempt in found:
        whole.add(attempt.times)
        if attempt.said is not None:
            by_value.setdefault(attempt.said, Tally(len(steps))).add(attempt.times)
        if over_time is not None:
            over_time.add(attempt)
    return FunnelAnswer(
        whole.answer(steps),
        entered=whole.visitors(1),
        converted=whole.visitors(len(steps)),
        breakdown=None if question.breakdown is None else _broken_down(steps, by_value, question.breakdown.limit),
        time_to_convert=_time_to_convert(question, whole) if question.time_to_convert else None,
        over_time=None if over_time is None else over_time.periods(),
    )


def _broken_down(steps: Sequence[EventChoice], by_value: dict[str, Tally], limit: int) -> list[ValueAnswer]:
    """Ranked by who entered; the rest is one, the last."""
    called = folded({said: tally.visitors(1) for said, tally in by_value.items()}, limit)
    joined: dict[str, Tally] = {}
    for said, tally in by_value.items():
        joined.setdefault(called[said], Tally(len(steps))).join(tally)
    order = ranked({said: tally.visitors(1) for said, tally in joined.items()})
    return [ValueAnswer(read(said), joined[said].answer(steps)) for said in order]


class _OverTime:
    """Counts who entered in each interval of the range."""

    def __init__(self, question: FunnelQuestion, interval: Interval) -> None:
        calendar = buckets(question.start, question.end, interval, question.zone)
        self._starts, self._places = calendar.starts, calendar.places
        self._edges = [(edge - _EPOCH) // timedelta(microseconds=1) for edge in calendar.edges]
        self._steps = len(question.asked_steps())
        self._entered, self._converted = [0] * len(self._starts), [0] * len(self._starts)

    def add(self, attempt: Attempt) -> None:
        """Count one visitor's attempt where it began."""
        place = self._places[bisect_right(self._edges, attempt.entered) - 1]
        self._entered[place] += 1
        self._converted[place] += len(attempt.times) == self._steps

    def periods(self) -> list[Period]:
        """In words."""
        return [Period(*each) for each in zip(self._starts, self._entered, self._converted, strict=True)]


def _time_to_convert(question: FunnelQuestion, whole: Tally) -> TimeToConvert:
    longest = question.conversion_window_seconds
    return TimeToConvert(
        distribution(whole.converted, SECOND, longest), [distribution(taken, SECOND, longest) for taken in whole.taken]
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
