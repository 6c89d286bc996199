"""A lake in a folder, and what lies in it, read by DuckDB as anybody would."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb

from rollup.lake.sealing import DayOutcome, seal
from spoor.lake.folder import Folder
from spoor.lake.manifest import SealedDay
from tests.people import Direct

DAY = date(2026, 11, 1)


def at(seconds: float, day: date = DAY) -> datetime:
    """So many seconds into the day."""
    return datetime.fromtimestamp(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + seconds, UTC)


def seal_day(app_id: str, store: Folder, day: date = DAY) -> DayOutcome:
    """Seal one day of the app."""
    return seal(UUID(app_id), day, store)


def manifest(database: Direct, day: date = DAY) -> SealedDay:
    """What the manifest says of a day; there is one app."""
    row = database.execute("SELECT * FROM spoor.lake_days WHERE day = %s", [day]).fetchone()
    assert row is not None
    return SealedDay.read(row)


def marked(database: Direct) -> list[date]:
    """The days that are not right any more."""
    return [row["day"] for row in database.execute("SELECT day FROM spoor.lake_marks ORDER BY day").fetchall()]


def ingest(database: Direct, app_id: str, visitor: str, when: datetime) -> None:
    """An event as ingest stores it; the same visitor and time are the same event."""
    database.execute(
        "SELECT spoor.store_event(%s, 'spk_shop', md5(%s)::uuid, 'open', %s, '{}', %s, now(), 'x', 0::smallint, NULL)",
        [app_id, f"{visitor} {when}", visitor, when],
    )


def retain(database: Direct, app_id: str, days: int) -> None:
    """Let rows of sealed days leave the table after so many days."""
    database.execute(
        "INSERT INTO spoor.app_settings (app_id, retention_days) VALUES (%s, %s)"
        " ON CONFLICT (app_id) DO UPDATE SET retention_days = excluded.retention_days",
        [app_id, days],
    )


def whose_rows(database: Direct) -> list[str | None]:
    """Whose events are in the table, in order of time."""
    rows = database.execute("SELECT anonymous_id FROM public.events ORDER BY occurred_at").fetchall()
    return [row["anonymous_id"] for row in rows]


def counted(database: Direct, store: Folder) -> dict[str, int]:
    """How many events of each visitor count before the horizon: those of files that are named, without erased codes."""
    erased = {row["code"] for row in database.execute("SELECT code FROM spoor.lake_erasures")}
    found: dict[str, int] = {}
    days = (
        "SELECT day FROM spoor.lake_days JOIN spoor.lake_horizons USING (app_id) WHERE day < since AND core IS NOT NULL"
    )
    for row in database.execute(days).fetchall():
        for event in read(database, store, manifest(database, row["day"]), erased):
            found[event["anonymous_id"]] = found.get(event["anonymous_id"], 0) + 1
    return found


def leaks(store: Folder, visitor: str, codes: Collection[int]) -> list[str]:
    """The files of the store, whether they count or not, that hold a visitor by their id or by a code."""
    return [path for path in files(store.root) if holds(store.root / path, visitor, codes)]


def holds(path: Path, visitor: str, codes: Collection[int]) -> bool:
    """Whether a file holds a visitor."""
    with duckdb.connect() as duck:
        found = duck.execute("SELECT * FROM read_parquet(?)", [str(path)])
        columns = [column[0] for column in found.description or ()]
        rows = found.fetchall()
    if "visitor" in columns:
        return any(row[columns.index("visitor")] in codes for row in rows)
    return visitor in str(rows)


def read(database: Direct, store: Folder, sealed: SealedDay, erased: Collection[int] = ()) -> list[dict[str, Any]]:
    """The events of a sealed day, put together of both files and the codes, in the order of the files; without those of
    erased codes."""
    visitors = {row["code"]: row["anonymous_id"] for row in database.execute("SELECT * FROM spoor.lake_visitors")}
    names = {row["code"]: row["name"] for row in database.execute("SELECT * FROM spoor.lake_names")}
    with duckdb.connect() as duck:
        core = duck.execute(
            "SELECT visitor, name, t_ms, t_us FROM read_parquet(?) WHERE make_date((t_ms // 86400000)::INTEGER) = ?",
            [str(store.root / sealed.core), sealed.day],
        ).fetchall()
        rest = duck.execute(
            "SELECT id, name, anonymous_id, t_ms, t_us, properties FROM read_parquet(?)",
            [str(store.root / sealed.properties)],
        ).fetchall()
    found = []
    for (visitor, name, *time), (event_id, said, who, *same, properties) in zip(core, rest, strict=True):
        if visitor in erased:
            continue
        assert [visitors.get(visitor), names[name], *time] == [who, said, *same]
        found.append(
            {"id": event_id, "name": said, "anonymous_id": who, "us": time[0] * 1000 + time[1], "said": properties}
        )
    return found


def files(root: Path) -> list[str]:
    """The files that lie in the folder."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
