"""Trends: how many events, or how many visitors, in each bucket of a range."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.types import Integer

from query.reports.choice import EventChoice, asked_about, matches
from query.reports.report import Report, ReportQuestion, Rows
from query.scope import Scope
from query.table import Table
from spoor.schema import events
from spoor.time import Buckets, Interval, buckets
from spoor.visitor import events_with_visitors, visitor

MAX_BUCKETS = 2000
MAX_SERIES = 10

Measure = Literal["total", "visitors"]


class Series(EventChoice):
    """One line of the chart: which events, and what is measured of them."""

    measure: Measure = "total"


class TrendsQuestion(ReportQuestion):
    """`POST /api/apps/{appId}/reports/trends`."""

    interval: Interval
    series: Annotated[list[Series], Field(min_length=1, max_length=MAX_SERIES)]

    @model_validator(mode="after")
    def _check_buckets(self) -> Self:
        shortest = {"hour": 3600, "day": 80_000, "week": 600_000, "month": 2_400_000}[self.interval]
        if (self.end - self.start).total_seconds() / shortest > MAX_BUCKETS:
            raise ValueError(f"the range has more than {MAX_BUCKETS} buckets; choose a longer interval")
        return self


@dataclass(frozen=True, slots=True)
class SeriesAnswer:
    """`values` are in the order of the buckets; `total` is the measure over the whole range, not their sum."""

    event: str | None
    measure: Measure
    label: str
    values: list[int]
    total: int
    breakdown: None = None


@dataclass(frozen=True, slots=True)
class TrendsAnswer:
    """`buckets` are the beginnings of the intervals, in the question's zone."""

    buckets: list[datetime]
    series: list[SeriesAnswer]


def calendar(question: TrendsQuestion) -> Buckets:
    """The buckets of the question."""
    return buckets(question.start, question.end, question.interval, question.zone)


def build(question: TrendsQuestion, scope: Scope) -> CompoundSelect[Any]:
    """The one statement: a row a bucket that has events (`bucket` counted from 0), and a row for the whole range
    (`bucket` null), each with `events_<i>` and `visitors_<i>` for series i.

    Visitors are grouped before they are counted, which is cheaper than counting distinct ones.
    """
    chosen = [matches(series, scope) for series in question.series]
    counts = [func.count().filter(match).label(f"events_{at}") for at, match in enumerate(chosen)]
    bucket, who = _bucket(calendar(question)).label("bucket"), visitor().label("visitor")
    matched = (
        select(bucket, who, *counts)
        .select_from(events_with_visitors(scope.app_id))
        .where(
            asked_about(question, scope),
            events.c.occurred_at >= question.start,
            events.c.occurred_at < question.end,
            or_(*chosen),
        )
        .group_by(bucket, who)
        .cte("matched")
    )
    sums = [func.sum(matched.c[f"events_{at}"]).label(f"events_{at}") for at in range(len(chosen))]
    whole = select(matched.c.visitor, *sums).group_by(matched.c.visitor).subquery("whole")
    return union_all(
        _add_up(matched, matched.c.bucket, len(chosen)).group_by(matched.c.bucket),
        _add_up(whole, cast(null(), Integer), len(chosen)),
    )


def _add_up(rows: Any, bucket: ColumnElement[Any], series: int) -> Select[Any]:
    columns: list[ColumnElement[Any]] = []
    for at in range(series):
        seen = rows.c[f"events_{at}"]
        columns += [
            func.coalesce(func.sum(seen), 0).label(f"events_{at}"),
            func.count(rows.c.visitor).filter(seen > 0).label(f"visitors_{at}"),
        ]
    return select(bucket.label("bucket"), *columns)


def _bucket(calendar: Buckets) -> ColumnElement[int]:
    """The place of an event's bucket. The edges are computed here, so Postgres need not know any time zone."""
    edge = func.width_bucket(events.c.occurred_at, cast(literal(calendar.edges, _INSTANTS), _INSTANTS))
    if calendar.places == list(range(len(calendar.starts))):
        return edge - 1
    return Grouping(cast(literal(calendar.places, _NUMBERS), _NUMBERS))[edge]


_INSTANTS = ARRAY(TIMESTAMP(timezone=True))
_NUMBERS = ARRAY(Integer)


def tally(question: TrendsQuestion, _: Scope, rows: Rows) -> TrendsAnswer:
    """The answer that the statement's rows add up to; a bucket without a row is 0."""
    starts = calendar(question).starts
    column = {"total": "events", "visitors": "visitors"}
    answers = []
    for at, series in enumerate(question.series):
        name = f"{column[series.measure]}_{at}"
        values, total = [0] * len(starts), 0
        for row in rows:
            if row["bucket"] is None:
                total = int(row[name])
            else:
                values[row["bucket"]] = int(row[name])
        answers.append(SeriesAnswer(series.event, series.measure, series.title, values, total))
    return TrendsAnswer(starts, answers)


def table(_: TrendsQuestion, answer: TrendsAnswer) -> Table:
    """A row a bucket, a column a series."""
    lines = [series.values for series in answer.series]
    rows = [[start.isoformat(), *values] for start, *values in zip(answer.buckets, *lines, strict=True)]
    return Table(["bucket", *(series.label for series in answer.series)], rows)


REPORT = Report(
    "trends", "How many events or visitors in each interval.", TrendsQuestion, TrendsAnswer, build, tally, table
)
