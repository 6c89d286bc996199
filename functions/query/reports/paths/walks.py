"""What is gathered for paths: each visitor's events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Walk:
    """A visitor's events, in any order: `times` in microseconds since 2000, and in the same order what steps are named
    by, empty for an event that has no name."""

    times: Sequence[int]
    names: Sequence[bytes]


Walks = Iterable[Walk]
"""Those of all visitors, in no order; they can be gone through more than once."""
