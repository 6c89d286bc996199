"""How the attempts of visitors add up to the answer."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from operator import sub
from statistics import median
from typing import Any

from query.reports.both import Both
from query.reports.breakdown import folded_both, read
from query.reports.choice import EventChoice
from query.reports.funnel.answer import FunnelAnswer, FunnelPeriod, Period, StepAnswer, TimeToConvert, ValueAnswer
from query.reports.funnel.attempts import EPOCH, SECOND, Attempt, attempts
from query.reports.funnel.distribution import distribution
from query.reports.funnel.parcels import Judged, Parcels
from query.reports.funnel.question import FunnelQuestion
from query.scope import Scope
from spoor.time import Interval, buckets


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

    def add_all(self, columns: Sequence[Sequence[int]]) -> None:
        """Count the attempts of visitors who met equally many steps; a column says when each met one."""
        self.furthest[len(columns)] += len(columns[0])
        for step in range(1, len(columns)):
            self.taken[step] += map(sub, columns[step], columns[step - 1])
        if len(columns) == len(self.taken):
            self.converted += map(sub, columns[-1], columns[0])

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


def tally(question: FunnelQuestion, scope: Scope, found: Parcels | Judged | Both[Parcels]) -> FunnelAnswer:
    """The answer that the visitors' furthest attempts add up to; with those of the range that is compared.

    Raises TooSlow.
    """
    if not isinstance(found, Both):
        now = _Counted(question, scope, found)
        return FunnelAnswer(*now.answer(now))
    if question.compared_with is None:
        raise ValueError("what was gathered of two ranges is no answer about one")
    now = _Counted(question, scope, found.now)
    before = _Counted(question.over(question.compared_with), scope, found.before)
    return replace(FunnelAnswer(*now.answer(now, before)), previous=FunnelPeriod(*before.answer(now, before)))


class _Counted:
    """What all attempts of one range add up to."""

    def __init__(self, question: FunnelQuestion, scope: Scope, found: Parcels | Judged) -> None:
        self._question = question
        self._steps = question.asked_steps()
        self._whole = Count(len(self._steps))
        self._by_value: dict[str, Count] = {}
        self._over_time = None if question.interval is None else _OverTime(question, question.interval)
        if isinstance(found, Judged):
            for columns in found.times:
                self._whole.add_all(columns)
                if self._over_time is not None:
                    self._over_time.add_all(columns)
            return
        for attempt in attempts(question, found, scope.deadline):
            self._whole.add(attempt.times)
            if attempt.said is not None:
                self._by_value.setdefault(attempt.said, Count(len(self._steps))).add(attempt.times)
            if self._over_time is not None:
                self._over_time.add(attempt)

    def answer(self, now: "_Counted", before: "_Counted | None" = None) -> tuple[Any, ...]:
        """In words; values are told apart as `now` has them."""
        breakdown = self._question.breakdown
        return (
            self._whole.answer(self._steps),
            self._whole.visitors(1),
            self._whole.visitors(len(self._steps)),
            None if breakdown is None else self._broken_down(now, before, breakdown.limit),
            _time_to_convert(self._question, self._whole) if self._question.time_to_convert else None,
            None if self._over_time is None else self._over_time.periods(),
        )

    def _broken_down(self, now: "_Counted", before: "_Counted | None", limit: int) -> list[ValueAnswer]:
        """Ranked by who entered; the rest is one, the last."""
        called, order = folded_both(now.entered(), before.entered() if before else {}, limit)
        joined = {said: Count(len(self._steps)) for said in order}
        for said, count in self._by_value.items():
            joined[called[said]].join(count)
        return [ValueAnswer(read(said), joined[said].answer(self._steps)) for said in order]

    def entered(self) -> dict[str, int]:
        """How many entered with each value."""
        return {said: count.visitors(1) for said, count in self._by_value.items()}


class _OverTime:
    """Counts who entered in each interval of the range."""

    def __init__(self, question: FunnelQuestion, interval: Interval) -> None:
        calendar = buckets(question.start, question.end, interval, question.zone, question.week_start)
        self._starts, self._places = calendar.starts, calendar.places
        self._edges = [(edge - EPOCH) // timedelta(microseconds=1) for edge in calendar.edges]
        self._steps = len(question.asked_steps())
        self._entered, self._converted = [0] * len(self._starts), [0] * len(self._starts)

    def add(self, attempt: Attempt) -> None:
        """Count one visitor's attempt where it began."""
        self._count(attempt.entered, len(attempt.times))

    def add_all(self, columns: Sequence[Sequence[int]]) -> None:
        """Count those of visitors who met equally many steps."""
        for entered in columns[0]:
            self._count(entered, len(columns))

    def _count(self, entered: int, met: int) -> None:
        place = self._places[bisect_right(self._edges, entered) - 1]
        self._entered[place] += 1
        self._converted[place] += met == self._steps

    def periods(self) -> list[Period]:
        """In words."""
        return [Period(*each) for each in zip(self._starts, self._entered, self._converted, strict=True)]


def _time_to_convert(question: FunnelQuestion, whole: Count) -> TimeToConvert:
    longest = question.conversion_window_seconds
    return TimeToConvert(
        distribution(whole.converted, SECOND, longest), [distribution(taken, SECOND, longest) for taken in whole.taken]
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
