"""What there is to seal, one day after the other, as long as there is time; and what has to be looked after besides.

An erasure is done in steps, whichever of which a run is killed at; until the last one the visitor's codes are known,
and count nowhere.

1. The visitor's rows go, their codes are written down, and the days that may have them are marked: at once, by the
   database itself.
2. These days are sealed again, without them.
3. So are put together the months that had such a day in their file.
4. The files before are swept, as soon as nobody can be reading them.
5. The codes are forgotten, once no file of the app's is left that does not count.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID

import duckdb

from rollup.lake import compaction, rows
from rollup.lake.rows import Out
from rollup.lake.sealing import DayOutcome, seal
from rollup.lake.steps import Step, of, untold
from spoor import database
from spoor.lake.storage import Store
from spoor.telemetry import logger
from spoor.time import day_bounds


@dataclass(frozen=True)
class LakePatience:
    """A day is `over` for so long before it is sealed: ingest marks what is an hour old, and no statement takes another
    hour. A day that changed has `rested` before it is sealed again, since late events seldom come alone; a month that
    has `settled` is put together. A file that no manifest names is swept once it is `left` for so long, and where a
    visitor was erased once nobody can be `reading` it any more. Each sealed day is `counted` again every so often. Rows
    leave the table when their day has been answered from the lake `alone` for so long.
    """

    over: timedelta = timedelta(hours=2)
    rested: timedelta = timedelta(minutes=10)
    left: timedelta = timedelta(hours=1)
    counted: timedelta = timedelta(days=1)
    settled: timedelta = timedelta(hours=6)
    reading: timedelta = timedelta(minutes=2)
    alone: timedelta = timedelta(minutes=10)
    working_s: float = 600.0


@dataclass(frozen=True, slots=True)
class Due:
    """A day to seal, and why: it is `closed`, it `changed`, or sealing it was `given up`."""

    app_id: UUID
    day: date
    why: str


Tell = Callable[[Due, DayOutcome], None]
_PATIENCE = LakePatience()
_MOST = 100


def _nobody(_: Due, __: DayOutcome) -> None:
    pass


def due(now: datetime, app_id: UUID | None = None, patience: LakePatience = _PATIENCE) -> list[Due]:
    """The days to seal, the last ones first; of all apps, or of one.

    Raises DatabaseAway.
    """
    closed = (now - patience.over).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    params = {"app_id": app_id, "closed": closed, "rested": now - patience.rested}
    rows = database.run(database.sql("rollup.lake", "days/list_days"), params, repeatable=True, within_s=30.0)
    return [Due(row["app_id"], row["day"], row["why"]) for row in rows]


def work(
    store: Store,
    now: datetime | None = None,
    app_id: UUID | None = None,
    patience: LakePatience = _PATIENCE,
    scratch: Path | None = None,
    tell: Tell = _nobody,
    step: Step = untold,
) -> dict[str, int]:
    """Seal what is due, put months together, let rows go, look after what is sealed, sweep what is left over; tells
    how much became what. A day that DuckDB fails at keeps nothing else from being done; it is told at the end.

    Raises DatabaseAway, StoreAway, duckdb.Error.
    """
    until = monotonic() + patience.working_s

    def out() -> bool:
        return monotonic() > until

    at = now or _clock()
    database.change(database.sql("rollup.lake", "tell_home"), {"url": store.url}, repeatable=True)
    became: Counter[str] = Counter()
    became["found changed"] += sum(_changed(at, patience))
    failed: duckdb.Error | None = None
    for each in due(at, app_id, patience):
        if out():
            became["left to the next run"] += 1
            continue
        try:
            outcome = seal(each.app_id, each.day, store, scratch, of(step, "seal"))
        except duckdb.Error as error:
            failed = failed or error
            outcome = DayOutcome("failed")
            logger.error(
                "a day cannot be sealed", app_id=str(each.app_id), day=str(each.day), kind=type(error).__name__
            )
        became[outcome.what] += 1
        tell(each, outcome)
    for whose, month in compaction.months(at, at - patience.settled, app_id):
        if not out():
            became[f"months {compaction.compact(whose, month, store, scratch, of(step, 'compact'))}"] += 1
    letting = of(step, "let go")
    became["left the table"] += sum(1 for _ in rows.move_horizons(store, at, app_id, out, scratch, letting))
    became["rows let go"] += sum(rows.empty_days(store, at, at - patience.alone, app_id, out, scratch, letting))
    became["swept"] += _swept(store, now, patience, out, step)
    if failed is not None:
        raise failed
    return {what: count for what, count in became.items() if count}


def _clock() -> datetime:
    now: datetime = database.run(database.sql("rollup", "database_clock"), repeatable=True)[0]["now"]
    return now


def _swept(store: Store, now: datetime | None, patience: LakePatience, out: Out, step: Step) -> int:
    """How many files are removed; what was left for the sake of an erasure is waited for until nobody reads it."""
    [pending] = database.run(database.sql("rollup.lake", "pending_erasures"), repeatable=True)
    if pending["files_wait"]:
        sleep(patience.reading.total_seconds())
    at = now or _clock()
    step("erase 4 sweep")
    found = sum(1 for _ in sweep(store, at - patience.left, at - patience.reading, out))
    step("erase 5 forget")
    if pending["there_are"]:
        database.change(database.sql("rollup.lake", "finish_erasures"), repeatable=True)
    return found


def _changed(now: datetime, patience: LakePatience) -> Iterator[bool]:
    """Whether each of some sealed days has another number of events than were sealed; those are marked."""
    params = {"before": now - patience.counted, "most": _MOST}
    for row in database.run(database.sql("rollup.lake", "days/days_to_check"), params, repeatable=True):
        since, until = day_bounds(row["day"])
        of_day = {"app_id": row["app_id"], "day": row["day"], "since": since, "until": until}
        [found] = database.run(database.sql("rollup.lake", "days/check_day"), of_day, repeatable=True, within_s=30.0)
        yield found["differs"]


def sweep(store: Store, before: datetime, left: datetime | None = None, out: Out = lambda: False) -> Iterator[str]:
    """Remove files that no manifest names since `before`, or since `left` where a visitor was erased; gives the paths.

    Raises DatabaseAway, StoreAway.
    """
    params = {"before": before, "left": left or before, "most": _MOST}
    while not out():
        found = database.run(database.sql("rollup.lake", "files/files_to_sweep"), params, repeatable=True)
        for row in found:
            store.remove(row["path"])
            database.change(database.sql("rollup.lake", "files/forget_file"), {"path": row["path"]}, repeatable=True)
            yield row["path"]
        if len(found) < _MOST:
            return
