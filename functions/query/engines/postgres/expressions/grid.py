"""The bucket that an instant is in, as an expression."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.sql.elements import Grouping

from query.reports.intervals import Grid
from spoor.statements import named

_INSTANTS = ARRAY(TIMESTAMP(timezone=True))
_NUMBERS = ARRAY(Integer)


def grid_values(grid: Grid) -> dict[str, Any]:
    """The values of `bucket_of` by name."""
    return {"edges": list(grid.edges), "places": list(grid.places)}


def bucket_of(instant: ColumnElement[datetime], grid: Grid) -> ColumnElement[int]:
    """The bucket that holds `instant`, counted from 0; null before the first edge. An instant after the range is in
    the last one. The edges are computed before, so Postgres need not know any time zone."""
    given = grid_values(grid)
    edge = func.width_bucket(instant, cast(named("edges", given["edges"], _INSTANTS), _INSTANTS))
    return Grouping(cast(named("places", given["places"], _NUMBERS), _NUMBERS))[edge]
