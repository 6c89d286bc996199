"""Filters, judged the slow way: one event, one condition, in Python's own words."""

from typing import Any

import re2

MISSING = object()


def passes(event: dict[str, Any], conditions: list[dict[str, Any]]) -> bool:
    """Whether every condition holds for an event of `name`, `anonymousId` and `properties`."""
    return all(holds(event, condition) for condition in conditions)


def holds(event: dict[str, Any], condition: dict[str, Any]) -> bool:
    """Whether one condition, or a group of them, holds."""
    if "any" in condition:
        return True in [holds(event, each) for each in condition["any"]]
    if "all" in condition:
        return passes(event, condition["all"])
    found, operator = look_up(event, condition["property"]), condition["operator"]
    wanted: Any = condition.get("value")
    values = wanted if isinstance(wanted, list) else [wanted]
    any_case = bool(condition.get("ignoreCase"))
    if operator == "isSet":
        return found is not MISSING
    if operator == "isNotSet":
        return found is MISSING
    if operator == "is":
        return any(same(found, value, any_case) for value in values)
    if operator == "isNot":
        return not any(same(found, value, any_case) for value in values)
    if operator == "has":
        return isinstance(found, list) and any(same(one, value, any_case) for one in found for value in values)
    if operator == "between":
        return beyond(found, "gte", wanted[0]) and beyond(found, "lte", wanted[1])
    if operator == "matches":
        return matches(found, wanted, any_case)
    if operator in PLACES:
        held = any(matches(found, PLACES[operator].format(re2.escape(value)), any_case) for value in values)
        return not held if operator == "notContains" else held
    return beyond(found, operator, wanted)


PLACES = {"contains": "{}", "notContains": "{}", "startsWith": "^{}", "endsWith": "{}$"}
"""Where a text has to stand, as a pattern."""


def matches(found: object, pattern: str, any_case: bool) -> bool:
    """Whether it is a text in which RE2 finds the pattern."""
    options = re2.Options()
    options.case_sensitive = not any_case
    return isinstance(found, str) and bool(re2.compile(pattern, options).search(found))


def look_up(event: dict[str, Any], name: str) -> object:
    """The value of a property; null counts as missing, and a key written with dots before a nested one."""
    if name in ("$name", "$anonymousId"):
        found = event["name"] if name == "$name" else event["anonymousId"]
        return MISSING if found is None else found
    properties = event["properties"] or {}
    if name in properties:
        return MISSING if properties[name] is None else properties[name]
    at: Any = properties
    for key in name.split("."):
        if isinstance(at, list) and key.lstrip("-").isdigit() and -len(at) <= int(key) < len(at):
            at = at[int(key)]
        elif isinstance(at, dict) and key in at:
            at = at[key]
        else:
            return MISSING
    return MISSING if at is None else at


def same(found: object, value: object, any_case: bool = False) -> bool:
    """Equal, and of one JSON type: true is not 1, and "1" is not 1."""
    if any_case and isinstance(value, str):
        return matches(found, f"^{re2.escape(value)}$", any_case)
    return kind(found) == kind(value) and found == value


def kind(value: object) -> str:
    """What JSON calls the type."""
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else type(value).__name__


def beyond(found: Any, operator: str, limit: Any) -> bool:
    """Numbers beside numbers, texts beside texts; anything else is not beyond anything."""
    if kind(found) != kind(limit) or kind(found) not in ("number", "str"):
        return False
    return bool({"gt": found > limit, "gte": found >= limit, "lt": found < limit, "lte": found <= limit}[operator])
