"""Retention, lifecycle and stickiness: visitors who are marked alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from query.engines.lake.events import microseconds
from query.engines.portable.relations import WORD, time_cells, words
from query.engines.portable.statements import PortableStatement, of_file
from query.questions.words import EARLIEST
from query.reports.activity import Activity
from query.reports.lifecycle import LifecycleQuestion
from query.reports.retention.question import RetentionQuestion
from query.reports.stickiness import StickinessQuestion
from query.scope import Scope

ActiveQuestion = RetentionQuestion | LifecycleQuestion | StickinessQuestion
_NUMBERS = 7


def statement(question: ActiveQuestion, _: Scope) -> PortableStatement:
    """Over all stretches of the question's periods."""
    edges = question.edges
    stretches = len(edges) - 1
    ever = edges[0] == EARLIEST and stretches > 1
    cells = time_cells(edges[:-1], list(range(stretches)), edges[-1], ever=ever)
    numbers = {
        "unit": cells.unit,
        "since": microseconds(edges[0]),
        "until": microseconds(edges[-1]),
        "first": microseconds(edges[1] if ever else edges[0]),
        "returning": microseconds(question.start),
    }
    return PortableStatement(of_file("activity", numbers), edges[0], edges[-1], words(_names(question)), cells)


def _names(question: ActiveQuestion) -> list[str | None]:
    if not isinstance(question, RetentionQuestion):
        return [None if question.event is None else question.event.event]
    choices = [question.start_event, *([question.return_event] if question.returns == "returned" else [])]
    return [None if each is None else each.event for each in choices]


def read(question: ActiveQuestion, _: Scope, rows: Sequence[Mapping[str, Any]]) -> Activity:
    """A group for each row; those who never started are none."""
    stretches = len(question.edges) - 1
    names = (
        {"started": "started", "returned": "returned"}
        if isinstance(question, RetentionQuestion)
        else {"started": "active"}
    )
    if isinstance(question, RetentionQuestion) and question.returns == "started":
        del names["returned"]
    marks = {name: [0] * stretches for name in names.values()}
    sizes = [0] * 64
    for group, row in enumerate(row for row in rows if any(int(row[f"started_{at}"]) for at in range(_NUMBERS))):
        for said, name in names.items():
            for stretch in range(stretches):
                marks[name][stretch] |= (int(row[f"{said}_{stretch // WORD}"]) >> stretch % WORD & 1) << group
        for power in range(len(sizes)):
            sizes[power] |= (int(row["visitors"]) >> power & 1) << group
    return Activity(question.calendar, marks, sizes)
