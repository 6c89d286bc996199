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
_KINDS = (_INSTANTS, _NUMBERS)


def grid_values(grid: Grid, prefix: str = "") -> dict[str, Any]:
    """The values of `bucket_of` by name."""
    return {f"{prefix}edges": list(grid.edges), f"{prefix}places": list(grid.places)}


def bucket_of(instant: ColumnElement[datetime], grid: Grid, prefix: str = "") -> ColumnElement[int]:
    """The bucket that holds `instant`, counted from 0; null before the first edge. An instant after the range is in
    the last one. The edges are computed before, so Postgres need not know any time zone."""
    edges, places = (named(*given, kind) for given, kind in zip(grid_values(grid, prefix).items(), _KINDS, strict=True))
    edge = func.width_bucket(instant, cast(edges, _INSTANTS))
    return Grouping(cast(places, _NUMBERS))[edge]
