"""A conversion rate in two periods, apart by what who entered had told."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import log
from typing import Any

from query.reports.changes.chance import of_rates, of_rates_apart, spread_of
from query.reports.changes.facts import Entries, ToldValues
from query.reports.changes.numbers import FEWEST, Began, Contrast, Moved, Value

ChangeCounts = list[int]
"""Who entered now and converted now, entered before and converted before."""
_AT_EACH_SIDE = 5
_AS_LIKELY = 3.0
"""How much less likely, as a logarithm, a beginning may be than the likeliest to be still possible: 5 % are beyond."""


class Rates:
    """The numbers of those who entered and who converted, by what they told. `edges_us` are where days begin."""

    def __init__(
        self, told: Sequence[ToldValues], now: Entries, before: Entries, edges_us: Sequence[Sequence[int]]
    ) -> None:
        self._told = told
        self._periods = (now, before)
        self._counts: defaultdict[int, ChangeCounts] = defaultdict(lambda: [0, 0, 0, 0])
        for at, period in enumerate(self._periods):
            for place, converted in zip(period.told, period.converted, strict=True):
                counts = self._counts[place]
                counts[2 * at] += 1
                counts[2 * at + 1] += converted
        self._spread = spread_of(
            [_by_day(period, edges) for period, edges in zip(self._periods, edges_us, strict=True)]
        )

    def whole(self, without: Sequence[Value]) -> Moved:
        """How the rate moved."""
        return self._moved(self._sum(without))

    def contrasts(self, without: Sequence[Value]) -> Iterator[Contrast]:
        """How the rate of each value did beside that of all others. Its share is what would be missing from the change
        if its rate were what it was before."""
        whole, everybody = self._sum(without), self._sum(())
        moved = self._moved(everybody)
        change = moved.now - moved.before
        for at in range(len(self._told[0].known) if self._told else 0):
            for known, some in self._by_value(at, without).items():
                others = [mine - its for mine, its in zip(whole, some, strict=True)]
                if min(some[0], some[2], others[0], others[2]) < FEWEST:
                    continue
                own = self._moved(some)
                share = some[0] / everybody[0] * (own.now - own.before) / change if change else 0.0
                z = of_rates_apart(_pairs(some), _pairs(others), self._spread)
                yield Contrast((at, known), own, share, z)

    def beginning(self, of: Value | None) -> Began | None:
        """Where the likeliest change of the rate lies among those who entered, one after the other."""
        line = sorted(
            (time, converted)
            for period in self._periods
            for place, time, converted in zip(period.told, period.times_us, period.converted, strict=True)
            if of is None or self._told[place].known[of[0]] == of[1]
        )
        if len(line) < 2 * _AT_EACH_SIDE:
            return None
        so_far = [0]
        for _, converted in line:
            so_far.append(so_far[-1] + converted)
        places = range(_AT_EACH_SIDE, len(line) - _AT_EACH_SIDE + 1)
        likely = {
            at: _likelihood(at, so_far[at]) + _likelihood(len(line) - at, so_far[-1] - so_far[at]) for at in places
        }
        best = max(likely, key=likely.__getitem__)
        possible = [at for at in places if likely[at] >= likely[best] - _AS_LIKELY]
        return Began(line[best][0], line[min(possible) - 1][0], line[min(max(possible), len(line) - 1)][0])

    def _sum(self, without: Sequence[Value]) -> ChangeCounts:
        found = [0, 0, 0, 0]
        for place, counts in self._counts.items():
            if not _left_out(self._told[place], without):
                for at in range(4):
                    found[at] += counts[at]
        return found

    def _by_value(self, at: int, without: Sequence[Value]) -> dict[Any, ChangeCounts]:
        found: defaultdict[Any, ChangeCounts] = defaultdict(lambda: [0, 0, 0, 0])
        for place, counts in self._counts.items():
            told = self._told[place]
            if not _left_out(told, without):
                sums = found[told.known[at]]
                for column in range(4):
                    sums[column] += counts[column]
        return found

    def _moved(self, counts: ChangeCounts) -> Moved:
        now, before = _pairs(counts)
        return Moved(_rate(now), _rate(before), of_rates(now, before, self._spread))


def _left_out(told: ToldValues, without: Sequence[Value]) -> bool:
    return any(told.known[at] == known for at, known in without)


def _pairs(counts: ChangeCounts) -> tuple[tuple[int, int], tuple[int, int]]:
    return (counts[0], counts[1]), (counts[2], counts[3])


def _rate(counts: tuple[int, int]) -> float:
    return counts[1] / counts[0] if counts[0] else 0.0


def _likelihood(count: int, held: int) -> float:
    """The logarithm of how likely a run of such is, at the rate that suits it best."""
    return sum(part * log(part / count) for part in (held, count - held) if part)


def _by_day(period: Entries, edges_us: Sequence[int]) -> list[tuple[int, int]]:
    days = [[0, 0] for _ in edges_us]
    for time, converted in zip(period.times_us, period.converted, strict=True):
        day = days[max(bisect_right(edges_us, time) - 1, 0)] if edges_us else [0, 0]
        day[0] += 1
        day[1] += converted
    return [(entered, converted) for entered, converted in days]
