"""From a question to what is gathered for it: the plan, the files and the rest, one pass over all of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from query.engines.lake import cohorts, plan
from query.engines.lake.chunks import EventChunks
from query.engines.lake.compiled.library import library
from query.engines.lake.events import NAME, Events, OfGroup, Wants, key_of
from query.engines.lake.feed import NotDecoded
from query.engines.lake.files import DayFiles
from query.engines.lake.filters import of_properties, passing
from query.engines.lake.kernels import activity, changes, funnel, overview, paths, sessions, trends
from query.engines.lake.kernels.accounts import spans_of_members, told_by_accounts
from query.engines.lake.pieces import Lake
from query.engines.lake.plan import Broken, Plan
from query.engines.lake.table import rest, state
from query.engines.lake.table.state import LakeState
from query.engines.postgres import turn
from query.engines.postgres.scope import PostgresScope
from query.engines.reasons import Elsewhere, Reason
from query.inquiry import Inquiry
from query.looks.export import EXPORT
from query.questions.filters import Filter, cohorts_named
from query.reports.both import Both
from query.scope import Scope
from spoor import database
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
    gather: Callable[[Any, Scope, Events], Any]
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
}
"""By the inquiry's name."""


@contextmanager
def gathered_from(
    inquiry: Inquiry[Any, Any, Any], question: Any, scope: Scope
) -> Iterator[tuple[Any, Callable[[float], None]]]:
    """What is gathered for a question that the lake knows, for as long as the block lasts. All that is read of the
    database is read as of one moment; then its connection is given back, and files are read and counted without it.

    Raises Elsewhere, TooManyReports, TooSlow, DatabaseAway.
    """
    if inquiry.name == EXPORT.name:
        from query.engines.lake.looks import export  # with DuckDB

        with _snapshot(scope) as (asking, alive):
            yield export.gather(question, asking), alive
        return
    yield _gathered(inquiry.name, question, scope), _nothing


@contextmanager
def _snapshot(scope: Scope) -> Iterator[tuple[PostgresScope, Callable[[float], None]]]:
    """A turn, all of whose statements see the same."""
    with turn.taken(scope) as taken:
        taken.connection.execute(database.sql("query.engines.lake", "one_snapshot"))
        given = {each.name: getattr(scope, each.name) for each in fields(Scope)}
        yield PostgresScope(**given, turn=taken), taken.alive


def _nothing(_: float) -> None:
    pass


def _gathered(name: str, question: Any, scope: Scope) -> Any:
    """Asked once more where something turned out to be broken, and the table has it."""
    for is_last in (False, True):
        try:
            with _snapshot(scope) as (asking, _):
                read = _read(KERNELS[name], question, asking)
            return read()
        except Broken as error:
            _mark(error, scope)
            if is_last or not _does_table_have(error.days, scope):
                raise Elsewhere(Reason.BROKEN_FILES) from error
    raise Elsewhere(Reason.BROKEN_FILES)


def _does_table_have(days: Sequence[date], scope: Scope) -> bool:
    """Whether another look finds, in the table, what is broken: where an app has a horizon, all else may be in files
    alone."""
    return scope.horizon is not None and all(day >= scope.horizon.date() for day in days)


def _read(kernel: Kernel, question: Any, scope: PostgresScope) -> Callable[[], Any]:
    """Ask the database all that there is to ask for a question's range and, where the report does not look at both
    together, for the one that it is compared with; gives what reads files and gathers."""
    question = kernel.named(question, scope)
    now = _RangeRead.of(kernel, question, scope)
    other = getattr(question, "compared_with", None)
    if other is None or kernel.is_of_both(question):
        return now.gathered
    then = _RangeRead.of(kernel, question.over(other), scope)
    return lambda: Both(now.gathered(), then.gathered())


@dataclass(frozen=True, slots=True)
class _RangeRead:
    """A question about one range, with what the database said of it; `wants` are the report's own, `all_wants` those of
    cohorts as well."""

    kernel: Kernel
    question: Any
    scope: Scope
    wants: Wants
    all_wants: Wants
    found: Plan
    files: DayFiles
    state: LakeState
    others: rest.Rest

    @classmethod
    def of(cls, kernel: Kernel, question: Any, scope: PostgresScope) -> "_RangeRead":
        """Raises Broken, Elsewhere, TooManyReports, TooSlow."""
        wants, group = kernel.wants(question, scope), getattr(question, "group", None)
        if group is not None:
            spans = [*wants.spans, *spans_of_members(wants.spans)]
            wants = replace(wants, spans=spans, properties=[*wants.properties, OfGroup(group)])
        wanted = [wants, *(cohorts.wants(each, scope) for each in scope.cohorts.values())]
        filters = Wants((), [part for each in wanted for given in each.filters for part in of_properties(given)])
        spans = plan.apart([span for each in wanted for span in each.spans])
        who = wants.who or group is not None or len(wanted) > 1
        given = state.read(spans, scope, who=who)
        found = plan.plan(spans, given, scope)
        asked = Wants(wants.spans, filters.different(), list(dict.fromkeys(wants.properties)), who)
        names_asked = [each for each in asked.properties if each != NAME]
        kinds = [*(["core"] if who else []), *(["properties"] if asked.filters or names_asked else [])]
        files = DayFiles(found.days, kinds)
        others = rest.read(found.rest, asked.filters, names_asked, given, scope)
        bare = Scope(**{each.name: getattr(scope, each.name) for each in fields(Scope)})
        return cls(kernel, question, bare, wants, asked, found, files, given, others)

    def gathered(self) -> Any:
        """From files and from what the database said. Raises Broken, Elsewhere, TooLarge, TooSlow."""
        kernel, question, scope = self.kernel, self.question, self.scope
        lake, group = (
            Lake.of(self.found, self.files, self.all_wants, self.state, self.others),
            getattr(question, "group", None),
        )
        is_plain = group is None and not scope.cohorts and not lake.erased and lake.found.days
        if kernel.stream is not None and library() is not None and is_plain:
            with suppress(NotDecoded):
                streamed = kernel.stream(question, scope, lake.feed().chunks())
                if streamed is not None:
                    return streamed
        events = _of_cohorts(lake.events(), self.wants, scope)
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


def _mark(broken: Broken, scope: Scope) -> None:
    """Have the days sealed again; nobody is answered from them meanwhile."""
    logger.error("sealed days are broken", app_id=str(scope.app_id), days=len(broken.days))
    params = {"app_id": scope.app_id, "days": list(broken.days)}
    database.run(database.sql("query.engines.lake", "mark_broken"), params, repeatable=True)
