"""When visitors were active: a bit a visitor for each stretch of time."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.cells import CellGrid, cells
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Wants
from query.engines.lake.kernels.ends import told_spans
from query.engines.lake.kernels.starts import by_value
from query.questions.comparison import Span
from query.reports.activity import Activity, ActivityQuestion
from query.reports.choice import ANY_EVENT, EventChoice
from query.reports.lifecycle import LifecycleQuestion
from query.reports.retention.question import RetentionQuestion
from query.reports.stickiness import StickinessQuestion
from query.scope import Scope

Planes = NDArray[np.uint8]


def wants(question: RetentionQuestion | LifecycleQuestion | StickinessQuestion, _: Scope) -> Wants:
    """All events of the question's stretches, and what visitors who start are told by."""
    by = [question.breakdown] if isinstance(question, RetentionQuestion) and question.breakdown else []
    choices = (
        [question.start_event, question.return_event] if isinstance(question, RetentionQuestion) else [question.event]
    )
    filters = [question.filters, *((each or ANY_EVENT).filters for each in choices)]
    told = told_spans(by, question.told_in) if isinstance(question, RetentionQuestion) else []
    return Wants([Span(question.edges[0], question.edges[-1]), *told], filters, [each.property for each in by])


def gather_active(question: LifecycleQuestion | StickinessQuestion, _: Scope, events: Events) -> Activity:
    """Who was active in which stretch."""
    events = events.within(question.edges[0], question.edges[-1])
    active = _planes(question, events, question.event or ANY_EVENT, question.edges[0])
    return _activity(question, {"active": active}, "active")


def gather_retention(question: RetentionQuestion, scope: Scope, all_events: Events) -> Activity:
    """Who started and returned in which stretch; before the range nobody returns to a cohort of it."""
    events = all_events.within(question.edges[0], question.edges[-1])
    marks = {"started": _planes(question, events, question.start_event or ANY_EVENT, question.edges[0])}
    if question.returns == "returned":
        marks["returned"] = _planes(question, events, question.return_event or ANY_EVENT, question.start)
    if question.breakdown is not None:
        return by_value(question, question.breakdown, scope, all_events, marks)
    return _activity(question, marks, "started")


def _activity(question: ActivityQuestion, marks: Mapping[str, Planes], needed: str) -> Activity:
    """The marks; of visitors without the one that is needed there are none."""
    some = np.bitwise_or.reduce(marks[needed], axis=0)
    found = {name: [_integer(plane & some) for plane in planes] for name, planes in marks.items()}
    return Activity(question.calendar, found, [_integer(some)])


def _planes(
    question: RetentionQuestion | LifecycleQuestion | StickinessQuestion,
    events: Events,
    choice: EventChoice,
    since: datetime,
) -> Planes:
    """For each stretch a bit a visitor who is among the events that are chosen, by the compiled kernel if it can."""
    cuts = [max(each, *events.cut([since])) for each in events.cut(question.edges)]
    stretches = len(cuts) - 1
    grid = CellGrid(cuts[:-1], cuts[1:], range(stretches), stretches)
    found = cells(chosen(events, [choice], question.filters), 1, grid, somebody=True, look=True)
    if found is not None and found.seen is not None:
        return found.seen
    met = events.met(choice, question.filters)
    planes = np.zeros((stretches, (events.people + 63) // 64 * 8), dtype=np.uint8)
    for plane, begin, end in zip(planes, cuts[:-1], cuts[1:], strict=True):
        there = np.zeros(len(plane) * 8, dtype=bool)
        there[events.who[begin:end][met[begin:end]]] = True
        there[0] = False
        plane[:] = np.packbits(there, bitorder="little")
    return planes


def _integer(plane: NDArray[np.uint8]) -> int:
    return int.from_bytes(plane.tobytes(), "little")
