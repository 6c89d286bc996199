"""The sessions of a range for each value of a property at one of their ends, and of the range that is compared."""

from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    CompoundSelect,
    Double,
    Integer,
    Select,
    Subquery,
    Text,
    cast,
    func,
    literal,
    null,
    select,
    tuple_,
    union_all,
    within_group,
)

from query.engines.postgres.expressions import breakdown
from query.engines.postgres.expressions.properties import as_json
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.sessions.cut import begun
from query.reports.breakdown import OTHER
from query.reports.sessions.question import SessionBreakdown, SessionsQuestion

APART = "apart_"
"""What the values of the range that is compared have before their names."""

_COLUMNS: dict[str, Any] = {
    "is_now": Boolean(),  # whether of the range itself
    "place": Integer(),  # of a value, from 1; 0 of all others; null of all together
    "bucket": Integer(),  # null of the whole range
    "value": Text(),  # what stands at a place
    "sessions": BigInteger(),
    "visitors": BigInteger(),
    "bounces": BigInteger(),
    "events": BigInteger(),
    "lasted": BigInteger(),
    "median": Double(),
}


def build_by_value(question: SessionsQuestion, by: SessionBreakdown, scope: PostgresScope) -> CompoundSelect[Any]:
    """The one statement: a row a value that is told apart, and rows for each range, for each place and all together,
    for each bucket and the whole. Durations are in microseconds.

    Values are ranked by the sessions of the range itself; those beyond the limit are counted together.
    """
    sessions = _both(question, by, scope)
    told = _told(sessions, by)
    place = func.coalesce(told.c.place, literal(0, Integer)).label("place")
    placed = select(*(each for each in sessions.c if each.key != "value"), place)
    placed = placed.select_from(sessions.outerjoin(told, told.c.value == sessions.c.value))
    values = {"place": told.c.place, "value": breakdown.shown(told.c.value)}
    return union_all(_row(values).select_from(told), _counted(placed.subquery("placed")))


def _row(given: dict[str, Any]) -> Select[Any]:
    return select(*(given.get(name, cast(null(), kind)).label(name) for name, kind in _COLUMNS.items()))


def _both(question: SessionsQuestion, by: SessionBreakdown, scope: PostgresScope) -> CTE:
    """The sessions of the range, and of the one that it is compared with, with their `value`."""

    def of(rows: CTE, is_now: bool) -> Select[Any]:
        columns = [rows.c.visitor, rows.c.bucket, rows.c.events, rows.c.lasted]
        found = breakdown.value(by, rows.c.key).label("value")
        return select(literal(is_now, Boolean).label("is_now"), *columns, found)

    now = of(begun(question, scope), True)
    if question.compared_with is None:
        return now.cte("sessions")
    before = of(begun(question.over(question.compared_with), scope, APART), False)
    return union_all(now, before).cte("sessions")


def _told(sessions: CTE, by: SessionBreakdown) -> CTE:
    """The values that are told apart, with their `place`; one that says OTHER is one of the others."""
    totals = (
        select(sessions.c.value, func.count().label("total"))
        .where(sessions.c.is_now)
        .group_by(sessions.c.value)
        .subquery("totals")
    )
    is_other = totals.c.value == as_json(OTHER)
    order = [is_other, totals.c.total.desc(), *breakdown.in_order(totals.c.value)]
    place = cast(func.row_number().over(order_by=order), Integer).label("place")
    ranked = select(totals.c.value, is_other.label("is_other"), place).subquery("ranked")
    columns = [ranked.c.value, ranked.c.place]
    return select(*columns).where(ranked.c.place <= by.limit, ranked.c.is_other.is_(False)).cte("told")


def _counted(placed: Subquery) -> Select[Any]:
    """What is known of the sessions of each place and bucket, of each place, of each bucket, and of all."""
    given = {
        "is_now": placed.c.is_now,
        "place": placed.c.place,
        "bucket": placed.c.bucket,
        "sessions": func.count(),
        "visitors": func.count(placed.c.visitor.distinct()),
        "bounces": func.count().filter(placed.c.events == 1),
        "events": func.sum(placed.c.events),
        "lasted": cast(func.sum(placed.c.lasted), BigInteger),
        "median": within_group(func.percentile_cont(0.5), placed.c.lasted),
    }
    by = [[], [placed.c.place], [placed.c.bucket], [placed.c.place, placed.c.bucket]]
    return _row(given).group_by(func.grouping_sets(*(tuple_(placed.c.is_now, *each) for each in by)))
