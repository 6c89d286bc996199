"""How many events of a visitor lie before the horizon: what an erasure takes that the table alone does not tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

import numpy as np

from query.engines.horizon import LakeAway
from query.engines.lake import plan
from query.engines.lake.events import microseconds
from query.engines.lake.files import paths_of, read_core
from query.engines.lake.plan import Broken
from query.engines.postgres.scope import PostgresScope
from query.engines.postgres.turn import Turn
from query.engines.reasons import Elsewhere, Reason
from query.questions.comparison import Span
from query.questions.words import EARLIEST
from query.scope import Scope
from spoor import database
from spoor.database import Row
from spoor.lake.manifest import SealedDay
from spoor.postgres.connection import Connection
from spoor.statements import compiled
from spoor.time import day_bounds
from spoor.visitor import ids_of

_AT_ONCE = 31
"""Days whose core files are looked at together."""


class _ChangeTurn(Turn):
    """A change's own transaction, which bounds itself."""

    def rows(self, statement: LiteralString, params: Mapping[str, Any], may_loop: bool = True) -> list[Row]:
        """As a turn's."""
        return self.connection.cursor(binary=True).execute(statement, params).fetchall()


def count(connection: Connection, app_id: UUID, visitor_id: str, horizon: datetime) -> int:
    """How many events of the visitor, by any id of theirs, are before the horizon: in files, and in the table.

    Raises LakeAway where that cannot be told, DatabaseAway.
    """
    turn = _ChangeTurn(connection, Scope(app_id, timedelta(), horizon))
    scope = PostgresScope(app_id, timedelta(), horizon, horizon=horizon, turn=turn)
    try:
        return _counted(visitor_id, horizon, scope)
    except Broken as error:
        raise LakeAway(horizon, Reason.BROKEN_FILES) from error
    except Elsewhere as error:
        raise LakeAway(horizon, error.reason) from error


def _counted(visitor_id: str, horizon: datetime, scope: PostgresScope) -> int:
    ids = [
        next(iter(row.values())) for row in scope.rows(*compiled(ids_of(scope.app_id, visitor_id), "ids_of_visitor"))
    ]
    params = {"app_id": scope.app_id, "ids": ids, "horizon": horizon}
    [known] = scope.rows(database.sql("query.engines.lake", "codes_of_ids"), params)
    waiting = _by_day(scope.rows(database.sql("query.engines.lake", "rows_that_wait"), params))
    found = sum(len(each) for each in waiting.values())
    if not known["codes"]:
        return found
    codes = np.array(known["codes"], dtype=np.int32)
    days = plan.sealed(Span(EARLIEST, horizon), scope)
    for begin in range(0, len(days), _AT_ONCE):
        for day, events in _of_days(days[begin : begin + _AT_ONCE], codes):
            found += events
            if events and day.day in waiting:
                found -= len(waiting[day.day] & _ids_in(day, ids))
    return found


def _by_day(rows: Iterable[Row]) -> Mapping[date, set[str]]:
    """The ids of events by their days of UTC."""
    found: defaultdict[date, set[str]] = defaultdict(set)
    for row in rows:
        found[row["occurred_at"].astimezone(UTC).date()].add(row["id"])
    return found


def _of_days(days: Sequence[SealedDay], codes: Any) -> Iterable[tuple[SealedDay, int]]:
    """How many events each day has of some visitors. Raises Broken, Elsewhere."""
    theirs = np.isin(read_core(days).visitor, codes)
    at = 0
    for day in days:
        yield day, int(np.count_nonzero(theirs[at : at + day.rows]))
        at += day.rows


def _ids_in(day: SealedDay, ids: Sequence[str]) -> set[str]:
    """The ids of a day's events of some visitors. Raises Broken, Elsewhere."""
    from query.engines.lake import stream

    [path] = paths_of([day], "properties")
    since, until = (microseconds(each) for each in day_bounds(day.day))
    return {str(event_id) for _, event_id, *_ in stream.rows(path, since, until, None, ids)}
