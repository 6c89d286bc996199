"""From a question to what is gathered for it: the plan, the files and the rest, one pass over all of it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from query.engines.lake import cohorts, plan, rest
from query.engines.lake.chunks import EventChunks
from query.engines.lake.compiled.library import library
from query.engines.lake.erased import without
from query.engines.lake.events import (
    NAME,
    Events,
    OfGroup,
    Property,
    Said,
    Wants,
    begins,
    key_of,
    microseconds,
    rows_before,
)
from query.engines.lake.feed import DayFeed, NotDecoded, PathsOf
from query.engines.lake.files import Core, RowProperties, core_paths, read_core, read_said
from query.engines.lake.filters import of_properties, passing
from query.engines.lake.kernels import activity, changes, funnel, overview, paths, sessions, trends
from query.engines.lake.kernels.accounts import spans_of_members, told_by_accounts
from query.engines.lake.looks import visitors
from query.engines.lake.plan import Broken, Plan
from query.engines.lake.values import Values
from query.engines.postgres import turn
from query.engines.postgres.scope import PostgresScope
from query.engines.reasons import Elsewhere, Reason
from query.inquiry import Inquiry
from query.looks.export import EXPORT
from query.questions.filters import Filter, cohorts_named
from query.reports.both import Both
from query.scope import Scope
from spoor import database
from spoor.lake.manifest import SealedDay
from spoor.telemetry import logger


def _itself(question: Any, _: PostgresScope) -> Any:
    return question


def _never(_: Any) -> bool:
    return False


class Kernel(NamedTuple):
    """How a report is gathered: what it wants of events, and what it makes of them; whether it looks at what a
    question is compared with by itself, what it has to be told by the database before, and what it makes of events that
    come in chunks, where it knows how (None where it does not)."""

    wants: Callable[[Any, Scope], Wants]
    gather: Callable[[Any, Any, Events], Any]
    is_of_both: Callable[[Any], bool] = _never
    named: Callable[[Any, PostgresScope], Any] = _itself
    stream: Callable[[Any, Scope, EventChunks], Any] | None = None


KERNELS: Mapping[str, Kernel] = {
    "trends": Kernel(trends.wants, trends.gather, lambda _: True, stream=trends.stream),
    "overview": Kernel(overview.wants, overview.gather, lambda _: True),
    "funnel": Kernel(funnel.wants, funnel.gather, stream=funnel.stream),
    "retention": Kernel(activity.wants, activity.gather_retention, stream=activity.stream_retention),
    "lifecycle": Kernel(activity.wants, activity.gather_active, stream=activity.stream_active),
    "stickiness": Kernel(activity.wants, activity.gather_active, stream=activity.stream_active),
    "sessions": Kernel(
        sessions.wants, sessions.gather, lambda asked: asked.breakdown is not None, stream=sessions.stream
    ),
    "paths": Kernel(paths.wants, paths.gather, stream=paths.stream),
    "changes": Kernel(changes.wants, changes.gather, named=changes.named),
    "cohort_size": Kernel(cohorts.wants, cohorts.size),
    "cohort_visitors": Kernel(visitors.of_cohort_wants, visitors.of_cohort),
    "funnel_visitors": Kernel(visitors.of_funnel_wants, visitors.of_funnel),
}
"""By the inquiry's name."""


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
        from query.engines.lake.looks import export  # with DuckDB

        return export.gather(question, scope)
    return _of_report(name, question, scope)


def _of_report(name: str, question: Any, scope: PostgresScope) -> Any:
    """What is gathered for a question's range and, where the report does not look at both together, for the one that
    it is compared with."""
    kernel = KERNELS[name]
    question = kernel.named(question, scope)
    now = _of_range(kernel, question, scope)
    other = getattr(question, "compared_with", None)
    if other is None or kernel.is_of_both(question):
        return now
    return Both(now, _of_range(kernel, question.over(other), scope))


def _of_range(kernel: Kernel, question: Any, scope: PostgresScope) -> Any:
    wants, group = kernel.wants(question, scope), getattr(question, "group", None)
    if group is not None:
        spans = [*wants.spans, *spans_of_members(wants.spans)]
        wants = replace(wants, spans=spans, properties=[*wants.properties, OfGroup(group)])
    wanted = [wants, *(cohorts.wants(each, scope) for each in scope.cohorts.values())]
    filters = Wants((), [part for each in wanted for given in each.filters for part in of_properties(given)])
    found = plan.plan([span for each in wanted for span in each.spans], scope)
    asked = Wants(wants.spans, filters.different(), list(dict.fromkeys(wants.properties)), wants.ids)
    lake = _found(found, asked, scope)
    is_plain = group is None and not scope.cohorts and not lake.erased and found.days
    if kernel.stream is not None and library() is not None and is_plain:
        with suppress(NotDecoded):
            streamed = kernel.stream(question, scope, lake.feed().chunks())
            if streamed is not None:
                return streamed
    events = _of_cohorts(lake.events(), wants, scope)
    return kernel.gather(question, scope, events if group is None else told_by_accounts(group, events))


def _of_cohorts(events: Events, wants: Wants, scope: Scope) -> Events:
    """The events with what passes those filters that name cohorts."""
    named = [each for each in wants.different() if cohorts_named(each)]
    if not named:
        return events
    members = {cohort_id: cohorts.members(each, scope, events) for cohort_id, each in scope.cohorts.items()}

    def belongs(condition: Filter) -> NDArray[np.bool_]:
        inside = np.logical_or.reduce([members[UUID(value)] for value in condition.values()])
        flags: NDArray[np.bool_] = inside[events.who]
        return flags if condition.operator == "is" else ~flags

    found = {
        key_of(each): passing(each, lambda part: events.passes[key_of(part)], belongs, len(events.t)) for each in named
    }
    return replace(events, passes={**events.passes, **found})


@dataclass(frozen=True, slots=True)
class _Lake:
    """What files and the table have of what a report wants; core files are not read yet."""

    found: Plan
    wants: Wants
    given: RowProperties
    others: rest.Rest
    said: Mapping[Property, tuple[Said, Said]]
    names: Mapping[int, str]
    last_code: int
    erased: Sequence[int]

    def feed(self) -> DayFeed:
        """The events a day at a time."""
        both = zip(self.given.passes, self.others.passes, strict=True)
        passes = {key_of(each): flags for each, flags in zip(self.wants.filters, both, strict=True)}
        return DayFeed(self.found, _at_once(core_paths), self.others, self.names, passes, self.said, self.last_code)

    def events(self) -> Events:
        """All events in one, in order of time, without what lies outside of the spans on other days. Raises Broken."""
        core = read_core(self.found.days)
        if len(core.visitor) and int(core.visitor.max()) > self.last_code:
            raise Broken([day.day for day in self.found.days])
        return without(self.erased, _together(self, core))


def _at_once(paths_of: PathsOf) -> PathsOf:
    """The same, which looks for the files of some days once, however often they are gone through."""
    known: dict[tuple[date, ...], Sequence[Path]] = {}

    def paths(days: Sequence[SealedDay]) -> Sequence[Path]:
        key = tuple(day.day for day in days)
        if key not in known:
            known[key] = paths_of(days)
        return known[key]

    return paths


def _found(found: Plan, wants: Wants, scope: PostgresScope) -> _Lake:
    """What there is of the spans."""
    names_asked = [each for each in wants.properties if each != NAME]
    said = read_said(found.days, wants.filters, names_asked)
    [row] = scope.rows(database.sql("query.engines.lake", "last_visitor_code"), {"app_id": scope.app_id})
    names = {
        each["code"]: each["name"]
        for each in scope.rows(database.sql("query.engines.lake", "list_name_codes"), {"app_id": scope.app_id})
    }
    others = rest.read(found.rest, wants.filters, names_asked, row["code"], scope, ids=wants.ids)
    names |= {rest.NEW_NAMES + at: name for at, name in enumerate(others.new_names)}
    parts = {
        each: _of_both(Values(of_files.values), of_files, of_rest)
        for each, of_files, of_rest in zip(names_asked, said.said, others.says, strict=True)
    }
    return _Lake(found, wants, said, others, parts, names, row["code"], row["erased"])


def _of_both(values: Values, of_files: Said, of_rest: Sequence[str]) -> tuple[Said, Said]:
    """What files and the rest say of a property, by the same values."""
    places = values.of_files(of_files.places)  # before others are added
    others = values.add(of_rest)
    return Said(places, values.texts), Said(others, values.texts)


def _together(lake: _Lake, core: Core) -> Events:
    """Files and rest put together in order of time. What lies outside of the spans, but on the same days, is there
    too."""
    others, names = lake.others, lake.names
    who = np.arange(others.people, dtype=np.int32)
    who[others.linked] = others.else_
    visitor = who[core.visitor] if len(others.linked) else core.visitor
    pieces = _pieces(lake.found, others)
    name = _joined(pieces, core.name, others.name)
    said: dict[Property, Said] = {NAME: of_names(name, names)} if NAME in lake.wants.properties else {}
    for each, (of_files, of_rest) in lake.said.items():
        said[each] = Said(_joined(pieces, of_files.places, of_rest.places), of_files.values)
    return Events(
        who=_joined(pieces, visitor, others.who),
        name=name,
        t=_joined(pieces, core.t, others.t),
        people=others.people,
        names=names,
        passes={
            key_of(each): _joined(pieces, lake.given.passes[at], others.passes[at])
            for at, each in enumerate(lake.wants.filters)
        },
        said=said,
        new_ids=others.new_ids,
    )


def of_names(name: NDArray[Any], names: Mapping[int, str]) -> Said:
    """What events say of their own name."""
    codes = np.array(sorted(names), dtype=np.int64)
    texts = [json.dumps(names[code], ensure_ascii=False) for code in codes.tolist()]
    places = np.zeros(int(codes[-1]) + 1 if len(codes) else 0, dtype=np.int32)
    places[codes] = np.arange(len(codes), dtype=np.int32)
    return Said(places[name], texts)


def _joined(pieces: Sequence[tuple[bool, int, int]], of_files: NDArray[Any], of_rest: NDArray[Any]) -> NDArray[Any]:
    """A column of both, in the order of the pieces."""
    if len(pieces) == 1:
        [(is_rest, begin, end)] = pieces
        return (of_rest if is_rest else of_files)[begin:end]
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
        if since < until:
            parts.append((microseconds(span.start), True, since, until))
    pieces: list[tuple[bool, int, int]] = []
    for _, is_rest, begin, end in sorted(parts):
        if pieces and pieces[-1][0] == is_rest and pieces[-1][2] == begin:
            pieces[-1] = (is_rest, pieces[-1][1], end)
        else:
            pieces.append((is_rest, begin, end))
    return pieces or [(True, 0, 0)]


def _mark(broken: Broken, scope: Scope) -> None:
    """Have the days sealed again; nobody is answered from them meanwhile."""
    logger.error("sealed days are broken", app_id=str(scope.app_id), days=len(broken.days))
    params = {"app_id": scope.app_id, "days": list(broken.days)}
    database.run(database.sql("query.engines.lake", "mark_broken"), params, repeatable=True)
