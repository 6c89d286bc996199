"""The columns in which all parts of the statement answer."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Double, Integer, Select, Text, cast, null, select

_COLUMNS: dict[str, Any] = {
    "list": Integer(),  # null: no row of a list
    "place": Integer(),  # of a list's value, from 1; 0 stands for all others
    "bucket": Integer(),  # null: the whole of the range
    "value": Text(),
    "visitors": BigInteger(),
    "events": BigInteger(),
    "pageviews": BigInteger(),
    "sessions": BigInteger(),
    "bounces": BigInteger(),
    "views": BigInteger(),  # of the sessions
    "median": Double(),
}


def row(given: Mapping[str, ColumnElement[Any]]) -> Select[Any]:
    """A selection of what is given, null in other columns."""
    return select(*(given.get(name, cast(null(), kind)).label(name) for name, kind in _COLUMNS.items()))
