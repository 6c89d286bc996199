"""The places of two breakdowns' values as one number, by which rows are told apart."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, FromClause, Integer, func, literal, select

from query.engines.postgres.expressions.breakdown import value
from query.engines.postgres.trends.ranks import Ranks
from query.engines.postgres.trends.scan import KEYS, Scan

_WIDTH = 64
"""More than the values that a breakdown can tell apart."""


def placed(scan: Scan, ranks: Sequence[Ranks]) -> Scan:
    """The chosen rows told apart by the places of their values; 0 stands for all that are not kept."""
    rows: FromClause = scan.rows
    place: ColumnElement[int] = literal(0, Integer)
    for name, breakdown, each in zip(KEYS, scan.question.breakdowns, ranks, strict=True):
        rows = rows.outerjoin(each.leaders, each.leaders.c.value == value(breakdown, scan.rows.c[name]))
        place = place * _WIDTH + func.coalesce(each.leaders.c.place, literal(0, Integer))
    columns = [each for each in scan.rows.c if each.key not in KEYS]
    given = select(*columns, place.label("place")).select_from(rows).cte("placed")
    return replace(scan, by=None, given=given)


def places(place: int) -> tuple[int, int]:
    """The two places that are one number."""
    return divmod(place, _WIDTH)
