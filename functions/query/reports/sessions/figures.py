"""What is gathered for sessions: figures of those that begin in the range."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class BegunSessions:
    """`sessions` and their different `visitors` by the bucket in which they begin, and of the whole range how many
    there are (`count`), whose (`everybody`), how many are `bounces`, how many `events` they have, and how long they
    last in all and in the middle (None of none)."""

    sessions: Sequence[int]
    visitors: Sequence[int]
    count: int
    everybody: int
    bounces: int
    events: int
    lasted_us: int
    median_us: float | None


@dataclass(frozen=True, slots=True)
class ToldSessions:
    """Those of all values together, and by the place of a value of the breakdown, from 1; 0 stands for all others."""

    whole: BegunSessions
    by_place: Mapping[int, BegunSessions]


@dataclass(frozen=True, slots=True)
class SessionsByValue:
    """`values` are those of the breakdown that are told apart, by their place; `before` is of the range that is
    compared, if one is."""

    values: Mapping[int, Any]
    now: ToldSessions
    before: ToldSessions | None
