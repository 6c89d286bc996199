"""What is gathered for paths: each visitor's events, or what is counted of them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Walk:
    """A visitor's events, in any order: `times` in microseconds since 2000, and in the same order what steps are named
    by, empty for an event that has no name."""

    times: Sequence[int]
    names: Sequence[bytes]


Walks = Iterable[Walk]
"""Those of all visitors, in no order; they can be gone through more than once."""

NodeKey: TypeAlias = tuple[int, bytes]
"""A step, and what was done at it."""


@dataclass(frozen=True, slots=True)
class CountedPaths:
    """How many visitors did what at which step; how often from a step one thing `followed` on another; and how many did
    `others` than some things, by step."""

    met: Mapping[NodeKey, int]
    followed: Mapping[tuple[int, bytes, bytes], int]
    others: Callable[[Collection[NodeKey]], Mapping[int, int]]
