"""What chance does: differences of shares and of daily figures in units of their own uncertainty."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import copysign, exp, log, sqrt
from statistics import NormalDist, median

ALPHA = 0.005
"""How often any value at all may be named where only chance moved something."""
SIGNIFICANT = 2.5758
"""The z of one number that chance exceeds, up or down, once in a hundred."""
_NORMAL = NormalDist()
_MEDIAN_OF_CHI2 = 0.4549  # with one degree of freedom
_FEWEST_DAYS = 4
_LEAST_CERTAINTY = 0.5

Rate = tuple[int, int]
"""All, and those of whom something holds."""


def critical(tested: int) -> float:
    """How large the z of a value has to be where so many were looked at (Bonferroni)."""
    return _NORMAL.inv_cdf(1 - ALPHA / (2 * max(tested, 1)))


def of_rates(now: Rate, before: Rate, spread: float) -> float:
    """The z of two proportions, each of (all, those of whom it holds); 0 where nothing can be said."""
    (n1, c1), (n0, c0) = now, before
    if not n1 or not n0 or not 0 < c1 + c0 < n1 + n0:
        return 0.0
    pooled = (c1 + c0) / (n1 + n0)
    return (c1 / n1 - c0 / n0) / sqrt(spread * pooled * (1 - pooled) * (1 / n1 + 1 / n0))


def of_rates_apart(some: tuple[Rate, Rate], others: tuple[Rate, Rate], spread: float) -> float:
    """The z of how differently the rates of some and of all others changed, each given now and before.

    It is the test of Breslow and Day: odds are compared, and what is to be expected where both changed alike is fitted.
    So people who never do it, whatever changed, say nothing by not having changed, and small numbers are judged by what
    is expected of them. 0 where too little is.
    """
    held = some[0][1] + others[0][1]
    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        if _fitted(some, middle) + _fitted(others, middle) < held:
            low = middle
        else:
            high = middle
    expected = _fitted(some, low)
    weights = [_certainty(some, expected), _certainty(others, _fitted(others, low))]
    if min(weights) < _LEAST_CERTAINTY:
        return 0.0
    return (some[0][1] - expected) * sqrt((1 / weights[0] + 1 / weights[1]) / spread)


def _fitted(rates: tuple[Rate, Rate], log_odds: float) -> float:
    """Of how many it would hold now if the odds were so many times what they were, with as many in both periods."""
    (n1, c1), (n0, c0) = rates
    held, odds = c1 + c0, exp(log_odds)
    low, high = max(0.0, held - n0), float(min(n1, held))
    for _ in range(50):
        middle = (low + high) / 2
        if middle * (n0 - held + middle) < odds * (n1 - middle) * (held - middle):
            low = middle
        else:
            high = middle
    return low


def _certainty(rates: tuple[Rate, Rate], fitted: float) -> float:
    (n1, c1), (n0, c0) = rates
    cells = (fitted, n1 - fitted, c1 + c0 - fitted, n0 - c1 - c0 + fitted)
    return 1 / sum(1 / cell for cell in cells) if min(cells) > 0 else 0.0


def spread_of(days: Sequence[Sequence[tuple[int, int]]]) -> float:
    """How many times as much daily rates differ from one day to the next as they would if only chance did it, at least
    once as much. The middle of the differences says so, which a few real changes do not move."""
    found = []
    for period in days:
        told = [day for day in period if day[0] >= 5]
        for (n1, c1), (n0, c0) in zip(told[1:], told, strict=False):
            pooled = (c1 + c0) / (n1 + n0)
            if 0 < pooled < 1:
                found.append((c1 / n1 - c0 / n0) ** 2 / (pooled * (1 - pooled) * (1 / n1 + 1 / n0)))
    return max(1.0, median(found) / _MEDIAN_OF_CHI2) if len(found) >= _FEWEST_DAYS else 1.0


def of_days(now: Sequence[tuple[int, float]], before: Sequence[tuple[int, float]]) -> float:
    """The z of how much figures of days, each with its weekday, lie higher now than before: an analysis of variance.

    Its blocks are the weekdays that both periods have; there are none where they share too few. 0 where days are too
    few.
    """
    shared = {day for day, _ in now} & {day for day, _ in before}
    inside = ([one for one in now if one[0] in shared], [one for one in before if one[0] in shared])
    if 2 * (len(inside[0]) + len(inside[1])) > len(now) + len(before):
        z = _blocked(_by_weekday(inside[0]), _by_weekday(inside[1]))
        if z is not None:
            return z
    return _blocked({0: [y for _, y in now]}, {0: [y for _, y in before]}) or 0.0


def _by_weekday(days: Sequence[tuple[int, float]]) -> Mapping[int, list[float]]:
    found: defaultdict[int, list[float]] = defaultdict(list)
    for weekday, figure in days:
        found[weekday].append(figure)
    return found


def _blocked(now: Mapping[int, list[float]], before: Mapping[int, list[float]]) -> float | None:
    """None where there are not days enough to know how much they differ by themselves."""
    count = sum(map(len, now.values())) + sum(map(len, before.values()))
    freedom = count - len(now) - 1
    if freedom < 2 or not all(now.values()) or not all(before.values()):
        return None
    weights = {block: len(now[block]) * len(before[block]) / (len(now[block]) + len(before[block])) for block in now}
    difference = {block: _mean(now[block]) - _mean(before[block]) for block in now}
    weight = sum(weights.values())
    mean = sum(weights[block] * difference[block] for block in now) / weight
    left = sum((y - _mean(days)) ** 2 for side in (now, before) for days in side.values() for y in days)
    left += sum(weights[block] * (difference[block] - mean) ** 2 for block in now)
    if left <= 0:
        return None
    return normal_of_t(mean / sqrt(left / freedom / weight), freedom)


def normal_of_t(t: float, freedom: int) -> float:
    """The z that is as rare as a t (Wallace 1959), to some thousandths."""
    return copysign(sqrt(freedom * log(1 + t * t / freedom)) * (8 * freedom + 1) / (8 * freedom + 3), t)


def weaker(one: float, other: float) -> float:
    """Of two z of the same thing the one nearer to nothing; nothing where they do not agree."""
    return 0.0 if one * other <= 0 else min(one, other, key=abs)


def _mean(figures: Sequence[float]) -> float:
    return sum(figures) / len(figures)
