"""Periods: the intervals of a calendar one after the other, with some before and after those of a range."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from query.questions.words import EARLIEST, Ranged
from spoor.time import Buckets, Interval, WeekStart, buckets

MAX_PERIODS = 366

_LONGEST = {
    "hour": timedelta(hours=1),
    "day": timedelta(hours=25),
    "week": timedelta(days=7, hours=1),
    "month": timedelta(days=31, hours=1),
}
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Periods:
    """Whole periods in ascending order: period i is from `starts[i]` until `ends[i]`.

    The stretch from `edges[j]` until `edges[j + 1]` belongs to period `places[j]`, or to none of them (None). Mostly a
    period is one stretch, but a clock set back over midnight returns to a day that it had already left.
    """

    starts: Sequence[datetime]
    ends: Sequence[datetime]
    edges: Sequence[datetime]
    places: Sequence[int | None]


def periods_of(
    question: Ranged,
    interval: Interval,
    *,
    week_start: WeekStart = "monday",
    before: int = 0,
    after: int = 0,
    ever: bool = False,
) -> Periods:
    """The periods that the question's range touches, `before` earlier and `after` later ones. With `ever` the first
    stretch is all the time before them.

    Raises ValueError where it touches more than MAX_PERIODS.
    """
    begin, end = question.start, question.end
    if begin == end:
        return Periods([], [], [begin, end], [None])
    too_many = f"the range has more than {MAX_PERIODS} {interval}s; choose a longer interval or a shorter range"
    if (end - begin) / _LONGEST[interval] > MAX_PERIODS:
        raise ValueError(too_many)  # before anything is made that many of
    for _ in range(before):
        begin = buckets(begin, begin + _INSTANT, interval, question.zone, week_start).edges[0] - _INSTANT
    ahead = end + (after + 3) * _LONGEST[interval]  # more than it takes: a zone may have left out a day
    found = buckets(begin, ahead, interval, question.zone, week_start)
    touched = sum(start < end for start in found.starts)
    if touched - before > MAX_PERIODS:
        raise ValueError(too_many)
    made = _first(touched + after, found)
    return replace(made, edges=[EARLIEST, *made.edges], places=[None, *made.places]) if ever else made


def _first(count: int, found: Buckets) -> Periods:
    closed = 1 + max(at for at, place in enumerate(found.places) if place < count)
    edges = list(found.edges[: closed + 1])
    places = [place if place < count else None for place in found.places[:closed]]
    ends = {place: edges[at + 1] for at, place in enumerate(places)}
    return Periods(found.starts[:count], [ends[place] for place in range(count)], edges, places)
