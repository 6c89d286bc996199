"""Filters as an address holds them: `["plan","is","pro"]`, or `{"any": […]}` of such."""

import json
from collections.abc import Iterator
from typing import Any

_MOST = 20
_WITHOUT_VALUE = {"isSet", "isNotSet"}


class NotInAnAddress(Exception):
    """The dashboard has no address for this; the text says why."""


def filter_words(filters: Any) -> list[str]:
    """A word for each of the filters.

    Raises NotInAnAddress.
    """
    found = [json.dumps(_word(each), ensure_ascii=False, separators=(",", ":")) for each in _flat(filters)]
    if len(found) > _MOST:
        raise NotInAnAddress(f"The filter bar holds {_MOST} filters.")
    return found


def _flat(filters: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Filters that all have to hold; so do those of a group of `all`."""
    for each in filters:
        if "all" in each:
            yield from _flat(each["all"])
        else:
            yield each


def _word(condition: dict[str, Any]) -> Any:
    if "any" not in condition:
        return _single(condition)
    parts = condition["any"]
    if len(parts) > _MOST or any("any" in part or "all" in part for part in parts):
        raise NotInAnAddress("The filter bar holds no groups within groups.")
    return {"any": [_single(part) for part in parts]}


def _single(condition: dict[str, Any]) -> list[Any]:
    if not condition["property"]:
        raise NotInAnAddress("The filter bar holds no property without a name.")
    value = None if condition["operator"] in _WITHOUT_VALUE else condition.get("value")
    return [condition["property"], condition["operator"], value, *(["i"] if condition.get("ignoreCase") else [])]
