"""Which values explain that a number moved: one after the other, until the rest did not move."""

from collections.abc import Sequence
from dataclasses import dataclass

from query.reports.changes.chance import SIGNIFICANT, critical
from query.reports.changes.numbers import Contrast, Moved, Number, Value

MOST_CAUSES = 3
LEAST_SHARE = 0.1
"""Of the change, for a value to be worth naming."""


@dataclass(frozen=True, slots=True)
class ChangeCause:
    """A value that explains a part of the change, and how the number moved without it and without those before it."""

    contrast: Contrast
    rest: Moved


@dataclass(frozen=True, slots=True)
class Explained:
    """How the number moved, what explains it, and how many values were `tested`."""

    whole: Moved
    causes: Sequence[ChangeCause]
    tested: int


def is_significant(moved: Moved) -> bool:
    """Whether more than chance moved it."""
    return abs(moved.z) >= SIGNIFICANT


def explained(number: Number) -> Explained:
    """What explains that the number moved.

    A value is a cause if its part of the number moved, in the direction of the whole, by more than chance does to the
    best of as many values as were looked at, and

    - differently from all others by as much; or
    - differently from all others by more than chance does to one, where these did not move themselves.

    The strongest is left out, and what is left is looked at again. So a value that only goes along with another one is
    not named: without that one nothing is left of it. That the whole is still within what chance does, keeps no cause
    from being named: a part of it may not be.
    """
    whole = number.whole(())
    contrasts = list(number.contrasts(()))
    tested = len(contrasts)
    limit = critical(tested)
    found: list[ChangeCause] = []
    without: list[Value] = []
    while len(found) < MOST_CAUSES:
        able = [
            ChangeCause(each, rest)
            for each in contrasts
            if _may_explain(each, whole, limit)
            and _stands_out(each, rest := number.whole([*without, each.value]), limit)
        ]
        if not able:
            break
        best = min(able, key=lambda each: (-abs(each.contrast.z), repr(each.contrast.value)))  # one order of equals
        without.append(best.contrast.value)
        found.append(best)
        contrasts = list(number.contrasts(without))
    return Explained(whole, found, tested)


def _may_explain(each: Contrast, whole: Moved, limit: float) -> bool:
    """Whether its part moved enough, and with the whole."""
    towards = whole.now - whole.before
    return (
        abs(each.moved.z) >= limit and each.moved.z * towards > 0 and each.z * towards > 0 and each.share >= LEAST_SHARE
    )


def _stands_out(each: Contrast, rest: Moved, limit: float) -> bool:
    """Whether it moved differently from the rest."""
    went_along = is_significant(rest) and rest.z * each.moved.z > 0
    return abs(each.z) >= (limit if went_along else SIGNIFICANT)
