"""Numbers of a property, added up exactly: what is said twice is read once."""

from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.events import NULL
from query.engines.lake.kernels.ranks import Totals
from query.reports.trends.figures import Figures, Line
from query.reports.trends.question import PERCENTILES, TrendsQuestion

Ints = NDArray[np.int64]
_EXACT = Context(prec=20_000, Emax=MAX_EMAX, Emin=MIN_EMIN)
_LARGEST, _LEAST = Decimal("1e300"), Decimal("1e-300")
_WHOLE = 1 << 53
_MOST_DIGITS = 12


class NumberTable:
    """The numbers that values are: which are numbers, which are something else that is there, and how they compare."""

    def __init__(self, values: Sequence[str]) -> None:
        self.exact = [_number(text) for text in values]
        self.is_number = np.array([each is not None for each in self.exact], dtype=bool)
        self.is_skipped = ~self.is_number & np.array([text != NULL for text in values], dtype=bool)
        self.doubles = np.array([0.0 if each is None else double(each) for each in self.exact], dtype=np.float64)
        numbers = [at for at, each in enumerate(self.exact) if each is not None]
        self.order = np.array(sorted(numbers, key=lambda at: self.exact[at] or Decimal()), dtype=np.int64)
        self.rank = np.full(len(values), -1, dtype=np.int64)
        self.rank[self.order] = np.arange(len(self.order))

    def sums(self, cell: Ints, number: NDArray[np.int32], cells: int) -> list[Decimal]:
        """The exact sum of the numbers of each cell."""
        scale = self._scale(len(number))
        if scale is not None:
            digits, scaled = scale
            whole = np.bincount(cell, weights=scaled[number], minlength=cells)
            return [Decimal(int(each)).scaleb(-digits, _EXACT) for each in whole.tolist()]
        found = [Decimal(0)] * cells
        pairs, times = np.unique(cell * len(self.exact) + number, return_counts=True)
        for pair, count in zip(pairs.tolist(), times.tolist(), strict=True):
            at, place = divmod(pair, len(self.exact))
            found[at] = _EXACT.add(found[at], _EXACT.multiply(self.exact[place] or Decimal(), Decimal(count)))
        return found

    def _scale(self, count: int) -> tuple[int, NDArray[np.float64]] | None:
        """Behind how many digits all numbers are whole, and they themselves as such; None where doubles would not hold
        the sum of so many of them exactly."""
        known = [each for each in self.exact if each is not None]
        digits = max((max(-int(each.normalize(_EXACT).as_tuple().exponent), 0) for each in known), default=0)
        largest = max((abs(each) for each in known), default=Decimal(0))
        if digits > _MOST_DIGITS or _EXACT.multiply(largest.scaleb(digits, _EXACT), Decimal(max(count, 1))) >= _WHOLE:
            return None
        whole = [0 if each is None else int(each.scaleb(digits, _EXACT)) for each in self.exact]
        return digits, np.array(whole, dtype=np.float64)

    def extremes(self, cell: Ints, number: NDArray[np.int32], cells: int, *, is_min: bool) -> list[Decimal]:
        """The least or the largest number of each cell, which has any."""
        found = np.full(cells, len(self.order) if is_min else -1, dtype=np.int64)
        (np.minimum if is_min else np.maximum).at(found, cell, self.rank[number])
        ranks = np.clip(found, 0, max(len(self.order) - 1, 0))
        places = self.order[ranks].tolist() if len(self.order) else [0] * cells
        return [self.exact[place] or Decimal(0) for place in places] if self.exact else [Decimal(0)] * cells

    def quantiles(self, cell: Ints, number: NDArray[np.int32], cells: int, fraction: float) -> list[float | None]:
        """A percentile of the numbers of each cell, between two of them interpolated as Postgres does."""
        doubles = self.doubles[number]
        order = np.lexsort((doubles, cell))
        ends = np.cumsum(np.bincount(cell, minlength=cells)).tolist()
        found: list[float | None] = []
        begin = 0
        for end in ends:
            found.append(_quantile(doubles[order[begin:end]], fraction) if begin < end else None)
            begin = end
        return found


def _quantile(ascending: NDArray[np.float64], fraction: float) -> float:
    place = fraction * (len(ascending) - 1)
    low, high = int(np.floor(place)), int(np.ceil(place))
    first, second = float(ascending[low]), float(ascending[high])
    return first if low == high else first + (place - low) * (second - first)


def _number(text: str) -> Decimal | None:
    if not text or text[0] not in "-0123456789":
        return None
    found = Decimal(text)
    return found if -_LARGEST <= found <= _LARGEST else None


def double(number: Decimal) -> float:
    """As Postgres makes it; what is nearer to 0 than doubles reach is 0."""
    return 0.0 if abs(number) < _LEAST else float(number)


def number_totals(measure: str, value: Ints, many: int, number: NDArray[np.int32], values: Sequence[str]) -> Totals:
    """What ranks the values of a breakdown."""
    table = NumberTable(values)
    counts = np.bincount(value, minlength=many)
    is_number = table.is_number[number]
    value, number = value[is_number], number[is_number]
    numbers = np.bincount(value, minlength=many).tolist()
    told: Sequence[Any]
    match measure:
        case "sum" | "avg":
            told = table.sums(value, number, many)
        case "min" | "max":
            told = table.extremes(value, number, many, is_min=measure == "min")
        case _:
            told = table.quantiles(value, number, many, PERCENTILES[measure])
    if measure == "avg":
        told = [each / count if count else None for each, count in zip(told, numbers, strict=True)]
    elif measure in ("min", "max"):
        told = [each if count else None for each, count in zip(told, numbers, strict=True)]
    doubles = [np.nan if each is None else double(each) if isinstance(each, Decimal) else each for each in told]
    return Totals(counts > 0, np.array(doubles, dtype=np.float64))


def number_lines(
    measure: str,
    question: TrendsQuestion,
    bucket: Ints,
    place: Ints,
    number: NDArray[np.int32],
    values: Sequence[str],
) -> dict[int, Line]:
    """The lines by place, as far as there is anything in them."""
    table = NumberTable(values)
    buckets = question.first + len(question.calendar.starts)
    keys, cell = np.unique(place * buckets + bucket, return_inverse=True)
    cells = len(keys)
    is_number = table.is_number[number]
    given = cell[is_number], number[is_number], cells
    counts, numbers = (np.bincount(each, minlength=cells).tolist() for each in (cell, given[0]))
    skipped = np.bincount(cell[table.is_skipped[number]], minlength=cells).tolist()
    lines: dict[int, Line] = {}
    amounts: Sequence[Decimal | None] = [None] * cells
    quantiles: Sequence[float | None] = [None] * cells
    if measure in PERCENTILES:
        quantiles = table.quantiles(*given, PERCENTILES[measure])
        _put_wholes(lines, table, PERCENTILES[measure], place, bucket >= question.first, number)
    elif measure in ("min", "max"):
        amounts = table.extremes(*given, is_min=measure == "min")
    else:
        amounts = table.sums(*given)
    for at, key in enumerate(keys.tolist()):
        of_place, of_bucket = divmod(key, buckets)
        amount = amounts[at] if numbers[at] else None
        lines.setdefault(of_place, Line()).buckets[of_bucket] = Figures(
            events=counts[at], numbers=numbers[at], amount=amount, skipped=skipped[at], quantile=quantiles[at]
        )
    return lines


def _put_wholes(
    lines: dict[int, Line],
    table: NumberTable,
    fraction: float,
    place: Ints,
    is_now: NDArray[np.bool_],
    number: NDArray[np.int32],
) -> None:
    """Percentiles of the whole of both periods."""
    keys, cell = np.unique(place * 2 + is_now, return_inverse=True)
    is_number = table.is_number[number]
    found = table.quantiles(cell[is_number], number[is_number], len(keys), fraction)
    for key, quantile in zip(keys.tolist(), found, strict=True):
        lines.setdefault(key // 2, Line()).wholes[bool(key % 2)].quantile = quantile
