"""What is gathered for sessions: figures of those that begin in the range."""

from collections.abc import Sequence
from dataclasses import dataclass


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
