"""Makes an event's properties such that Postgres takes them and a report can read them: what is too much is cut."""

from math import isfinite
from typing import Any

from ingest.events.event import RefusedEvent
from ingest.events.warnings import DEPTH_CUT, PROPERTIES_CUT, TEXT_CUT
from ingest.limits import MAX_DEPTH, MAX_EVENT, MAX_PROPERTIES

REPLACED = str.maketrans(dict.fromkeys([0, *range(0xD800, 0xE000)], "\ufffd"))
"""NUL and lone surrogates, which Postgres cannot hold, become U+FFFD."""

CUT = "\u2026"
"""Stands for what was cut away."""

_FEW = MAX_EVENT // 4  # so many characters have at most MAX_EVENT bytes
_NO_NUMBER = "NaN, Infinity and numbers beyond 1e308 cannot be stored."


class _TooDeep(Exception):
    """Something is nested deeper than MAX_DEPTH."""


def as_object(value: Any) -> Any:
    """`value`; an empty object for what stands for one: nothing, an empty text, PHP's empty array."""
    return {} if value is None or value == "" or value == [] else value


def read_properties(properties: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The properties as an object of finite numbers and bounded depth and size, and the warnings about what was cut.

    Raises RefusedEvent.
    """
    if type(properties) is not dict:
        properties = as_object(properties)
    if type(properties) is not dict:
        raise RefusedEvent("INVALID_PROPERTIES", "`properties` must be an object.")
    warnings: list[str] = []
    if len(properties) > MAX_PROPERTIES:
        first = list(properties.items())[:MAX_PROPERTIES]
        properties = dict(first)
        warnings.append(PROPERTIES_CUT)
    try:
        if (size := _size_of(properties)) <= _FEW:
            return properties, tuple(warnings) if warnings else ()
    except _TooDeep:
        properties = {key: _cut_deep(value, MAX_DEPTH) for key, value in properties.items()}
        warnings.append(DEPTH_CUT)
        size = _size_of(properties)
    if size > _FEW and _bytes_of(properties) > MAX_EVENT:
        properties = _cut_texts(properties)
        warnings.append(TEXT_CUT)
    return properties, tuple(warnings)


def _size_of(properties: dict[str, Any]) -> int:
    """How many characters of text they hold. Raises RefusedEvent, _TooDeep."""
    size = len("".join(properties))
    for value in properties.values():
        kind = type(value)
        if kind is str:
            size += len(value)
        elif kind is float:
            if not isfinite(value):
                raise RefusedEvent("INVALID_NUMBER", _NO_NUMBER)
        elif kind is not int and kind is not bool and value is not None:
            size += _check_value(value, MAX_DEPTH)
    return size


def _check_value(value: Any, levels: int) -> int:
    """How many characters of text `value` holds. Raises RefusedEvent, _TooDeep."""
    kind = type(value)
    if kind is str:
        return len(value)
    if kind is int or kind is bool or value is None:
        return 0
    if kind is float:
        if not isfinite(value):
            raise RefusedEvent("INVALID_NUMBER", _NO_NUMBER)
        return 0
    if kind is not dict and kind is not list:
        raise RefusedEvent("INVALID_VALUE", "A property is a number too long to store.")
    if levels == 0:
        raise _TooDeep
    inside = sum(map(len, value)) if kind is dict else 0
    return inside + sum(_check_value(inner, levels - 1) for inner in (value.values() if kind is dict else value))


def _cut_deep(value: Any, levels: int) -> Any:
    """`value` with CUT in the place of each list and object that is nested deeper than `levels`."""
    if type(value) is list:
        return [_cut_deep(inner, levels - 1) for inner in value] if levels else CUT
    if type(value) is dict:
        return {key: _cut_deep(inner, levels - 1) for key, inner in value.items()} if levels else CUT
    return value


def _bytes_of(value: Any) -> int:
    """How many bytes of text `value` holds, keys included."""
    if type(value) is str:
        return len(value.encode("utf-8", "surrogatepass"))
    if type(value) is list:
        return sum(map(_bytes_of, value))
    return sum(map(_bytes_of, (*value, *value.values()))) if type(value) is dict else 0


def _cut_texts(properties: dict[str, Any]) -> dict[str, Any]:
    """The properties with their longest texts cut, all to the same length, so that they have at most MAX_EVENT bytes.

    Raises RefusedEvent where the keys alone have more: two of them could become the same.
    """
    sizes: list[int] = []
    keys = _collect(properties, sizes)
    left = MAX_EVENT - keys
    if left < len(CUT.encode()) * len(sizes):
        raise RefusedEvent(
            "EVENT_TOO_LARGE",
            f"What is in an event's properties has at most {MAX_EVENT} bytes, even with its texts cut.",
        )
    sizes.sort()
    for place, size in enumerate(sizes):  # the short ones stay whole, and leave their share to the long ones
        share = left // (len(sizes) - place)
        if size > share:
            return {key: _shorten(value, share) for key, value in properties.items()}
        left -= size
    return properties


def _collect(value: Any, sizes: list[int]) -> int:
    """How many bytes the keys inside of `value` have; the sizes of its texts are appended to `sizes`."""
    if type(value) is str:
        sizes.append(_bytes_of(value))
        return 0
    if type(value) is list:
        return sum(_collect(inner, sizes) for inner in value)
    if type(value) is dict:
        return sum(map(_bytes_of, value)) + sum(_collect(inner, sizes) for inner in value.values())
    return 0


def _shorten(value: Any, most: int) -> Any:
    """`value` with each of its texts cut to `most` bytes, CUT at the end of what was cut."""
    if type(value) is str:
        if _bytes_of(value) <= most:
            return value
        begin = value.encode("utf-8", "surrogatepass")[: most - len(CUT.encode())]
        return begin.decode("utf-8", "ignore") + CUT
    if type(value) is list:
        return [_shorten(inner, most) for inner in value]
    return {key: _shorten(inner, most) for key, inner in value.items()} if type(value) is dict else value


def clean_properties(properties: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """The properties with NUL and lone surrogates in values replaced by U+FFFD, and whether any was.

    Raises RefusedEvent where a key holds one: two keys could become the same.
    """
    cleaned = _clean(properties)
    return cleaned, cleaned != properties


def _clean(value: Any) -> Any:
    if type(value) is str:
        return value.translate(REPLACED)
    if type(value) is list:
        return [_clean(inner) for inner in value]
    if type(value) is dict:
        for key in value:
            if key.translate(REPLACED) != key:
                raise RefusedEvent("INVALID_PROPERTIES", "A property's key holds NUL or half a character.")
        return {key: _clean(inner) for key, inner in value.items()}
    return value
