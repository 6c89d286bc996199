"""Retention, lifecycle and stickiness, counted the slow way: look at the clock on the wall, then at every visitor.

It shares nothing with the reports: no SQL, no edges, no bits.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.oracles.wall import wall_clock


@dataclass(frozen=True)
class Act:
    """Something a visitor did; `visitor` is already the merged one."""

    visitor: str
    at: datetime


@dataclass(frozen=True)
class Clock:
    """A wall in some place, looked at every `step`, that tells which period it is."""

    interval: str
    zone: ZoneInfo
    step: timedelta
    week_start: str = "monday"

    def period(self, at: datetime) -> object:
        """The period that the wall shows at a moment."""
        return wall_clock(at, self.interval, self.zone, self.week_start)

    def beginning(self, at: datetime) -> datetime:
        """The first look at the period of `at`, by walking back until the wall shows another."""
        while self.period(at - self.step) == self.period(at):
            at -= self.step
        return at

    def looks(self, at: datetime) -> Iterator[datetime]:
        """Look after look, for ever."""
        while True:
            yield at
            at += self.step


@dataclass(frozen=True)
class Period:
    """A period with the first and the last look at it."""

    name: object
    first: datetime
    last: datetime


def periods(clock: Clock, start: datetime, end: datetime, later: int) -> list[Period]:
    """The periods of `[start, end)`, the first of them from its beginning on, and `later` more."""
    found: dict[object, Period] = {}
    needed: int | None = None
    quiet = 0
    for at in clock.looks(clock.beginning(start)):
        if needed is None and at >= end:
            needed = len(found) + later
        name = clock.period(at)
        quiet = quiet + 1 if needed is not None and len(found) > needed else 0
        if quiet * clock.step > timedelta(hours=3):  # no clock goes back further than that
            break
        found[name] = Period(name, found[name].first if name in found else at, at)
    return list(found.values())[:needed]


def cohort_members(acts: Sequence[Act], clock: Clock, period: Period, cohort: str) -> set[str]:
    """Who started in a period: with any act, or with the first one ever."""
    if cohort == "every":
        return {act.visitor for act in acts if clock.period(act.at) == period.name}
    return {
        act.visitor
        for act in acts
        if clock.period(act.at) == period.name and all(act.at <= o.at for o in acts if o.visitor == act.visitor)
    }


def retention(
    started: Sequence[Act],
    returned: Sequence[Act],
    clock: Clock,
    start: datetime,
    end: datetime,
    *,
    later: int,
    cohort: str,
    counting: str,
    now: datetime,
    only: Callable[[str, Period], bool] = lambda *_: True,
) -> list[tuple[datetime, int, list[int | None]]]:
    """Start, size and values of each cohort; of those visitors in it who are meant."""
    all_periods = periods(clock, start, end, later)
    answer = []
    for at, period in enumerate(all_periods[: len(all_periods) - later]):
        if period.first < start:
            continue
        members = {who for who in cohort_members(started, clock, period, cohort) if only(who, period)}
        following = [one for one in all_periods[at + 1 : at + 1 + later] if one.last + clock.step <= now]
        values: list[int | None] = [len(members)]
        for k, one in enumerate(following):
            shown = following[k:] if counting == "onOrAfter" else [one]
            names = [each.name for each in shown]
            values.append(len({act.visitor for act in returned if clock.period(act.at) in names} & members))
        values += [None] * (later + 1 - len(values))
        answer.append((period.first, len(members), values))
    return answer


def lifecycle(acts: Sequence[Act], clock: Clock, start: datetime, end: datetime) -> dict[str, list[object]]:
    """The answer's lists, by name."""
    [*_, before] = periods(clock, clock.beginning(start) - clock.step, clock.beginning(start), 0)
    answer: dict[str, list[object]] = {name: [] for name in ("buckets", "new", "returning", "resurrecting", "dormant")}
    for period in periods(clock, start, end, 0):
        counts = {"new": 0, "returning": 0, "resurrecting": 0, "dormant": 0}
        for visitor in {act.visitor for act in acts}:
            names = [clock.period(act.at) for act in sorted(acts, key=lambda act: act.at) if act.visitor == visitor]
            if period.name in names and period.name == names[0]:
                counts["new"] += 1
            elif period.name in names and before.name in names:
                counts["returning"] += 1
            elif period.name in names:
                counts["resurrecting"] += 1
            elif before.name in names:
                counts["dormant"] -= 1
        answer["buckets"].append(period.first)
        for name, count in counts.items():
            answer[name].append(count)
        before = period
    return answer


def stickiness(acts: Sequence[Act], clock: Clock, start: datetime, end: datetime) -> tuple[list[int], list[int]]:
    """Numbers of days, and how many visitors were active on so many."""
    days = range(1, len(periods(clock, start, end, 0)) + 1)
    active = [len({clock.period(a.at) for a in acts if a.visitor == v and start <= a.at < end}) for v in who(acts)]
    return list(days), [active.count(day) for day in days]


def who(acts: Sequence[Act]) -> set[str]:
    """The visitors."""
    return {act.visitor for act in acts}
