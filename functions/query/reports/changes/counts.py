"""A count of visitors or of events in two periods, apart by what the events told.

A visitor's events are not independent of each other, so visitors are what is counted with an uncertainty; days are not
like each other, so each change also has to stand out from how days differ by themselves. What both agree on counts.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from operator import add
from typing import Any

from query.reports.changes.chance import of_days, weaker
from query.reports.changes.facts import ToldValues, Units
from query.reports.changes.numbers import FEWEST, Began, Contrast, Moved, Value

_AT_EACH_SIDE = 2


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a period: when each begins and ends (microseconds since 2000), its weekday, and whether it is there
    from its beginning to its end. `length` is how long the period is, in any unit."""

    begins_us: Sequence[int]
    ends_us: Sequence[int]
    weekdays: Sequence[int]
    whole: Sequence[bool]
    length: float


@dataclass(slots=True)
class _Sums:
    """Of visitors: how much they did (`amount`), and the sums of squares that its uncertainty takes."""

    visitors: int = 0
    amount: int = 0
    squares: int = 0  # of each one's amount
    beside: int = 0  # of each one's amount times all that they did

    def add(self, amount: int, all_of_theirs: int, visitors: int) -> None:
        self.visitors += visitors
        self.amount += amount * visitors
        self.squares += amount * amount * visitors
        self.beside += amount * all_of_theirs * visitors


Kind = tuple[tuple[int, int], ...]
"""What somebody told and how much of each they did, in the order of the told ones."""


class _Period:
    """The units of a period, put together by what they told: visitors of one kind count as often as there are such."""

    def __init__(self, told: Sequence[ToldValues], units: Units, days: Days, of_visitors: bool) -> None:
        self._told, self.days, self._of_visitors = told, days, of_visitors
        amounts = [1] * len(units.told) if of_visitors else units.events
        self.by_day: defaultdict[int, list[int]] = defaultdict(lambda: [0] * len(days.begins_us))
        for place, day, amount in zip(units.told, units.days, amounts, strict=True):
            self.by_day[place][day] += amount
        kinds = _kinds(units.visitors, units.told, amounts, max if of_visitors else add)
        self._alike = [(*kind[0], visitors) for kind, visitors in kinds.items() if len(kind) == 1]
        self._mixed = [(kind, visitors) for kind, visitors in kinds.items() if len(kind) > 1]

    def whole(self, left: Sequence[bool]) -> _Sums:
        """All that is left."""
        found = _Sums()
        for place, amount, visitors in self._alike:
            if left[place]:
                found.add(amount, amount, visitors)
        for kind, visitors in self._mixed:
            if amount := self._together(each for place, each in kind if left[place]):
                found.add(amount, amount, visitors)
        return found

    def by_value(self, at: int, left: Sequence[bool]) -> Mapping[Any, _Sums]:
        """The same for each value of a property."""
        found: defaultdict[Any, _Sums] = defaultdict(_Sums)
        told = self._told
        for place, amount, visitors in self._alike:
            if left[place]:
                found[told[place].known[at]].add(amount, amount, visitors)
        for kind, visitors in self._mixed:
            by: defaultdict[Any, list[int]] = defaultdict(list)
            for place, amount in kind:
                if left[place]:
                    by[told[place].known[at]].append(amount)
            whole = self._together(each for amounts in by.values() for each in amounts)
            for known, amounts in by.items():
                found[known].add(self._together(amounts), whole, visitors)
        return found

    def _together(self, amounts: Iterable[int]) -> int:
        return max(amounts, default=0) if self._of_visitors else sum(amounts)

    def days_of(self, at: int, left: Sequence[bool]) -> Mapping[Any, list[int]]:
        """The amount of each day by the values of a property."""
        found: defaultdict[Any, list[int]] = defaultdict(lambda: [0] * len(self.days.begins_us))
        for place, amounts in self.by_day.items():
            if left[place]:
                days = found[self._told[place].known[at]]
                for day, amount in enumerate(amounts):
                    days[day] += amount
        return found

    def days_of_all(self, left: Sequence[bool]) -> list[int]:
        """The amount of each day."""
        kept = [amounts for place, amounts in self.by_day.items() if left[place]]
        return [sum(day) for day in zip(*kept, strict=True)] if kept else [0] * len(self.days.begins_us)


class ChangeCounts:
    """The numbers of both periods. Where these are not of one length, the one before is taken as if it were."""

    def __init__(
        self, told: Sequence[ToldValues], now: tuple[Units, Days], before: tuple[Units, Days], of_visitors: bool
    ) -> None:
        self._told = told
        self._now, self._before = _Period(told, *now, of_visitors), _Period(told, *before, of_visitors)
        self._ratio = now[1].length / before[1].length if before[1].length else 1.0

    def whole(self, without: Sequence[Value]) -> Moved:
        """How the number moved."""
        left = self._left(without)
        days = [_logarithms(period.days_of_all(left), period.days) for period in (self._now, self._before)]
        return self._moved(self._now.whole(left), self._before.whole(left), of_days(*days))

    def contrasts(self, without: Sequence[Value]) -> Iterator[Contrast]:
        """How each value's share of the number changed."""
        left = self._left(without)
        now, before = self._now.whole(left), self._before.whole(left)
        change = self._change()
        days = [(period.days, period.days_of_all(left)) for period in (self._now, self._before)]
        for at in range(len(self._told[0].known) if self._told else 0):
            values, earlier = self._now.by_value(at, left), self._before.by_value(at, left)
            daily = [period.days_of(at, left) for period in (self._now, self._before)]
            for known in values.keys() & earlier.keys():
                some, its = values[known], earlier[known]
                fewest = min(some.visitors, its.visitors)
                if min(fewest, now.visitors - some.visitors, before.visitors - its.visitors) < FEWEST:
                    continue
                own = [_logarithms(each[known], of) for each, (of, _) in zip(daily, days, strict=True)]
                moved = self._moved(some, its, of_days(*own))
                odds = [_odds(each[known], whole, of) for each, (of, whole) in zip(daily, days, strict=True)]
                z = weaker(_of_shares((some, now), (its, before)), of_days(*odds))
                yield Contrast((at, known), moved, (some.amount - its.amount) / change if change else 0.0, z)

    def beginning(self, of: Value | None) -> Began | None:
        """The day on which a value's share, or the number itself, began to be what it is now."""
        everything = self._left(())
        line: list[tuple[int, int, float]] = []
        for period in (self._before, self._now):
            days, whole = period.days, period.days_of_all(everything)
            nothing = [0] * len(whole)
            told = None if of is None else period.days_of(of[0], everything).get(of[1], nothing)
            for at, (begins, ends) in enumerate(zip(days.begins_us, days.ends_us, strict=True)):
                figure = log(whole[at] + 0.5) if told is None else log((told[at] + 0.5) / (whole[at] - told[at] + 0.5))
                if days.whole[at]:
                    line.append((begins, ends, figure))
        line.sort()
        if len(line) < 2 * _AT_EACH_SIDE + 1:
            return None
        figures = [figure for *_, figure in line]
        gains = {at: _gain(figures, at) for at in range(_AT_EACH_SIDE, len(line) - _AT_EACH_SIDE + 1)}
        best = max(gains, key=gains.__getitem__)
        return Began(line[best][0], line[best - 1][0], line[best][1])

    def _change(self) -> int:
        everything = self._left(())
        return self._now.whole(everything).amount - self._before.whole(everything).amount

    def _left(self, without: Sequence[Value]) -> list[bool]:
        return [all(told.known[at] != known for at, known in without) for told in self._told]

    def _moved(self, now: _Sums, before: _Sums, of_days: float) -> Moved:
        ratio = self._ratio
        uncertainty = sqrt(now.squares + ratio * ratio * before.squares)
        z = (now.amount - ratio * before.amount) / uncertainty if uncertainty else 0.0
        return Moved(now.amount, before.amount, weaker(z, of_days))


def _kinds(
    visitors: Sequence[int], told: Sequence[int], amounts: Sequence[int], together: Callable[[int, int], int]
) -> Counter[Kind]:
    """How many visitors there are of each kind. A unit is kept as one number, and few visitors have several: so it
    takes no object of Python for each of them."""
    places = max(told, default=0) + 1
    first: dict[int, int] = {}
    more: defaultdict[int, list[int]] = defaultdict(list)
    for who, place, amount in zip(visitors, told, amounts, strict=True):
        if who in first:
            more[who].append(amount * places + place)
        else:
            first[who] = amount * places + place
    for who, units in more.items():
        units.append(first.pop(who))
        units.sort()
    alike = Counter(map(tuple, more.values()))
    alike.update({(one,): count for one, count in Counter(first.values()).items()})
    found: Counter[Kind] = Counter()
    for units_of_one, count in alike.items():
        theirs: dict[int, int] = {}
        for unit in units_of_one:
            amount, place = divmod(unit, places)
            theirs[place] = together(theirs.get(place, 0), amount)
        found[tuple(sorted(theirs.items()))] += count
    return found


def _of_shares(now: tuple[_Sums, _Sums], before: tuple[_Sums, _Sums]) -> float:
    """The z of how a share changed, given as some and all of each period: it is a ratio of sums over visitors."""
    shares, variance = [], 0.0
    for some, whole in (now, before):
        share = some.amount / whole.amount
        shares.append(share)
        variance += (some.squares - 2 * share * some.beside + share * share * whole.squares) / whole.amount**2
    return (shares[0] - shares[1]) / sqrt(variance) if variance > 0 else 0.0


def _logarithms(amounts: Sequence[int], days: Days) -> list[tuple[int, float]]:
    given = zip(days.weekdays, amounts, days.whole, strict=True)
    return [(weekday, log(amount + 0.5)) for weekday, amount, whole in given if whole]


def _odds(amounts: Sequence[int], of_all: Sequence[int], days: Days) -> list[tuple[int, float]]:
    """The logarithm of a value's amount to all others', day by day."""
    given = zip(days.weekdays, amounts, of_all, days.whole, strict=True)
    return [(weekday, log((some + 0.5) / (every - some + 0.5))) for weekday, some, every, whole in given if whole]


def _gain(figures: Sequence[float], at: int) -> float:
    """How much better two means describe the figures than one, if the second begins at a place."""
    first, second = figures[:at], figures[at:]
    difference = sum(second) / len(second) - sum(first) / len(first)
    return difference * difference * len(first) * len(second) / len(figures)
