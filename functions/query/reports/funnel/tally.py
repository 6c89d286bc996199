"""How the attempts of visitors add up to the answer."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from query.reports.both import Both
from query.reports.breakdown import folded_both, read
from query.reports.funnel.answer import FunnelAnswer, FunnelPeriod, Period, TimeToConvert, ValueAnswer
from query.reports.funnel.attempts import EPOCH, SECOND, Attempt, attempts
from query.reports.funnel.count import Count, CountedFunnel
from query.reports.funnel.distribution import distribution
from query.reports.funnel.parcels import Parcels
from query.reports.funnel.question import FunnelQuestion
from query.scope import Scope
from spoor.time import Interval, buckets

Found = Parcels | CountedFunnel
"""What an engine gathers of one range: the events, or what they add up to."""


def tally(question: FunnelQuestion, scope: Scope, found: Found | Both[Found]) -> FunnelAnswer:
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

    def __init__(self, question: FunnelQuestion, scope: Scope, found: Found) -> None:
        self._question = question
        self._steps = question.asked_steps()
        self._whole = Count(len(self._steps))
        self._by_value: dict[str, Count] = {}
        self._over_time = None if question.interval is None else _OverTime(question, question.interval)
        if isinstance(found, CountedFunnel):
            self._whole, self._by_value = found.whole, dict(found.by_value)
            if self._over_time is not None:
                self._over_time.take(found.entered, found.converted)
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
        place = self._places[bisect_right(self._edges, attempt.entered) - 1]
        self._entered[place] += 1
        self._converted[place] += len(attempt.times) == self._steps

    def take(self, entered: Sequence[int], converted: Sequence[int]) -> None:
        """Take over what was counted by interval."""
        self._entered, self._converted = list(entered), list(converted)

    def periods(self) -> list[Period]:
        """In words."""
        return [Period(*each) for each in zip(self._starts, self._entered, self._converted, strict=True)]


def _time_to_convert(question: FunnelQuestion, whole: Count) -> TimeToConvert:
    longest = question.conversion_window_seconds
    return TimeToConvert(
        distribution(whole.converted, SECOND, longest), [distribution(taken, SECOND, longest) for taken in whole.taken]
    )
