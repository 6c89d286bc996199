"""The figures that the points of a series add up to, by place and bucket."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.kernels.distinct import distinct
from query.engines.lake.kernels.ranks import Totals
from query.engines.lake.kernels.trends.numbers import number_lines, number_totals
from query.engines.lake.kernels.trends.points import WIDTH, Points, SeriesPoints
from query.reports.trends.figures import Figures, Line
from query.reports.trends.question import Series, TrendsQuestion

Numbers = NDArray[np.int64]
_OF_VISITORS = ("visitors", "perVisitor")


@dataclass(frozen=True, slots=True)
class Sums:
    """How much there is, and where visitors are measured how many different ones, by value, or by place and bucket; and
    `wholes` are the visitors by place and period, the previous one first."""

    counts: Numbers
    visitors: Numbers | None = None
    wholes: Numbers | None = None


@dataclass(frozen=True, slots=True)
class SeriesMeasure:
    """The series `at` a place of a question."""

    at: int
    question: TrendsQuestion
    points: SeriesPoints

    @property
    def series(self) -> Series:
        """The series itself."""
        return self.question.series[self.at]

    def totals(self, by: int) -> Totals:
        """By value of a breakdown, of the range itself."""
        points, many = self.points.of(self.at), len(self.points.values(by))
        now = points.bucket >= self.question.first
        value = points.values[by][now].astype(np.int64)
        if points.number is not None:
            return number_totals(self.series.measure, value, many, points.number[now], self.points.numbers(self.at))
        if points.once is not None:
            _, once = np.unique(points.once[now] * many + value, return_index=True)
            return Totals.of(self.series.measure, np.bincount(value[once], minlength=many), None)
        visitors = distinct(value, many, points.who[now], points.people) if self._looks else None
        return Totals.of(self.series.measure, np.bincount(value, minlength=many), visitors)

    def lines(self, tables: Sequence[Numbers]) -> dict[int, Line]:
        """By place, as far as there is anything, with the values of the breakdowns at the places of some tables."""
        points = self.points.of(self.at)
        key, places = points.keys(tables), WIDTH ** len(tables)
        if points.number is not None:
            return number_lines(
                self.series.measure, self.question, points.bucket, key, points.number, self.points.numbers(self.at)
            )
        return lines_of(self.series, self.question, self._sums(points, key, places))

    def _sums(self, points: Points, place: Numbers, places: int) -> Sums:
        bucket, who = points.bucket, points.who
        if points.once is not None and places > 1:  # a session that says several values of one place is one there
            width = int(points.once.max(initial=0)) + 1
            _, once = np.unique(place * width + points.once, return_index=True)
            bucket, who, place = bucket[once], who[once], place[once]
        buckets = bucket_count(self.question)
        cell = place * buckets + bucket
        counts = np.bincount(cell, minlength=places * buckets)
        if not self._looks:
            return Sums(counts)
        period = place * 2 + (bucket >= self.question.first)
        wholes = distinct(period, places * 2, who, points.people)
        return Sums(counts, distinct(cell, places * buckets, who, points.people), wholes)

    @property
    def _looks(self) -> bool:
        return self.series.measure in _OF_VISITORS


def bucket_count(question: TrendsQuestion) -> int:
    """Of both periods."""
    return question.first + len(question.calendar.starts)


def lines_of(series: Series, question: TrendsQuestion, sums: Sums) -> dict[int, Line]:
    """The lines of a series by place, as far as there is anything in them."""
    buckets = bucket_count(question)
    lines: dict[int, Line] = {}
    for at in np.flatnonzero(sums.counts).tolist():
        place, bucket = divmod(at, buckets)
        line = lines.setdefault(place, Line())
        count = int(sums.counts[at])
        figures = Figures(sessions=count) if series.measure == "sessions" else Figures(events=count)
        line.buckets[bucket] = figures
        if sums.visitors is not None and sums.wholes is not None:
            figures.visitors = int(sums.visitors[at])
            for is_now in (False, True):
                line.wholes[is_now].visitors = int(sums.wholes[place * 2 + is_now])
    return lines
