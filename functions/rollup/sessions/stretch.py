"""Checks one stretch of an app's time: where other events are counted than before, they go into the sessions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from psycopg.rows import DictRow

from spoor import database
from spoor.postgres.connection import Connection

_WITHIN_S = 10.0  # seconds for one step, which takes well below one


@dataclass(frozen=True)
class Limits:
    """What a step may take on: events to count, and events to take into sessions (a quarter of an hour at least)."""

    count: int = 100_000
    merge: int = 25_000


@dataclass(frozen=True)
class Stretch:
    """The time of an app from `down_to` (None: the beginning) up to, but not including, `below` (None: for ever).

    `resumed` says that how far it got is remembered from run to run; `then` comes after it.
    """

    app_id: str
    below: datetime | None = None
    down_to: datetime | None = None
    resumed: bool = False
    then: "Stretch | None" = None


@dataclass(frozen=True)
class Step:
    """What became of a step: the stretch that is left to check, and how much there was to do.

    `events` were read since their quarter of an hour had changed; of sessions `opened` are new, `extended` got another
    start or end, `absorbed` went into an earlier one, `closed` are over.
    """

    rest: Stretch | None
    events: int = 0
    opened: int = 0
    extended: int = 0
    absorbed: int = 0
    closed: int = 0
    forgotten: int = 0

    @property
    def found(self) -> bool:
        """Whether there was anything to do but look."""
        return bool(self.events or self.closed or self.forgotten)


def check(stretch: Stretch, now: datetime, limits: Limits) -> Step | None:
    """Check the newest part of a stretch, as far as the limits allow, in one transaction.

    None when another run is at this app, or when the app is gone. Raises DatabaseAway.
    """
    with database.transaction(_WITHIN_S) as connection:
        of_app = {"app_id": stretch.app_id}
        mark = connection.execute(database.sql("rollup.sessions", "lock_watermark"), of_app).fetchone()
        if mark is None:
            return None
        if mark["gap_seconds"] != mark["session_gap_seconds"]:
            return _forget(connection, stretch, mark["session_gap_seconds"], limits)
        clock = {"now": now, "gap": timedelta(seconds=mark["gap_seconds"])}
        counted = _compare(connection, stretch, limits)
        quarters, counts, floor = _take(counted, limits)
        of_quarters = {"quarters": quarters, "counts": counts}
        step = Step(rest=stretch.then if floor is None else replace(stretch, below=floor), events=sum(counts))
        if quarters:
            merged = connection.execute(
                database.sql("rollup.sessions", "merge_sessions"), of_app | clock | of_quarters
            ).fetchone()
            connection.execute(database.sql("rollup.sessions", "record_counts"), of_app | of_quarters)
            step = replace(step, **(merged or {}))
        if stretch.below is None:
            closed = connection.execute(database.sql("rollup.sessions", "close_sessions"), of_app | clock).rowcount
            step = replace(step, closed=closed)
        if stretch.resumed:
            connection.execute(database.sql("rollup.sessions", "save_watermark"), of_app | {"checked_down_to": floor})
        return step


def _compare(connection: Connection, stretch: Stretch, limits: Limits) -> DictRow:
    most = limits.count
    while True:
        params = {"app_id": stretch.app_id, "below": stretch.below, "down_to": stretch.down_to, "most": most}
        counted = connection.execute(database.sql("rollup.sessions", "compare_counts"), params).fetchone() or {}
        if counted["floor"] is None or counted["whole"]:
            return counted
        most *= 2  # a single quarter of an hour holds more events than may be counted


def _take(counted: DictRow, limits: Limits) -> tuple[Sequence[datetime], Sequence[int], datetime | None]:
    """The changed quarters that one step takes on, their counts, and how far down the stretch is then done."""
    quarters, counts = counted["quarters"], counted["counts"]
    events = 0
    for place, count in enumerate(counts, start=1):
        events += count
        if events >= limits.merge and place < len(counts):
            return quarters[:place], counts[:place], quarters[place - 1]
    return quarters, counts, counted["floor"]


def _forget(connection: Connection, stretch: Stretch, gap_seconds: int, limits: Limits) -> Step:
    """An app's gap was changed: its sessions are to be made anew, with the gap that it has now."""
    some = {"app_id": stretch.app_id, "most": limits.merge}
    forgotten = connection.execute(database.sql("rollup.sessions", "forget_sessions"), some).rowcount
    if forgotten < limits.merge:
        connection.execute(
            database.sql("rollup.sessions", "forget_counts"), {"app_id": stretch.app_id, "gap_seconds": gap_seconds}
        )
    return Step(rest=stretch, forgotten=forgotten)
