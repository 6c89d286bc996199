"""What there is to seal, one day after the other, as long as there is time; and what has to be looked after besides."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic
from uuid import UUID

from rollup.lake.sealing import DayOutcome, seal
from spoor import database
from spoor.lake.storage import Store
from spoor.time import day_bounds


@dataclass(frozen=True)
class LakePatience:
    """A day is `over` for so long before it is sealed: ingest marks what is an hour old, and no statement takes another
    hour. A day that changed has `rested` before it is sealed again, since late events seldom come alone. A file that no
    manifest names is swept once it is `left` for so long. Each sealed day is counted again every so often.
    """

    over: timedelta = timedelta(hours=2)
    rested: timedelta = timedelta(minutes=10)
    left: timedelta = timedelta(hours=1)
    counted: timedelta = timedelta(days=1)
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
    rows = database.run(database.sql("rollup.lake", "list_days"), params, repeatable=True, within_s=30.0)
    return [Due(row["app_id"], row["day"], row["why"]) for row in rows]


def work(
    store: Store,
    now: datetime | None = None,
    app_id: UUID | None = None,
    patience: LakePatience = _PATIENCE,
    scratch: Path | None = None,
    tell: Tell = _nobody,
) -> dict[str, int]:
    """Seal what is due, look after what is sealed, sweep away what is left over; tells how many days became what.

    Raises DatabaseAway, StoreAway.
    """
    until = monotonic() + patience.working_s
    now = now or database.run(database.sql("rollup", "database_clock"), repeatable=True)[0]["now"]
    database.change(database.sql("rollup.lake", "tell_home"), {"url": store.url}, repeatable=True)
    became: Counter[str] = Counter()
    became["found changed"] += sum(_changed(now, patience))
    for each in due(now, app_id, patience):
        if monotonic() > until:
            became["left to the next run"] += 1
            continue
        outcome = seal(each.app_id, each.day, store, scratch)
        became[outcome.what] += 1
        tell(each, outcome)
    became["swept"] += sum(1 for _ in sweep(store, now - patience.left))
    return {what: count for what, count in became.items() if count}


def _changed(now: datetime, patience: LakePatience) -> Iterator[bool]:
    """Whether each of some sealed days has another number of events than were sealed; those are marked."""
    params = {"before": now - patience.counted, "most": _MOST}
    for row in database.run(database.sql("rollup.lake", "days_to_check"), params, repeatable=True):
        since, until = day_bounds(row["day"])
        of_day = {"app_id": row["app_id"], "day": row["day"], "since": since, "until": until}
        [found] = database.run(database.sql("rollup.lake", "check_day"), of_day, repeatable=True, within_s=30.0)
        yield found["differs"]


def sweep(store: Store, before: datetime) -> Iterator[str]:
    """Remove files that no manifest names since `before`, and give their paths.

    Raises DatabaseAway, StoreAway.
    """
    params = {"before": before, "most": _MOST}
    for row in database.run(database.sql("rollup.lake", "files_to_sweep"), params, repeatable=True):
        store.remove(row["path"])
        database.change(database.sql("rollup.lake", "forget_file"), {"path": row["path"]}, repeatable=True)
        yield row["path"]
