"""What a number that moved can be asked, be it a rate or a count: how much it moved, and how each value's part did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

FEWEST = 10
"""Visitors of a value, and of all others, in each period: of fewer nothing is said."""

Value = tuple[int, Any]
"""A property, by its place, and one of its values, as it is known."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A number now and before, and the z of its change."""

    now: float
    before: float
    z: float


@dataclass(frozen=True, slots=True)
class Contrast:
    """How a value's part moved, and which `share` of the whole change that is; `z` says how differently from others."""

    value: Value
    moved: Moved
    share: float
    z: float


class Number(Protocol):
    """A number in both periods. What is left out (`without`) are events, or entries, with any of these values."""

    def whole(self, without: Sequence[Value]) -> Moved:
        """How much it moved."""

    def contrasts(self, without: Sequence[Value]) -> Iterable[Contrast]:
        """How each value's part of it did, of those that there are enough of."""

    def beginning(self, of: Value | None) -> "Began | None":
        """When the change of a value's part began, or that of the whole."""


@dataclass(frozen=True, slots=True)
class Began:
    """The instant from which on it was different, as far as can be told: between `earliest` and `latest`. All are
    microseconds since 2000."""

    at_us: int
    earliest_us: int
    latest_us: int
