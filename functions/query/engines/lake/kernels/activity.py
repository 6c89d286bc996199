"""When visitors were active: a bit a visitor for each stretch of time."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from query.engines.lake.events import Events, Flags, Wants
from query.reports.activity import Activity, ActivityQuestion
from query.reports.choice import ANY_EVENT
from query.reports.lifecycle import LifecycleQuestion
from query.reports.retention.question import RetentionQuestion
from query.reports.stickiness import StickinessQuestion
from query.scope import Scope


def wants(question: RetentionQuestion | LifecycleQuestion | StickinessQuestion, _: Scope) -> Wants:
    """All events of the question's stretches."""
    choices = (
        [question.start_event, question.return_event] if isinstance(question, RetentionQuestion) else [question.event]
    )
    filters = [question.filters, *((each or ANY_EVENT).filters for each in choices)]
    return Wants(question.edges[0], question.edges[-1], filters)


def gather_active(question: LifecycleQuestion | StickinessQuestion, _: Scope, events: Events) -> Activity:
    """Who was active in which stretch."""
    met = events.met(question.event or ANY_EVENT, question.filters)
    return _activity(question, events, {"active": met}, "active")


def gather_retention(question: RetentionQuestion, _: Scope, events: Events) -> Activity:
    """Who started and returned in which stretch."""
    marks = {"started": events.met(question.start_event or ANY_EVENT, question.filters)}
    if question.returns == "returned":
        met = events.met(question.return_event or ANY_EVENT, question.filters)
        met[: events.cut([question.start])[0]] = False  # before the range nobody returns to a cohort of it
        marks["returned"] = met
    return _activity(question, events, marks, "started")


def _activity(question: ActivityQuestion, events: Events, marks: Mapping[str, Flags], needed: str) -> Activity:
    """The marks; of nobody, and of visitors without the one that is needed, there are none."""
    some = np.zeros(events.people, dtype=bool)
    some[events.who[marks[needed]]] = True
    some[0] = False
    cuts = events.cut(question.edges)
    stretches = list(pairwise(cuts))
    found = {name: [_bits(events, met, *each, some) for each in stretches] for name, met in marks.items()}
    return Activity(question.calendar, found, [_integer(some)])


def _bits(events: Events, met: Flags, begin: int, end: int, some: Flags) -> int:
    """A bit for each visitor who is among the events from one to another."""
    there = np.zeros(events.people, dtype=bool)
    there[events.who[begin:end][met[begin:end]]] = True
    return _integer(there & some)


def _integer(flags: Flags) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")
