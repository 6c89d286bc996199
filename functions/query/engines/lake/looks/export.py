"""Reads events one by one, oldest first: from files what lies before the horizon, and from the table the rest."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from query.engines.lake import plan, stream
from query.engines.lake.events import microseconds
from query.engines.lake.files import paths_of, read_core
from query.engines.lake.plan import Broken
from query.engines.postgres.looks import export
from query.engines.postgres.scope import PostgresScope
from query.engines.reasons import Elsewhere, Reason
from query.looks.events import Event, as_object
from query.looks.export import ExportAsked, ExportQuestion, day_bounds
from query.questions.comparison import Span
from query.questions.pages import last_row_of
from query.questions.words import EARLIEST
from spoor import database
from spoor.lake.manifest import SealedDay
from spoor.statements import compiled
from spoor.visitor import ids_of

_1970 = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = 7
"""Days whose core files are looked at together, for whether they have a visitor at all."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is looked for in files: events from `start` up to `end`, behind a `place` in their order, of some `ids`,
    whose codes are `codes`; of anybody where these are None. Those of the codes `erased` count no more."""

    start: datetime
    end: datetime
    place: tuple[int, str] | None
    ids: Sequence[str] | None
    codes: NDArray[np.int32]
    erased: NDArray[np.int32]


def gather(asked: ExportAsked, scope: PostgresScope) -> Iterator[Event]:
    """The events asked for, one after the other, however many.

    Raises Elsewhere, Unprocessable for a cursor that is none, TooSlow, DatabaseAway.
    """
    if scope.horizon is not None:
        sought = _sought(asked.words, scope.horizon, scope)
        if sought.start < sought.end:
            yield from _of_files(sought, scope)
    yield from export.gather(asked, scope)


def _sought(question: ExportQuestion, horizon: datetime, scope: PostgresScope) -> _Sought:
    start, end = (EARLIEST, horizon) if question.day is None else day_bounds(question.day, question.timezone)
    place: tuple[int, str] | None = None
    if question.cursor is not None:
        at, event_id = last_row_of(question.cursor)
        start, place = max(start, at), (microseconds(at), str(event_id))
    ids: list[str] | None = None
    if question.visitor_id is not None:
        ids = [
            next(iter(row.values()))
            for row in scope.rows(*compiled(ids_of(scope.app_id, question.visitor_id), "ids_of_visitor"))
        ]
    params = {"app_id": scope.app_id, "ids": ids or []}
    [row] = scope.rows(database.sql("query.engines.lake", "codes_of_ids"), params)
    codes, erased = (np.array(row[name] or [], dtype=np.int32) for name in ("codes", "erased"))
    return _Sought(start, min(end, horizon), place, ids, codes, erased)


def _of_files(sought: _Sought, scope: PostgresScope) -> Iterator[Event]:
    days = plan.sealed(Span(sought.start, sought.end), scope)
    try:
        for begin in range(0, len(days), _AT_ONCE):
            for day, visitors in _with_visitors(days[begin : begin + _AT_ONCE], sought):
                [path] = paths_of([day], "properties")
                since, until = (microseconds(each) for each in (sought.start, sought.end))
                for row, *said in stream.rows(path, since, until, sought.place, sought.ids):
                    if visitors is None or not np.isin(visitors[row], sought.erased):
                        yield _event(*said)
                scope.deadline.check()
    except Broken as error:
        raise Elsewhere(Reason.BROKEN_FILES) from error


def _with_visitors(days: Sequence[SealedDay], sought: _Sought) -> Iterator[tuple[SealedDay, NDArray[np.int32] | None]]:
    """The days that may have what is sought; with the visitors of each event where some of them do not count."""
    if sought.ids is None and not len(sought.erased):
        yield from ((day, None) for day in days)
        return
    visitor = read_core(days).visitor
    at = 0
    for day in days:
        own = visitor[at : at + day.rows]
        at += day.rows
        if sought.ids is None or np.isin(own, sought.codes).any():
            yield day, own if len(sought.erased) else None


def _event(event_id: str, at: int, name: str, anonymous_id: str | None, properties: str | None) -> Event:
    said = None if properties is None else json.loads(properties)
    return Event(UUID(event_id), name, anonymous_id, as_object(said), _1970 + timedelta(microseconds=at))
