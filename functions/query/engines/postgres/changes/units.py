"""Counts what each visitor did on each day of a period, apart by what the events told: by one statement, packed."""

from typing import Any

from sqlalchemy import BigInteger, Integer, LargeBinary, Select, cast, func, literal, select
from sqlalchemy.dialects.postgresql import TIMESTAMP

from query.engines.postgres.changes.values import told
from query.engines.postgres.expressions.choice import asked_about, matches
from query.engines.postgres.expressions.grid import bucket_of
from query.engines.postgres.integers import integers
from query.engines.postgres.scope import PostgresScope
from query.reports.changes.findings import Counted
from query.reports.trends.question import TrendsQuestion
from spoor.database import Row
from spoor.errors import TooLarge
from spoor.schema import events
from spoor.statements import named

MOST_UNITS = 600_000
"""More of them would take Python too long."""
_INSTANT = TIMESTAMP(timezone=True)


def build(question: TrendsQuestion, properties: list[str], scope: PostgresScope) -> Select[Any]:
    """The statement: a row for each `told`, with 64-bit numbers for each visitor and day that has such events:
    `visitors`, `days`, and how many `events`, in the same order."""
    units = (
        select(
            told(properties).label("told"),
            scope.subject.who.label("visitor"),
            bucket_of(events.c.occurred_at, question.grid).label("day"),
            func.count().label("events"),
        )
        .select_from(scope.subject.events(scope.app_id))
        .where(
            asked_about(question, scope),
            matches(question.series[0], scope),
            events.c.occurred_at >= named("start", question.start, _INSTANT),
            events.c.occurred_at < named("end", question.end, _INSTANT),
            scope.subject.id.is_not(None),
        )
        .group_by("told", "visitor", "day")
        .limit(MOST_UNITS + 1)
        .cte("units")
    )
    everybody = select(units.c.visitor).distinct().subquery("everybody")
    number = cast(func.row_number().over(), BigInteger).label("number")
    numbers = select(everybody.c.visitor, number).cte("numbers")
    packed = {"visitors": numbers.c.number, "days": cast(units.c.day, BigInteger), "events": units.c.events}
    return (
        select(
            units.c.told,
            cast(func.count(), Integer).label("units"),
            *(
                func.string_agg(func.int8send(each), literal(b"", LargeBinary)).label(name)
                for name, each in packed.items()
            ),
        )
        .select_from(units.join(numbers, numbers.c.visitor == units.c.visitor))
        .group_by(units.c.told)
    )


def read(rows: list[Row]) -> list[Counted]:
    """What the rows say.

    Raises TooLarge.
    """
    if sum(row["units"] for row in rows) > MOST_UNITS:
        raise too_many()
    return [
        Counted(row["told"], *(list(integers(row[name])) for name in ("visitors", "days", "events"))) for row in rows
    ]


def too_many() -> TooLarge:
    """What is said of more units."""
    return TooLarge(
        f"What visitors told differs in more than {MOST_UNITS:,} ways from day to day. Ask for a shorter range,"
        " name fewer `properties` or such with fewer values, or filter the events."
    )
