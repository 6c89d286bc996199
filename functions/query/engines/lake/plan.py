"""Which part of a range is read from files, and which from the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from query.engines.lake.table.state import LakeState, ListedDay, meet
from query.engines.lake.table.state import read as read_state
from query.engines.postgres.scope import PostgresScope
from query.engines.reasons import Elsewhere, Reason
from query.questions.comparison import Span
from spoor import database
from spoor.lake.manifest import FORMAT, SealedDay
from spoor.settings import setting
from spoor.time import day_bounds

LEAST_EVENTS = 5_000
"""Fewer sealed ones Postgres has counted before files are opened."""

EVENTS_A_MEGABYTE = 10_000
"""Of the function's memory: sessions, which are put in order, take a hundred bytes an event while they are."""

_MOST_KNOWN = 4000
_known: dict[str, SealedDay] = {}
"""Days by the hash of what the manifest says of them, each with a digest that was right."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`days` lie within the spans at least in part, in order; `rest` is what none of them covers, in order."""

    days: Sequence[SealedDay]
    rest: Sequence[Span]

    @property
    def rows(self) -> int:
        """Of the days' files."""
        return sum(day.rows for day in self.days)


class Broken(Exception):
    """What the manifest or a file says of these days is not what was sealed."""

    def __init__(self, days: Sequence[date]) -> None:
        super().__init__(f"{len(days)} days")
        self.days = days


def plan(spans: Sequence[Span], state: LakeState, scope: PostgresScope, *, is_bounded: bool = True) -> Plan:
    """The plan for some spans of time that do not meet; what is bounded has to fit into this function's memory.

    Raises Broken, and Elsewhere where files are of no use.
    """
    days = _read([each for each in state.days if each.is_right], scope)
    found = Plan(days, _in_table([each for span in spans for each in _between(span, days)], scope))
    if is_bounded and found.rows > EVENTS_A_MEGABYTE * int(setting("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "4096")):
        raise Elsewhere(Reason.TOO_LARGE)
    if scope.horizon is not None and spans and spans[0].start < scope.horizon:  # nobody else has it
        return found
    changed = sum(each.rows for each in state.days if not each.is_right)
    if changed > found.rows:
        raise Elsewhere(Reason.DIRTY_DAYS)
    if not days:
        raise Elsewhere(Reason.NOT_SEALED)
    if found.rows < LEAST_EVENTS:
        raise Elsewhere(Reason.SMALL_RANGE)
    return found


def sealed(span: Span, scope: PostgresScope) -> list[SealedDay]:
    """The days of a range that are sealed, and right as far as anybody knows, in order. Raises Broken."""
    state = read_state(apart([span]), scope, who=False)
    return _read([each for each in state.days if each.is_right], scope)


def apart(spans: Sequence[Span]) -> list[Span]:
    """The same time in spans that do not meet, in order."""
    found: list[Span] = []
    for span in sorted(each for each in spans if each.start < each.end):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _read(listed: Sequence[ListedDay], scope: PostgresScope) -> list[SealedDay]:
    """The days, in order. What was read of them before, and is still said so, is not asked for again.

    Raises Broken.
    """
    unknown = [each.day for each in listed if each.said not in _known]
    broken: list[date] = []
    params = {"app_id": scope.app_id, "days": unknown}
    for row in scope.rows(database.sql("query.engines.lake", "get_sealed_days"), params) if unknown else []:
        try:
            _known[row["said"]] = SealedDay.read(row)
        except (ValueError, TypeError):
            broken.append(row["day"])
    if broken:
        raise Broken(broken)
    days = [_known[each.said] for each in listed]
    if scope.horizon is not None:
        unreadable = [day.day for day in days if day.format != FORMAT and day.day < scope.horizon.date()]
        if unreadable:
            raise Broken(unreadable)
    while len(_known) > _MOST_KNOWN:
        del _known[next(iter(_known))]
    return [day for day in days if day.format == FORMAT]  # one of another version is as good as not sealed


def _in_table(spans: Sequence[Span], scope: PostgresScope) -> list[Span]:
    """What of the spans is to be read from the table: nothing before the horizon."""
    since = scope.horizon
    if since is None:
        return list(spans)
    return [Span(max(span.start, since), span.end) for span in spans if span.end > since]


def _between(span: Span, days: Sequence[SealedDay]) -> Sequence[Span]:
    """What of the span no day covers."""
    found: list[Span] = []
    at = span.start
    for day in days:
        if not meet(day.day, span):
            continue
        begin, end = day_bounds(day.day)
        if at < begin:
            found.append(Span(at, begin))
        at = max(at, end)
    if at < span.end:
        found.append(Span(at, span.end))
    return found
