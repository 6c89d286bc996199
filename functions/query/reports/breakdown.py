"""Breakdown: a report's numbers apart for each value of a property; the values beyond its limit are one, "$other"."""

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from sqlalchemy import ColumnElement, Numeric, Text, case, cast, func, literal

from query.filters import COHORT, PropertyName
from query.properties import OWN, as_json, property_found, text_of
from query.words import Words

MOST_VALUES = 50
OTHER = "$other"
LONGEST_SHOWN = 500
"""In characters of JSON; a longer value is counted as what it is and shown by its beginning."""


def _of_events(name: str) -> str:
    if name == COHORT:
        raise ValueError(f"`{COHORT}` is for filters; events have no such property")
    return name


class Breakdown(Words):
    """By which property, and how many of its values are told apart."""

    property: Annotated[PropertyName, AfterValidator(_of_events)]
    limit: Annotated[int, Field(ge=1, le=MOST_VALUES)] = 10


def key(breakdown: Breakdown) -> ColumnElement[Any]:
    """What events are grouped by. Once they are, `value` makes a value of it: that is cheaper than for each event."""
    if breakdown.property in OWN:
        return OWN[breakdown.property]
    return func.coalesce(property_found(breakdown.property), as_json(None))


def value(breakdown: Breakdown, found: ColumnElement[Any]) -> ColumnElement[Any]:
    """The value that a `key` stands for, as `jsonb` and never SQL's null: one that is missing is JSON's null."""
    return func.coalesce(func.to_jsonb(found), as_json(None)) if breakdown.property in OWN else found


def in_order(found: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """What settles ties between values: numbers by size, all else by its text, letter by letter, a missing one last."""
    is_number = func.jsonb_typeof(found) == "number"
    return [
        found == as_json(None),
        is_number.is_(False),
        case((is_number, cast(found, Numeric))),
        text_of(found).collate("C"),
    ]


def shown(found: ColumnElement[Any]) -> ColumnElement[str]:
    """The JSON of a value for `read`; the beginning of a long one, as text."""
    whole = cast(found, Text)
    part = cast(func.to_jsonb(func.concat(func.left(text_of(found), LONGEST_SHOWN), literal("…", Text))), Text)
    return case((func.length(whole) > LONGEST_SHOWN, part), else_=whole)


def read(text: str) -> Any:
    """The value that `shown` put into JSON, for the answer."""
    return json.loads(text)


def folded(totals: Mapping[str, int], limit: int) -> dict[str, str]:
    """What each value is counted as: itself, or OTHER (as JSON) beyond the `limit` largest totals, ties by value.

    Values are JSON as Postgres writes it. Equal ones, such as 1 and 1.0, are counted as one of them.
    """
    sums: Counter[tuple[Any, ...]] = Counter()
    called: dict[tuple[Any, ...], str] = {}
    order = {text: _order(text) for text in totals}
    for text, total in totals.items():
        sums[order[text]] += total
        called.setdefault(order[text], text)
    other = json.dumps(OTHER)
    ranked = sorted((place for place, text in called.items() if text != other), key=lambda place: (-sums[place], place))
    kept = set(ranked[:limit])
    return {text: called[place] if (place := order[text]) in kept else other for text in totals}


def _order(text: str) -> tuple[Any, ...]:
    """Sorts as `in_order` does; the same for equal values."""
    found = json.loads(text, parse_int=Decimal, parse_float=Decimal)
    if isinstance(found, Decimal):
        return (False, False, found, "")
    return (found is None, True, Decimal(), found if isinstance(found, str) else text)


def ranked(totals: Mapping[str, int]) -> list[str]:
    """Values that were folded in the order of an answer: the largest total first, ties by value, OTHER last."""
    other = json.dumps(OTHER)
    return sorted(totals, key=lambda text: (text == other, -totals[text], _order(text)))
