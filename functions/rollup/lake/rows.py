"""Lets the rows of sealed days leave the table, as an app's retention says. Whatever it is killed at, each event is in
the table, in files that count, or in both.

1. The first day that still has rows is looked for; it has to be over for long enough, sealed, and right.
2. Its files are fetched from the store once more, and have to be what the manifest says.
3. The horizon is moved behind it: from here on the day is answered from the lake alone.
4. Once nobody can be reading the table for it any more, its rows go, those that its files have and no others.
5. What is left then has come late: the day is marked, and sealed again with it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import duckdb

from rollup.lake.earlier import BrokenDay, fetched, read
from rollup.lake.steps import Step, untold
from spoor import database
from spoor.lake.storage import Store
from spoor.telemetry import logger

AT_ONCE = 1000
"""Rows that go in one transaction, which is done in some hundredths of a second."""

_WITHIN_S = 30.0
_IDS = "SELECT id FROM read_parquet(?)"

Out = Callable[[], bool]
"""Whether the time for this run is over."""


def move_horizons(
    store: Store, now: datetime, app_id: UUID | None, out: Out, scratch: Path | None = None, step: Step = untold
) -> Iterator[date]:
    """The days that are in the lake alone from now on, in steps 1 to 3.

    Raises DatabaseAway, StoreAway.
    """
    for app in _apps(now, app_id):
        horizon = app["horizon"]
        while app["until"] is not None and not out():
            step("1 look")
            of_app: dict[str, Any] = {"app_id": app["app_id"], "horizon": horizon, "until": app["until"]}
            rows = database.run(
                database.sql("rollup.lake", "horizon/next_to_go"), of_app, repeatable=True, within_s=_WITHIN_S
            )
            if not rows or not _is_whole(rows[0], store, scratch, step):
                break
            step("3 move")
            params = {**of_app, "day": rows[0]["day"], "digest": rows[0]["digest"]}
            if not database.change(database.sql("rollup.lake", "horizon/move_horizon"), params, repeatable=True):
                break
            yield rows[0]["day"]
            [now_known] = _apps(now, app["app_id"]) or [app]
            horizon = now_known["horizon"]


def empty_days(
    store: Store, now: datetime, before: datetime, app_id: UUID | None, out: Out, scratch: Path | None = None,
    step: Step = untold,
) -> Iterator[int]:  # fmt: skip
    """How many rows of each day before the horizon go, where that was moved before an instant; steps 4 and 5.

    Raises DatabaseAway, StoreAway.
    """
    for app in _apps(now, app_id):
        after: date | None = None
        while not out():
            params = {"app_id": app["app_id"], "after": after, "before": before}
            rows = database.run(database.sql("rollup.lake", "horizon/next_to_empty"), params, repeatable=True)
            if not rows:
                break
            after = rows[0]["first_day"]
            if rows[0]["core"] is not None and not rows[0]["is_marked"]:
                yield _emptied(rows[0], store, scratch, step)


def _apps(now: datetime, app_id: UUID | None) -> list[database.Row]:
    params = {"now": now, "app_id": app_id}
    return database.run(database.sql("rollup.lake", "horizon/apps_with_horizons"), params, repeatable=True)


def _is_whole(row: database.Row, store: Store, scratch: Path | None, step: Step) -> bool:
    """Whether a day's files are in the store as they were sealed; one whose are not is marked."""
    step("2 fetch")
    try:
        with TemporaryDirectory(prefix="rows-", dir=scratch) as name:
            for kind in ("core", "properties"):
                fetched(store, read(row), kind, Path(name)).unlink()
    except BrokenDay as error:
        _tell(row, error)
        database.run(
            database.sql("rollup.lake", "days/mark_day"), {"app_id": row["app_id"], "day": row["day"]}, repeatable=True
        )
        return False
    return True


def _emptied(row: database.Row, store: Store, scratch: Path | None, step: Step) -> int:
    """How many rows of a day went."""
    of_day = {"app_id": row["app_id"], "day": row["day"]}
    gone = 0
    try:
        with TemporaryDirectory(prefix="rows-", dir=scratch) as name:
            path = fetched(store, read(row), "properties", Path(name))
            for ids in _ids(path):
                step("4 go")
                params = {**of_day, "ids": ids}
                [found] = database.run(database.sql("rollup.lake", "horizon/let_rows_go"), params, repeatable=True)
                gone += found["gone"]
    except BrokenDay as error:
        _tell(row, error)
        return gone
    step("5 mark")
    database.change(database.sql("rollup.lake", "horizon/mark_what_is_left"), of_day, repeatable=True)
    return gone


def _ids(path: Path) -> Iterator[Sequence[str]]:
    with duckdb.connect(":memory:") as connection:
        for setting in ("threads = 1", "memory_limit = '100MB'"):
            connection.execute(f"SET {setting}")
        found = connection.execute(_IDS, [str(path)])
        while rows := found.fetchmany(AT_ONCE):
            yield [event_id for (event_id,) in rows]


def _tell(row: database.Row, error: BrokenDay) -> None:
    logger.error("a sealed day is broken", app_id=str(row["app_id"]), day=str(row["day"]), reason=str(error))
