"""Which values of a breakdown are told apart, and in which order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from query.reports.breakdown import OTHER, order_of


@dataclass(frozen=True, slots=True)
class Totals:
    """Of one series, by value: whether the range has any of it, and how much; what cannot be told is no number."""

    is_there: NDArray[np.bool_]
    total: NDArray[np.float64]

    @classmethod
    def of(cls, measure: str, counts: NDArray[np.int64], visitors: NDArray[np.int64] | None) -> "Totals":
        """Of what is counted, and of whom where visitors are measured."""
        if visitors is None:
            return cls(counts > 0, counts.astype(np.float64))
        if measure == "visitors":
            return cls(counts > 0, visitors.astype(np.float64))
        return cls(counts > 0, np.divide(counts, visitors, out=np.full(len(counts), np.nan), where=visitors > 0))


def places_of(series: Sequence[Totals], values: Sequence[str], limit: int, *, together: bool) -> list[list[int]]:
    """For each series the values that are told apart, the largest total first; or one list for all of them, in which
    those of the first series come first, then those that the second has beside them, and so on."""
    other = {at for at, text in enumerate(values) if text == f'"{OTHER}"'}
    lists = [list(_first(each, values, other, limit)) for each in series]
    if not together:
        return lists
    seen: set[int] = set()
    found: list[int] = []
    for at, each in enumerate(series):
        earlier = np.any([before.is_there for before in series[:at]], axis=0) if at else np.False_
        beside = Totals(each.is_there & ~earlier, each.total)
        for value in _first(beside, values, other, limit):
            if value not in seen:
                seen.add(value)
                found.append(value)
    return [found[:limit]]


def _first(totals: Totals, values: Sequence[str], other: set[int], limit: int) -> Iterator[int]:
    """The values with the largest totals, ties by value."""
    there = np.flatnonzero(totals.is_there)
    amounts = np.where(np.isnan(totals.total[there]), -np.inf, totals.total[there])
    most = limit + len(other)
    if len(there) > most:  # only these can be among the first, whatever the order of ties
        least = np.partition(amounts, len(amounts) - most)[len(amounts) - most]
        there, amounts = there[amounts >= least], amounts[amounts >= least]
    ranked = sorted((-amount, order_of(values[at]), at) for amount, at in zip(amounts, there.tolist(), strict=True))
    yield from [value for *_, value in ranked if value not in other][:limit]
