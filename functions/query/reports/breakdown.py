"""Breakdown: a report's numbers apart for each value of a property; the values beyond its limit are one, "$other"."""

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from query.questions.filters import EventProperty
from query.questions.words import Words
from query.table import Cell

MOST_VALUES = 50
OTHER = "$other"
LONGEST_SHOWN = 500
"""In characters of JSON; a longer value is counted as what it is and shown by its beginning."""


class Breakdown(Words):
    """By which property, and how many of its values are told apart."""

    property: EventProperty
    limit: Annotated[int, Field(ge=1, le=MOST_VALUES)] = 10


def read(text: str) -> Any:
    """The value that `shown` put into JSON, for the answer."""
    return json.loads(text)


def cell(value: Any) -> Cell:
    """A value in a table: texts and numbers as they are, a missing one as nothing, all else as JSON writes it."""
    found: Cell = json.dumps(value, ensure_ascii=False) if isinstance(value, bool | list | dict) else value
    return found


def folded(totals: Mapping[str, int], limit: int) -> dict[str, str]:
    """What each value is counted as: itself, or OTHER (as JSON) beyond the `limit` largest totals, ties by value.

    Values are JSON as Postgres writes it. Equal ones, such as 1 and 1.0, are counted as one of them.
    """
    sums: Counter[tuple[Any, ...]] = Counter()
    called: dict[tuple[Any, ...], str] = {}
    order = {text: order_of(text) for text in totals}
    for text, total in totals.items():
        sums[order[text]] += total
        called.setdefault(order[text], text)
    other = json.dumps(OTHER)
    ranked = sorted((place for place, text in called.items() if text != other), key=lambda place: (-sums[place], place))
    kept = set(ranked[:limit])
    return {text: called[place] if (place := order[text]) in kept else other for text in totals}


def order_of(text: str) -> tuple[Any, ...]:
    """Sorts as `in_order` does; the same for equal values."""
    found = json.loads(text, parse_int=Decimal, parse_float=Decimal)
    if isinstance(found, Decimal):
        return (False, False, found, "", True)
    is_text = isinstance(found, str)
    return (found is None, True, Decimal(), found if is_text else text, not is_text)


def ranked(totals: Mapping[str, int]) -> list[str]:
    """Values that were folded in the order of an answer: the largest total first, ties by value, OTHER last."""
    other = json.dumps(OTHER)
    return sorted(totals, key=lambda text: (text == other, -totals[text], order_of(text)))
