"""What the parts of the statement have in common: rows for each series, and the columns in which all of them answer."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Double,
    FromClause,
    Integer,
    Numeric,
    Select,
    Text,
    cast,
    column,
    literal,
    null,
    select,
    true,
    values,
)

from query.reports.trends.question import OF_NUMBERS, PERCENTILES, TrendsQuestion

_COLUMNS: dict[str, Any] = {
    "series": Integer(),
    "place": Integer(),  # of a value of the breakdown, from 1; 0 stands for all others
    "bucket": Integer(),  # null: the whole of a period
    "is_now": Boolean(),  # for the whole of a period: whether it is the range itself
    "value": Text(),  # a value of the breakdown
    "events": BigInteger(),
    "numbers": BigInteger(),  # events that have a number where it is measured
    "amount": Numeric(),  # the sum of these numbers, or the least, or the largest
    "skipped": BigInteger(),  # events that have something else there
    "visitors": BigInteger(),
    "sessions": BigInteger(),
    "quantile": Double(),  # a percentile of the numbers
}


def row(question: TrendsQuestion, given: Mapping[str, ColumnElement[Any]]) -> Select[Any]:
    """A selection of what is given in the columns that the rows of the question's statement have, null in others."""
    return select(*(given.get(name, cast(null(), _COLUMNS[name])).label(name) for name in _columns(question)))


def _columns(question: TrendsQuestion) -> Iterator[str]:
    yield from ("series", "place", "bucket")
    if question.breakdowns:
        yield "value"
    if question.measured("visitors", "perVisitor", *PERCENTILES):
        yield "is_now"
    if question.measured("total", "perVisitor", *OF_NUMBERS):
        yield "events"
    if question.measured(*OF_NUMBERS):
        yield from ("numbers", "amount")
    if question.measured(*OF_NUMBERS, *PERCENTILES):
        yield "skipped"
    if question.measured("visitors", "perVisitor"):
        yield "visitors"
    if question.measured("sessions"):
        yield "sessions"
    if question.measured(*PERCENTILES):
        yield "quantile"


def place_of(lines: FromClause) -> ColumnElement[int]:
    """The place that lines have already, or none."""
    return lines.c.place if "place" in lines.c else cast(null(), Integer())


def of_series(
    rows: FromClause, columns: Sequence[ColumnElement[Any]], parts: Mapping[int, Mapping[str, ColumnElement[Any]]]
) -> Select[Any]:
    """`rows` once for every series in `parts`: its number as `series`, some `columns` of each row, and its part."""
    [first, *others] = parts.items()
    if not others:
        number, part = first
        return select(
            literal(number, Integer).label("series"), *columns, *(each.label(name) for name, each in part.items())
        )
    kinds = {name: each.type for name, each in first[1].items()}
    told = [(literal(number, Integer), *part.values()) for number, part in parts.items()]
    names = [column("series", Integer), *(column(name, kind) for name, kind in kinds.items())]
    line = values(*names, name="line").data(told).lateral()
    return select(line.c.series, *columns, *(line.c[name] for name in kinds)).select_from(rows.join(line, true()))
