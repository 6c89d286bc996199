"""Filters, judged the slow way: one event, one condition, in Python's own words."""

import unicodedata
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
    if operator == "matches":
        return isinstance(found, str) and matches(found, wanted, bool(condition.get("ignoreCase")))
    if condition.get("ignoreCase"):
        found, wanted = without_case(found), without_case(wanted)
    values = wanted if isinstance(wanted, list) else [wanted]
    if operator == "isSet":
        return found is not MISSING
    if operator == "isNotSet":
        return found is MISSING
    if operator == "is":
        return any(same(found, value) for value in values)
    if operator == "isNot":
        return not any(same(found, value) for value in values)
    if operator == "contains":
        return isinstance(found, str) and any(value in found for value in values)
    if operator == "notContains":
        return not (isinstance(found, str) and any(value in found for value in values))
    if operator == "startsWith":
        return isinstance(found, str) and any(found.startswith(value) for value in values)
    if operator == "endsWith":
        return isinstance(found, str) and any(found.endswith(value) for value in values)
    if operator == "has":
        return isinstance(found, list) and any(same(one, value) for one in found for value in values)
    if operator == "between":
        return beyond(found, "gte", wanted[0]) and beyond(found, "lte", wanted[1])
    return beyond(found, operator, wanted)


def matches(text: str, pattern: str, ignore_case: bool) -> bool:
    """RE2 itself is asked."""
    options = re2.Options()
    options.case_sensitive = not ignore_case
    return re2.compile(pattern, options).search(text) is not None


def without_case(value: Any) -> Any:
    """A text with each letter in one case, where that is one letter; the texts of a list."""
    if isinstance(value, list):
        return [without_case(one) for one in value]
    return "".join(map(lowered, value)) if isinstance(value, str) else value


def lowered(letter: str) -> str:
    """A letter as RE2 sees it without case: the first of all letters that it finds for it."""
    options = re2.Options()
    options.case_sensitive = False
    [alike] = [re2.compile(re2.escape(letter), options)]
    return min((one for one in looks_like(letter) if alike.search(one)), default=letter)


def looks_like(letter: str) -> set[str]:
    """What a letter may be in another case, once more than that, and what looks the same."""
    found = {letter}
    for _ in range(3):
        found |= {made for one in found for made in (one.lower(), one.upper(), one.casefold(), one.title())}
        found |= {unicodedata.normalize("NFKC", one) for one in found}
    return {one for one in found if len(one) == 1} | ({"\u017f", "\u212a"} if letter in "sSkK" else set())


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


def same(found: object, value: object) -> bool:
    """Equal, and of one JSON type: true is not 1, and "1" is not 1."""
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
