"""What is gathered for an overview: figures by bucket and of the whole range, and rows of lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class OverviewFigures:
    """Of a bucket, or of the whole range: who did how much in it, and the `sessions` that begin in it.

    Of those how many are `bounces`, how many `views` of pages they have, and how long they last in the middle (None of
    none).
    """

    visitors: int = 0
    events: int = 0
    pageviews: int = 0
    sessions: int = 0
    bounces: int = 0
    views: int = 0
    median_us: float | None = None


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A value of a list."""

    value: Any
    visitors: int
    events: int


@dataclass(frozen=True, slots=True)
class FoundOverview:
    """`lists` are ranked, with what is beyond the limit as one row at the end; `previous` has none."""

    whole: OverviewFigures
    buckets: Mapping[int, OverviewFigures]
    lists: Sequence[Sequence[FoundRow]] = field(default_factory=list)
    previous: "FoundOverview | None" = None
