"""Operators of filters: what value each takes, and what it costs an event to be judged by it."""

from collections.abc import Sequence
from typing import Any, Literal

Operator = Literal[
    "is",
    "isNot",
    "contains",
    "notContains",
    "startsWith",
    "endsWith",
    "matches",
    "has",
    "between",
    "gt",
    "gte",
    "lt",
    "lte",
    "isSet",
    "isNotSet",
]
OF_EQUALITY = {"is", "isNot"}
_OF_TEXT = {"contains", "notContains", "startsWith", "endsWith"}
_OF_MANY = OF_EQUALITY | _OF_TEXT | {"has"}
_OF_ORDER = {"gt", "gte", "lt", "lte"}
_OF_PRESENCE = {"isSet", "isNotSet"}
_OF_CASE = _OF_MANY | {"matches"}


def check(operator: Operator, value: Any, ignore_case: bool) -> None:
    """Raise ValueError where the operator does not take the value, which is None where none was given."""
    if (value is None) != (operator in _OF_PRESENCE):
        raise ValueError(f"`{operator}` takes {'no' if value is not None else 'a'} value")
    if ignore_case and operator not in _OF_CASE:
        raise ValueError(f"`ignoreCase` is for comparing text; `{operator}` takes no notice of it")
    if operator in _OF_TEXT and not _are(str, value if isinstance(value, list) else [value]):
        raise ValueError(f"`{operator}` compares text; give text, or a list of texts")
    if operator in _OF_ORDER and isinstance(value, bool | list):
        raise ValueError(f"`{operator}` compares with one number or one text")
    if operator == "between":
        _check_bounds(value)
    if operator == "matches":
        _check_pattern(value, ignore_case)


def _check_bounds(value: Any) -> None:
    if not isinstance(value, list) or len(value) != 2 or not (_are(str, value) or _are(int | float, value)):
        raise ValueError("`between` compares with two numbers or two texts, [the least, the greatest]")
    if value[0] > value[1]:
        raise ValueError("the first value of `between` must not be greater than the second, or nothing is")


def _check_pattern(value: Any, ignore_case: bool) -> None:
    if not isinstance(value, str):
        raise ValueError("`matches` takes one pattern, a text; join several by `|`")
    from query.questions.pattern_reader import read  # few questions have patterns

    read(value, ignore_case)


def _are(kind: Any, values: Sequence[Any]) -> bool:
    return all(isinstance(value, kind) and not isinstance(value, bool) for value in values)


def weight(operator: Operator, values: Sequence[Any], ignore_case: bool) -> int:
    """What it costs an event, in tenths of a microsecond: a look at a property, at each text that it may contain, at
    each letter that may be written otherwise; in a pattern most of all what is counted. Of values that it may equal
    there is a table."""
    if operator == "matches":
        from query.questions.pattern_reader import read

        size = read(values[0], ignore_case).size
        return 30 + size + 8 * max(0, size - len(values[0]))
    found = 8
    if operator in _OF_TEXT:
        found += len(values) * 8 // 10
    if operator == "has":
        found += 12
    if ignore_case:
        from query.questions.letters import unfolded

        found += 8 + 5 * sum(
            not letter.isascii() for letter in unfolded(each for each in values if isinstance(each, str))
        )
    return found
