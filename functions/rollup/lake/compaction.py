"""Puts the core files of a month that is over into one, so that a report of a year opens twelve. Row groups stay as
they are, and none reaches into another day. Whatever it is killed at, the days count as they did before.

1. The new file is written down, to be swept if nothing comes of it.
2. The core files of the month are fetched, and have to be what the manifest says.
3. Their row groups are put together; those that do not count any more are left behind.
4. What is in the new file is read once more.
5. It is put into the store.
6. The manifest names it for all days at once. The files before it are left to the sweep.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import duckdb

from rollup.lake.earlier import BrokenDay, fetched, read
from rollup.lake.files import CHUNKS
from rollup.lake.month_file import DayPart, NotJoinable, join
from rollup.lake.steps import Step, untold
from spoor import database
from spoor.lake.manifest import FORMAT, SealedDay, file_digest
from spoor.lake.storage import Store
from spoor.telemetry import logger

MOST_BYTES = 64_000_000
"""Of a month's core files: days of larger ones are large enough to be opened one by one."""

_BY_DAY = """
SELECT make_date((t_ms // 86_400_000)::INTEGER), count(*)
FROM read_parquet(?, file_row_number = true)
GROUP BY 1 ORDER BY min(file_row_number)
"""


def months(now: datetime, rested: datetime, app_id: UUID | None) -> Iterator[tuple[UUID, date]]:
    """The months whose files are to be put together: an app and the first day of each.

    Raises DatabaseAway.
    """
    params = {"closed": now, "rested": rested, "app_id": app_id, "most": MOST_BYTES, "format": FORMAT}
    for row in database.run(database.sql("rollup.lake", "months/months_to_compact"), params, repeatable=True):
        yield row["app_id"], row["month"]


def compact(app_id: UUID, month: date, store: Store, scratch: Path | None = None, step: Step = untold) -> str:
    """Put a month together: `compacted`, or why it was not: `overtaken`, `broken`. Safe to kill anywhere, and to run
    twice at once.

    Raises DatabaseAway, StoreAway.
    """
    of_month = {"app_id": app_id, "month": month}
    rows = database.run(database.sql("rollup.lake", "months/list_month"), of_month, repeatable=True)
    path = f"app_id={app_id}/month={month:%Y-%m}/core-{uuid4().hex}.parquet"
    step("1 announce")
    database.change(
        database.sql("rollup.lake", "files/announce_file"), {"path": path, "days": len(rows)}, repeatable=False
    )
    with TemporaryDirectory(prefix="compact-", dir=scratch) as name:
        try:
            days = [read(row) for row in rows]
            step("2 fetch")
            parts = _fetched(days, store, Path(name))
            step("3 join")
            target = Path(name) / "joined.parquet"
            chunks = join(parts, target)
            step("4 check")
            _check(days, chunks, target)
        except (BrokenDay, NotJoinable) as error:
            logger.error("a month is broken", app_id=str(app_id), month=str(month), reason=str(error))
            return "broken"
        step("5 put")
        store.put(path, target)
        size, sha256 = target.stat().st_size, file_digest(target)
    step("6 count")
    told: list[dict[str, Any]] = []
    for day, own in zip(days, chunks, strict=True):
        new = replace(day, core=path, core_bytes=size, core_sha256=sha256, chunks=own)
        told.append({"day": str(day.day), "before": day.digest, "digest": new.digest, "chunks": own})
    params = {"app_id": app_id, "core": path, "bytes": size, "sha256": sha256, "days": database.Json(told)}
    took = database.change(database.sql("rollup.lake", "months/compact_month"), params, repeatable=False)
    return "compacted" if took else "overtaken"


def _fetched(days: Sequence[SealedDay], store: Store, folder: Path) -> list[DayPart]:
    paths: dict[str, Path] = {}
    for day in days:
        if day.core not in paths:
            try:
                paths[day.core] = fetched(store, day, "core", folder)
            except BrokenDay:
                _mark([each for each in days if each.core == day.core])
                raise
    return [DayPart(paths[day.core], day.chunks) for day in days]


def _mark(days: Sequence[SealedDay]) -> None:
    """Have them sealed again."""
    for day in days:
        params = {"app_id": day.app_id, "day": day.day}
        database.run(database.sql("rollup.lake", "days/mark_day"), params, repeatable=True)


def _check(days: Sequence[SealedDay], chunks: Sequence[Sequence[dict[str, Any]]], path: Path) -> None:
    """Raises NotJoinable where the file does not say what is going to be said of it, or a day is not all there."""
    said: list[dict[str, Any]] = []
    with duckdb.connect(":memory:") as connection:
        for setting in ("threads = 1", "memory_limit = '200MB'"):
            connection.execute(f"SET {setting}")
        for group, rows, column, offset, size in connection.execute(CHUNKS, [str(path)]).fetchall():
            if group == len(said):
                said.append({"rows": rows})
            said[group][column] = [offset, size]
        counted = connection.execute(_BY_DAY, [str(path)]).fetchall()
    if said != [each for day in chunks for each in day] or counted != [(day.day, day.rows) for day in days]:
        raise NotJoinable("it was not put together as it should be")
