"""A lake in a folder, and what lies in it, read by DuckDB as anybody would."""

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


def read(database: Direct, store: Folder, sealed: SealedDay) -> list[dict[str, Any]]:
    """The events of a sealed day, put together of both files and the codes, in the order of the files."""
    visitors = {row["code"]: row["anonymous_id"] for row in database.execute("SELECT * FROM spoor.lake_visitors")}
    names = {row["code"]: row["name"] for row in database.execute("SELECT * FROM spoor.lake_names")}
    with duckdb.connect() as duck:
        core = duck.execute(
            "SELECT visitor, name, t_ms, t_us FROM read_parquet(?)", [str(store.root / sealed.core)]
        ).fetchall()
        rest = duck.execute(
            "SELECT id, name, anonymous_id, t_ms, t_us, properties FROM read_parquet(?)",
            [str(store.root / sealed.properties)],
        ).fetchall()
    found = []
    for (visitor, name, *time), (event_id, said, who, *same, properties) in zip(core, rest, strict=True):
        assert [visitors.get(visitor), names[name], *time] == [who, said, *same]
        found.append(
            {"id": event_id, "name": said, "anonymous_id": who, "us": time[0] * 1000 + time[1], "said": properties}
        )
    return found


def files(root: Path) -> list[str]:
    """The files that lie in the folder."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
