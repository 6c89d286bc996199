"""When visitors were active: a bit a visitor for each stretch of time."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.chunks import EventChunks, Needs
from query.engines.lake.compiled.cells import CellGrid, Cells, cells
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Wants, microseconds
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


Active = LifecycleQuestion | StickinessQuestion
Marks = Mapping[str, tuple[EventChoice, datetime]]
"""Which events set the bits of a mark, and since when, by the mark's name."""


def gather_active(question: Active, _: Scope, events: Events) -> Activity:
    """Who was active in which stretch."""
    events = events.within(question.edges[0], question.edges[-1])
    return _activity(question, _planes(question, events, _active(question)), "active")


def stream_active(question: Active, _: Scope, chunks: EventChunks) -> Activity | None:
    """The same of chunks, where that can be."""
    found = _in_one_pass(question, chunks.within(question.edges[0], question.edges[-1]), _active(question))
    return None if found is None else _activity(question, found, "active")


def gather_retention(question: RetentionQuestion, scope: Scope, all_events: Events) -> Activity:
    """Who started and returned in which stretch."""
    events = all_events.within(question.edges[0], question.edges[-1])
    marks = _planes(question, events, _returned(question))
    if question.breakdown is not None:
        return by_value(question, question.breakdown, scope, all_events, marks)
    return _activity(question, marks, "started")


def stream_retention(question: RetentionQuestion, _: Scope, chunks: EventChunks) -> Activity | None:
    """The same of chunks, where that can be."""
    if question.breakdown is not None:
        return None
    found = _in_one_pass(question, chunks.within(question.edges[0], question.edges[-1]), _returned(question))
    return None if found is None else _activity(question, found, "started")


def _active(question: Active) -> Marks:
    return {"active": (question.event or ANY_EVENT, question.edges[0])}


def _returned(question: RetentionQuestion) -> Marks:
    """Before the range nobody returns to a cohort of it."""
    found = {"started": (question.start_event or ANY_EVENT, question.edges[0])}
    if question.returns == "returned":
        found["returned"] = (question.return_event or ANY_EVENT, question.start)
    return found


def _activity(question: ActivityQuestion, marks: Mapping[str, Planes], needed: str) -> Activity:
    """The marks; of visitors without the one that is needed there are none."""
    some = np.bitwise_or.reduce(marks[needed], axis=0)
    found = {name: [_integer(plane & some) for plane in planes] for name, planes in marks.items()}
    return Activity(question.calendar, found, [_integer(some)])


def _planes(question: RetentionQuestion | Active, events: Events, marks: Marks) -> Mapping[str, Planes]:
    """For each mark and stretch a bit a visitor who is among the events that are chosen."""
    compiled = _in_one_pass(question, EventChunks.of(events), marks)
    return compiled or {name: _by_stretch(question, events, *mark) for name, mark in marks.items()}


def _in_one_pass(question: RetentionQuestion | Active, chunks: EventChunks, marks: Marks) -> dict[str, Planes] | None:
    """By the compiled kernel."""
    edges = [microseconds(each) for each in question.edges]
    stretches = len(edges) - 1
    found: dict[str, Cells] = {}
    since_us = {name: np.maximum(edges, microseconds(since)) for name, (_, since) in marks.items()}
    named = any(choice.event is not None for choice, _ in marks.values())
    for chunk in chunks.begin(Needs(name=named, instants=[int(each) for of in since_us.values() for each in of])):
        for name, (choice, _) in marks.items():
            cuts = chunk.places(since_us[name])
            grid = CellGrid(cuts[:-1], cuts[1:], range(stretches), stretches)
            options = chosen(chunk, [choice], question.filters)
            counted = cells(options, 1, grid, somebody=True, look=True, into=found.get(name))
            if counted is None:
                return None
            found[name] = counted
    return {name: each.seen for name, each in found.items() if each.seen is not None}


def _by_stretch(question: RetentionQuestion | Active, events: Events, choice: EventChoice, since: datetime) -> Planes:
    """By numpy."""
    cuts = [max(each, *events.cut([since])) for each in events.cut(question.edges)]
    met = events.met(choice, question.filters)
    planes = np.zeros((len(cuts) - 1, (events.people + 63) // 64 * 8), dtype=np.uint8)
    for plane, begin, end in zip(planes, cuts[:-1], cuts[1:], strict=True):
        there = np.zeros(len(plane) * 8, dtype=bool)
        there[events.who[begin:end][met[begin:end]]] = True
        there[0] = False
        plane[:] = np.packbits(there, bitorder="little")
    return planes


def _integer(plane: NDArray[np.uint8]) -> int:
    return int.from_bytes(plane.tobytes(), "little")
