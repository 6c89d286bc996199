"""The values of a breakdown's property: what events are grouped by, and how values are ordered and shown."""

from typing import Any

from sqlalchemy import ColumnElement, Numeric, Text, case, cast, func, literal

from query.engines.postgres.expressions.properties import OWN, as_json, property_found, text_of
from query.reports.breakdown import LONGEST_SHOWN, Breakdown


def key(breakdown: Breakdown) -> ColumnElement[Any]:
    """What events are grouped by. Once they are, `value` makes a value of it: that is cheaper than for each event."""
    if breakdown.property in OWN:
        return OWN[breakdown.property]
    return func.coalesce(property_found(breakdown.property), as_json(None))


def value(breakdown: Breakdown, found: ColumnElement[Any]) -> ColumnElement[Any]:
    """The value that a `key` stands for, as `jsonb` and never SQL's null: one that is missing is JSON's null."""
    return func.coalesce(func.to_jsonb(found), as_json(None)) if breakdown.property in OWN else found


def in_order(found: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """What settles ties between values: numbers by size, all else by its text, letter by letter (what is a text before
    what only looks like it in JSON), a missing one last."""
    is_number, is_text = func.jsonb_typeof(found) == "number", func.jsonb_typeof(found) == "string"
    return [
        found == as_json(None),
        is_number.is_(False),
        case((is_number, cast(found, Numeric))),
        text_of(found).collate("C"),
        is_text.is_(False),
    ]


def shown(found: ColumnElement[Any]) -> ColumnElement[str]:
    """The JSON of a value for `read`; the beginning of a long one, as text."""
    whole = cast(found, Text)
    part = cast(func.to_jsonb(func.concat(func.left(text_of(found), LONGEST_SHOWN), literal("…", Text))), Text)
    return case((func.length(whole) > LONGEST_SHOWN, part), else_=whole)
