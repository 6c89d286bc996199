"""How long something took: its quantiles, and how many took about how long."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

MINUTE, HOUR, DAY = 60, 3600, 86_400
EDGES = (
    *(0, 1, 5, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE),
    *(HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 180 * DAY),
)
"""Where bins begin, in seconds; the same for all questions, so that answers can be laid side by side."""


@dataclass(frozen=True, slots=True)
class Bin:
    """How many took at least `start_seconds` and less than `end_seconds`; the last bin contains its end."""

    start_seconds: float
    end_seconds: float
    visitors: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """Quantiles in seconds, between the two nearest where none is exact; `bins` reach up to the longest possible."""

    average: float
    median: float
    p90: float
    p95: float
    p99: float
    bins: list[Bin]


def distribution(taken: Sequence[int], unit: int, longest: int) -> Distribution | None:
    """How `taken` is spread, or None of nothing. A second has `unit` units of it; `longest` is in seconds."""
    if not taken:
        return None
    ordered = sorted(taken)
    edges = [edge for edge in EDGES if edge < longest]
    places = [bisect_left(ordered, edge * unit) for edge in edges] + [len(ordered)]
    ends = [*edges[1:], longest]
    counts = [after - before for before, after in pairwise(places)]
    median, p90, p95, p99 = (_quantile(ordered, share) / unit for share in (0.5, 0.9, 0.95, 0.99))
    bins = [Bin(*each) for each in zip(edges, ends, counts, strict=True)]
    return Distribution(sum(ordered) / len(ordered) / unit, median, p90, p95, p99, bins)


def _quantile(ordered: Sequence[int], share: float) -> float:
    """The value below which a share lies, as Postgres' percentile_cont has it."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
