"""Checks and cleans an event's properties, so that Postgres takes them and a report can read them."""

from math import isfinite
from typing import Any

from ingest.event import Refused
from ingest.limits import MAX_DEPTH, MAX_EVENT, MAX_PROPERTIES

_REPLACED = str.maketrans(dict.fromkeys([0, *range(0xD800, 0xE000)], "\ufffd"))


def check_properties(properties: Any) -> dict[str, Any]:
    """The properties as an object of finite numbers and bounded depth and size; none at all is an empty object.

    Raises Refused.
    """
    if properties is None:
        return {}
    if type(properties) is not dict:
        raise Refused("INVALID_PROPERTIES", "`properties` must be an object.")
    if len(properties) > MAX_PROPERTIES:
        raise Refused("TOO_MANY_PROPERTIES", f"An event has at most {MAX_PROPERTIES} properties.")
    size = sum(map(len, properties))
    for value in properties.values():
        kind = type(value)
        if kind is str:
            size += len(value)
        elif kind is not int and kind is not bool and value is not None:
            size += _check_value(value, MAX_DEPTH)
    if size > MAX_EVENT:
        raise Refused("EVENT_TOO_LARGE", f"The text in an event's properties has at most {MAX_EVENT} characters.")
    return properties


def _check_value(value: Any, levels: int) -> int:
    """How many characters of text `value` holds."""
    kind = type(value)
    if kind is str:
        return len(value)
    if kind is int or kind is bool or value is None:
        return 0
    if kind is float:
        if not isfinite(value):
            raise Refused("INVALID_NUMBER", "NaN, Infinity and numbers beyond 1e308 cannot be stored.")
        return 0
    if kind is not dict and kind is not list:
        raise Refused("INVALID_VALUE", "A property is nested too deep or is a number too long to store.")
    if levels == 0:
        raise Refused("TOO_DEEP", f"A property is nested at most {MAX_DEPTH} levels deep.")
    inside = sum(map(len, value)) if kind is dict else 0
    return inside + sum(_check_value(inner, levels - 1) for inner in (value.values() if kind is dict else value))


def clean_properties(properties: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """The properties with NUL and lone surrogates in values replaced by U+FFFD, and whether any was.

    Raises Refused where a key holds one: two keys could become the same.
    """
    cleaned = _clean(properties)
    return cleaned, cleaned != properties


def _clean(value: Any) -> Any:
    if type(value) is str:
        return value.translate(_REPLACED)
    if type(value) is list:
        return [_clean(inner) for inner in value]
    if type(value) is dict:
        for key in value:
            if key.translate(_REPLACED) != key:
                raise Refused("INVALID_PROPERTIES", "A property's key holds NUL or half a character.")
        return {key: _clean(inner) for key, inner in value.items()}
    return value
