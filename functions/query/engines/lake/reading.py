"""From a question to what is gathered for it: the plan, the files and the rest, one pass over all of it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from query.engines.lake import plan, rest
from query.engines.lake.erased import without
from query.engines.lake.events import Events, Wants, begins, key_of, microseconds, rows_before
from query.engines.lake.files import Core, RowProperties, read_core, read_said
from query.engines.lake.kernels import activity, funnel, paths, sessions, trends
from query.engines.lake.looks import export
from query.engines.lake.plan import Broken, Plan, SealedSpan
from query.engines.lake.values import Values
from query.engines.postgres import turn
from query.engines.postgres.scope import PostgresScope
from query.engines.reasons import Elsewhere, Reason
from query.inquiry import Inquiry
from query.looks.export import EXPORT
from query.reports.both import Both
from query.reports.breakdown import Breakdown
from query.scope import Scope
from spoor import database
from spoor.telemetry import logger

NAME = "$name"
"""The property that core files hold, too."""


class Kernel(NamedTuple):
    """How a report is gathered: what it wants of events, and what it makes of them."""

    wants: Callable[[Any, Scope], Wants]
    gather: Callable[[Any, Scope, Events], Any]


KERNELS: Mapping[str, Kernel] = {
    "trends": Kernel(trends.wants, trends.gather),
    "funnel": Kernel(funnel.wants, funnel.gather),
    "retention": Kernel(activity.wants, activity.gather_retention),
    "lifecycle": Kernel(activity.wants, activity.gather_active),
    "stickiness": Kernel(activity.wants, activity.gather_active),
    "sessions": Kernel(sessions.wants, sessions.gather),
    "paths": Kernel(paths.wants, paths.gather),
}
"""By the report's name."""


@contextmanager
def gathered_from(
    inquiry: Inquiry[Any, Any, Any], question: Any, scope: Scope
) -> Iterator[tuple[Any, Callable[[float], None]]]:
    """What is gathered for a question that the lake knows, for as long as the block lasts. All that is read of the
    database is read as of one moment.

    Raises Elsewhere, TooManyReports, TooSlow, DatabaseAway.
    """
    for is_last in (False, True):
        broken: Broken | None = None
        with turn.taken(scope) as taken:
            taken.connection.execute(database.sql("query.engines.lake", "one_snapshot"))
            given = {each.name: getattr(scope, each.name) for each in fields(Scope)}
            asking = PostgresScope(**given, turn=taken)
            try:
                found = _of_ranges(inquiry.name, question, asking)
            except Broken as error:
                broken = error
            else:
                yield found, taken.alive
        if broken is None:
            return
        _mark(broken, scope)
        if is_last or not _does_table_have(broken.days, scope):
            raise Elsewhere(Reason.BROKEN_FILES)


def _does_table_have(days: Sequence[date], scope: Scope) -> bool:
    """Whether another look finds, in the table, what is broken: where an app has a horizon, all else may be in files
    alone."""
    return scope.horizon is not None and all(day >= scope.horizon.date() for day in days)


def _of_ranges(name: str, question: Any, scope: PostgresScope) -> Any:
    if name == EXPORT.name:
        return export.gather(question, scope)
    return _of_report(name, question, scope)


def _of_report(name: str, question: Any, scope: PostgresScope) -> Any:
    """What is gathered for a question's range and, where trends do not look at both together, for the one that it is
    compared with."""
    now = _of_range(KERNELS[name], question, scope)
    other = getattr(question, "compared_with", None)
    if other is None or name == "trends":
        return now
    return Both(now, _of_range(KERNELS[name], question.over(other), scope))


def _of_range(kernel: Kernel, question: Any, scope: PostgresScope) -> Any:
    wants = kernel.wants(question, scope)
    found = plan.plan(SealedSpan(wants.start, wants.end), scope)
    return kernel.gather(question, scope, _events(found, wants, scope))


def _events(found: Plan, wants: Wants, scope: PostgresScope) -> Events:
    """All events of the range in one."""
    filters = wants.different()
    told = None if wants.property == NAME else wants.property
    core, said = read_core(found.days), read_said(found.days, filters, told)
    [row] = scope.rows(database.sql("query.engines.lake", "last_visitor_code"), {"app_id": scope.app_id})
    names = {
        each["code"]: each["name"]
        for each in scope.rows(database.sql("query.engines.lake", "list_name_codes"), {"app_id": scope.app_id})
    }
    breakdown = None if told is None else Breakdown(property=told)
    last_code: int = row["code"]
    others = rest.read(found.rest, filters, breakdown, last_code, scope)
    if len(core.visitor) and int(core.visitor.max()) > last_code:
        raise Broken([day.day for day in found.days])
    names |= {rest.NEW_NAMES + at: name for at, name in enumerate(others.new_names)}
    return without(row["erased"], _together(found, wants, core, said, others, names))


def _together(
    found: Plan, wants: Wants, core: Core, said: RowProperties, others: rest.Rest, names: Mapping[int, str]
) -> Events:
    """Files and rest put together in order of time, without what lies outside of the range."""
    who = np.arange(others.people, dtype=np.int32)
    who[others.linked] = others.else_
    visitor = who[core.visitor] if len(others.linked) else core.visitor
    values = Values(said.values)
    of_files = None if said.says is None else values.places[said.says]
    pieces = _pieces(found, others)
    low, high = microseconds(wants.start), microseconds(wants.end)

    t = _joined(pieces, core.t, others.t)
    first, last = (int(place) for place in np.searchsorted(t, [low, high]))
    within = slice(first, last)
    passes = {
        key_of(each): _joined(pieces, said.passes[at], others.passes[at])[within]
        for at, each in enumerate(wants.different())
    }
    name = _joined(pieces, core.name, others.name)[within]
    says: NDArray[np.int32] | None
    if wants.property == NAME:
        says, texts = of_names(name, names)
    else:
        texts = values.texts
        says = None if of_files is None else _joined(pieces, of_files, values.add(others.says or []))[within]
    return Events(
        who=_joined(pieces, visitor, others.who)[within],
        name=name,
        t=t[within],
        people=others.people,
        names=names,
        passes=passes,
        says=says,
        values=texts,
    )


def of_names(name: NDArray[Any], names: Mapping[int, str]) -> tuple[NDArray[np.int32], list[str]]:
    """What events say of their own name: which of these texts, as JSON."""
    codes = np.array(sorted(names), dtype=np.int64)
    texts = [json.dumps(names[code], ensure_ascii=False) for code in codes.tolist()]
    return np.searchsorted(codes, name).astype(np.int32), texts


def _joined(pieces: Sequence[tuple[bool, int, int]], of_files: NDArray[Any], of_rest: NDArray[Any]) -> NDArray[Any]:
    """A column of both, in the order of the pieces."""
    return np.concatenate([(of_rest if is_rest else of_files)[begin:end] for is_rest, begin, end in pieces])


def _pieces(found: Plan, others: rest.Rest) -> list[tuple[bool, int, int]]:
    """In order of time: whether the next events are of the rest, and from which to which."""
    parts: list[tuple[int, bool, int, int]] = []
    for day, first in zip(found.days, rows_before(found.days), strict=True):
        parts.append((begins(day), False, first, first + day.rows))
    for span in found.rest:
        since, until = (
            int(place) for place in np.searchsorted(others.t, [microseconds(span.start), microseconds(span.end)])
        )
        parts.append((microseconds(span.start), True, since, until))
    return [(is_rest, begin, end) for _, is_rest, begin, end in sorted(parts)] or [(True, 0, 0)]


def _mark(broken: Broken, scope: Scope) -> None:
    """Have the days sealed again; nobody is answered from them meanwhile."""
    logger.error("sealed days are broken", app_id=str(scope.app_id), days=len(broken.days))
    params = {"app_id": scope.app_id, "days": list(broken.days)}
    database.run(database.sql("query.engines.lake", "mark_broken"), params, repeatable=True)
