"""What an event says under the name of a property, as an expression."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from spoor.schema import events

OWN: dict[str, ColumnElement[Any]] = {"$name": events.c.name, "$anonymousId": events.c.anonymous_id}
"""The columns of an event that can be asked for like properties."""


def property_value(name: str) -> ColumnElement[Any]:
    """The value of a property as `jsonb`; SQL's null where it is missing, and where it is JSON's null."""
    return func.nullif(property_found(name), as_json(None))


def property_found(name: str) -> ColumnElement[Any]:
    """What is found under the name of a property as `jsonb`, JSON's null as such; SQL's null where there is nothing.

    A key that is written with its dots counts before the nested one.
    """
    if name in OWN:
        return func.to_jsonb(OWN[name])
    found: ColumnElement[Any] = events.c.properties.op("->")(literal(name, Text))
    if "." in name:
        found = func.coalesce(found, func.jsonb_extract_path(events.c.properties, *name.split(".")))
    return found


def text_found(name: str) -> ColumnElement[str]:
    """The value of a property as text: of a string what is in it, of another type what it looks like in JSON."""
    if name in OWN:
        return OWN[name]
    if "." in name:
        return text_of(property_value(name))
    return events.c.properties.op("->>")(literal(name, Text))


def as_json(value: Any) -> ColumnElement[Any]:
    """A value of the question as `jsonb`."""
    return cast(literal(json.dumps(value), Text), JSONB)


def text_of(value: ColumnElement[Any]) -> ColumnElement[str]:
    """The text inside a `jsonb` string; what another type looks like in JSON."""
    return value.op("#>>", return_type=Text())(literal([], ARRAY(Text)))
