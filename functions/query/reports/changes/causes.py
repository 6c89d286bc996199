"""Which values explain that a number moved: one after the other, until the rest did not move."""

from collections.abc import Sequence
from dataclasses import dataclass

from query.reports.changes.chance import critical
from query.reports.changes.numbers import Contrast, Moved, Number, Value

MOST_CAUSES = 3
LEAST_SHARE = 0.1
"""Of the change, for a value to be worth naming."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A value that explains a part of the change, and how the number moved without it and without those before it."""

    contrast: Contrast
    rest: Moved


@dataclass(frozen=True, slots=True)
class Explained:
    """How the number moved, what explains it, and how many values were `tested`."""

    whole: Moved
    causes: Sequence[Cause]
    tested: int


def is_significant(moved: Moved) -> bool:
    """Whether more than chance moved it."""
    return abs(moved.z) >= critical(1)


def explained(number: Number) -> Explained:
    """What explains that the number moved.

    A value is a cause if its part of the number moved, in the direction of the whole, differently from all others by
    more than chance does to the best of as many values as were looked at. The strongest is left out, and what is left is
    looked at again. So a value that only goes along with another one is not named: without that one nothing is left of
    it. That the whole is still within what chance does, keeps no cause from being named: a part of it may not be.
    """
    whole = number.whole(())
    contrasts = list(number.contrasts(()))
    tested = len(contrasts)
    limit = critical(tested)
    hopeful = {each.value for each in contrasts if abs(each.z) >= limit}
    found: list[Cause] = []
    without: list[Value] = []
    while able := [each for each in contrasts if each.value in hopeful and _explains(each, whole, limit)]:
        best = max(able, key=lambda each: abs(each.z))
        without.append(best.value)
        found.append(Cause(best, number.whole(without)))
        contrasts = list(number.contrasts(without)) if len(found) < MOST_CAUSES else []
    return Explained(whole, found, tested)


def _explains(each: Contrast, whole: Moved, limit: float) -> bool:
    towards = whole.now - whole.before
    return (
        abs(each.z) >= limit
        and each.z * towards > 0
        and each.moved.z * towards > 0
        and is_significant(each.moved)
        and each.share >= LEAST_SHARE
    )
