"""Breakdown: a report's numbers apart for each value of a property; the values beyond its limit are one, "$other"."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from query.questions.filters import EventProperty
from query.questions.words import Words
from query.table import Cell

MOST_VALUES = 50
OTHER = "$other"
ALL = "$all"
"""In a table's column of the breakdown: all together, with whatever value."""

LONGEST_SHOWN = 500
"""In characters of JSON; a longer value is counted as what it is and shown by its beginning."""


FIRST_SEEN_WITHIN = timedelta(days=90)
"""How long before a range a visitor's first event is looked for."""


class Breakdown(Words):
    """By which property of what (the event itself, the first or the last event of its session, its visitor's first
    event), and how many of its values are told apart."""

    property: EventProperty
    of: Literal["event", "session", "sessionEnd", "visitor"] = "event"
    limit: Annotated[int, Field(ge=1, le=MOST_VALUES)] = 10

    def weight(self) -> int:
        """What it costs an event, besides what its own property does, in tenths of a microsecond: to be sorted into
        sessions, or to be looked up by its visitor."""
        return {"event": 0, "visitor": 20}.get(self.of, 40)


def read(text: str) -> Any:
    """The value that `shown` put into JSON, for the answer."""
    return json.loads(text, parse_float=_number)


def _number(text: str) -> int | float:
    """Equal numbers are shown alike, whoever counted them and however they were sent: 10.0 as 10."""
    whole = Decimal(text)
    return int(whole) if whole == whole.to_integral_value() else float(text)


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


def folded_both(now: Mapping[str, int], before: Mapping[str, int], limit: int) -> tuple[dict[str, str], list[str]]:
    """What each value of two ranges is counted as, and what there is to show of both, in order: the values of the one
    now are told apart, and in the one before the same; OTHER is shown of both where either has it."""
    called = folded(now, limit)
    kept = {order_of(text): name for text, name in called.items() if name != json.dumps(OTHER)}
    called |= {text: kept.get(order_of(text), json.dumps(OTHER)) for text in before if text not in called}
    totals = Counter(dict.fromkeys(called.values(), 0))
    for text, total in now.items():
        totals[called[text]] += total
    return called, ranked(totals)


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
