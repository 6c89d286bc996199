"""Which part of a range is read from files, and which from the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from query.engines.postgres.scope import PostgresScope
from query.engines.reasons import Elsewhere, Reason
from spoor import database
from spoor.lake.manifest import FORMAT, SealedDay
from spoor.settings import setting
from spoor.time import day_bounds

LEAST_EVENTS = 5_000
"""Fewer sealed ones Postgres has counted before files are opened."""

EVENTS_A_MEGABYTE = 10_000
"""Of the function's memory: sessions, which are put in order, take a hundred bytes an event while they are."""

_INSTANT = timedelta(microseconds=1)
_MOST_KNOWN = 4000
_known: dict[str, SealedDay] = {}
"""Days by the hash of what the manifest says of them, each with a digest that was right."""


@dataclass(frozen=True, slots=True)
class SealedSpan:
    """From an instant up to, and without, another."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """`days` lie within the range at least in part, in order; `rest` is what none of them covers, in order."""

    days: Sequence[SealedDay]
    rest: Sequence[SealedSpan]

    @property
    def rows(self) -> int:
        """Of the days' files."""
        return sum(day.rows for day in self.days)


class Broken(Exception):
    """What the manifest or a file says of these days is not what was sealed."""

    def __init__(self, days: Sequence[date]) -> None:
        super().__init__(f"{len(days)} days")
        self.days = days


def plan(span: SealedSpan, scope: PostgresScope, *, is_bounded: bool = True) -> Plan:
    """The plan for a range; what is bounded has to fit into this function's memory.

    Raises Broken, and Elsewhere where files are of no use.
    """
    params = {"app_id": scope.app_id, "first": span.start.astimezone(UTC).date(), "last": (span.end - _INSTANT).date()}
    rows = scope.rows(database.sql("query.engines.lake", "list_sealed_days"), params) if span.start < span.end else []
    days = _read([row for row in rows if row["is_right"]], scope)
    found = Plan(days, list(_between(span, days)))
    changed = sum(row["rows"] or 0 for row in rows if not row["is_right"])
    if changed > found.rows:
        raise Elsewhere(Reason.DIRTY_DAYS)
    if not days:
        raise Elsewhere(Reason.NOT_SEALED)
    if found.rows < LEAST_EVENTS:
        raise Elsewhere(Reason.SMALL_RANGE)
    if is_bounded and found.rows > EVENTS_A_MEGABYTE * int(setting("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "4096")):
        raise Elsewhere(Reason.TOO_LARGE)
    return found


def _read(rows: Sequence[Mapping[str, Any]], scope: PostgresScope) -> list[SealedDay]:
    """The days, in order. What was read of them before, and is still said so, is not asked for again.

    Raises Broken.
    """
    unknown = [row["day"] for row in rows if row["said"] not in _known]
    broken: list[date] = []
    params = {"app_id": scope.app_id, "days": unknown}
    for row in scope.rows(database.sql("query.engines.lake", "get_sealed_days"), params) if unknown else []:
        try:
            _known[row["said"]] = SealedDay.read(row)
        except (ValueError, TypeError):
            broken.append(row["day"])
    if broken:
        raise Broken(broken)
    days = [_known[row["said"]] for row in rows]
    while len(_known) > _MOST_KNOWN:
        del _known[next(iter(_known))]
    return [day for day in days if day.format == FORMAT]  # one of another version is as good as not sealed


def _between(span: SealedSpan, days: Sequence[SealedDay]) -> Sequence[SealedSpan]:
    """What of the span no day covers."""
    found: list[SealedSpan] = []
    at = span.start
    for day in days:
        begin, end = day_bounds(day.day)
        if at < begin:
            found.append(SealedSpan(at, begin))
        at = max(at, end)
    if at < span.end:
        found.append(SealedSpan(at, span.end))
    return found
