"""What is gathered for trends: figures of each series, value of the breakdown and bucket."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Place = int | tuple[int, int] | None
"""A value of the breakdown by its rank, from 1; 0 for all others; both of two breakdowns; None without any."""


@dataclass(slots=True)
class Figures:
    """What is known of one series, place and bucket, or of the whole of a period."""

    events: int = 0
    numbers: int = 0
    amount: Decimal | None = None
    skipped: int = 0
    visitors: int = 0
    sessions: int = 0
    quantile: float | None = None


@dataclass(slots=True)
class Line:
    """One series and place: a bucket's figures, and those of the whole of both periods as far as they cannot be
    added up from those of the buckets."""

    buckets: dict[int, Figures] = field(default_factory=lambda: defaultdict(Figures))
    wholes: dict[bool, Figures] = field(default_factory=lambda: defaultdict(Figures))


Lines = Mapping[tuple[int, Place], Line]


@dataclass(frozen=True, slots=True)
class TrendFigures:
    """`lines` by series and place; `values` are the values of the breakdown that are told apart, by the series that
    ranks them and their rank; those of two breakdowns by which of the two it is (0 or 1) and their rank."""

    values: Mapping[tuple[int, int], Any]
    lines: Lines
