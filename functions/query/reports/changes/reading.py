"""From what was gathered to facts: texts become values, events of a funnel become entries."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from query.reports.changes.facts import Entries, Facts, ToldValues, Units
from query.reports.changes.findings import Counted, FoundChanges
from query.reports.changes.question import ChangesQuestion
from query.reports.deadline import Deadline
from query.reports.funnel.attempts import attempts
from query.reports.funnel.parcels import Parcels
from query.reports.funnel.question import FunnelQuestion


class _Book:
    """The told ones, each with a place."""

    def __init__(self, properties: int) -> None:
        self._properties = properties
        self._places: dict[str, int] = {}
        self.told: list[ToldValues] = []

    def place(self, text: str) -> int:
        """The place of what a JSON list of values tells."""
        found = self._places.get(text)
        if found is None:
            found = self._places[text] = len(self.told)
            values = _read(text, self._properties)
            exact = _read(text, self._properties, parse_int=Decimal, parse_float=Decimal)
            self.told.append(ToldValues(tuple(values), tuple(map(_known, exact))))
        return found


def facts_of(question: ChangesQuestion, found: FoundChanges, deadline: Deadline) -> Facts:
    """The facts of both periods.

    Raises TooSlow.
    """
    book = _Book(len(found.properties))
    if isinstance(question.question, FunnelQuestion):
        asked = [question.over(span) for span in (question.now, question.before)]
        now, before = (
            _entries(one, period, book, deadline)
            for one, period in zip(asked, (found.now, found.before), strict=True)
            if isinstance(one, FunnelQuestion)
        )
        return Facts(found.properties, book.told, now, before)
    return Facts(found.properties, book.told, _units(found.now, book), _units(found.before, book))


def _entries(question: FunnelQuestion, parcels: Any, book: _Book, deadline: Deadline) -> Entries:
    steps = len(question.asked_steps())
    told: list[int] = []
    times_us: list[int] = []
    converted: list[bool] = []
    given: Parcels = parcels
    for attempt in attempts(question, given, deadline):
        told.append(book.place(attempt.said or "[]"))
        times_us.append(attempt.entered)
        converted.append(len(attempt.times) == steps)
    return Entries(told, times_us, converted)


def _units(counted: Any, book: _Book) -> Units:
    given: Sequence[Counted] = counted
    told: list[int] = []
    visitors: list[int] = []
    days: list[int] = []
    events: list[int] = []
    for one in given:
        told += [book.place(one.told)] * len(one.days)
        visitors += one.visitors
        days += one.days
        events += one.events
    return Units(told, visitors, days, events)


def _read(text: str, properties: int, **how: Any) -> list[Any]:
    try:
        return json.loads(text, **how) or [None] * properties
    except json.JSONDecodeError:  # it was too long
        return [None] * properties


def _known(value: Any) -> Any:
    """What a value is compared by: 1 is 1.0, and neither is true."""
    return (type(value).__name__, json.dumps(value, default=str) if isinstance(value, list | dict) else value)
