"""What an event says under the name of a property, as an expression."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from spoor.schema import events

_COLUMNS: dict[str, ColumnElement[Any]] = {"$name": events.c.name, "$anonymousId": events.c.anonymous_id}


def property_value(name: str) -> ColumnElement[Any]:
    """The value of a property as `jsonb`; SQL's null where it is missing, and where it is JSON's null.

    A key that is written with its dots counts before the nested one.
    """
    if name in _COLUMNS:
        return func.to_jsonb(_COLUMNS[name])
    found: ColumnElement[Any] = events.c.properties.op("->")(literal(name, Text))
    if "." in name:
        found = func.coalesce(found, func.jsonb_extract_path(events.c.properties, *name.split(".")))
    return func.nullif(found, as_json(None))


def as_json(value: Any) -> ColumnElement[Any]:
    """A value of the question as `jsonb`."""
    return cast(literal(json.dumps(value), Text), JSONB)


def text_of(value: ColumnElement[Any]) -> ColumnElement[str]:
    """The text inside a `jsonb` string; what another type looks like in JSON."""
    return value.op("#>>")(literal([], ARRAY(Text)))
