"""Whatever step sealing, compaction, an erasure or retention dies at, each day counts as it did before; nothing is
lost, doubled or left lying."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dev.database import pooler
from rollup.lake import rows
from rollup.lake.work import work
from spoor.lake.folder import Folder
from tests.people import Direct, happen
from tests.rollup.lake.killed import AT_ONCE, Mortal
from tests.rollup.lake.lake import (
    DAY,
    at,
    counted,
    files,
    ingest,
    leaks,
    manifest,
    marked,
    read,
    retain,
    seal_day,
    whose_rows,
)  # fmt: skip

LATER = datetime.now(UTC) + timedelta(days=400)
NEXT = DAY + timedelta(days=1)
STEPS = [
    *(f"seal {number}" for number in range(1, 8)),
    *(f"compact {number}" for number in range(1, 7)),
    *(f"let go {number}" for number in range(1, 6)),
    "erase 4",
    "erase 5",
]


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    """A lake in a folder."""
    return Folder(tmp_path / "lake")


@pytest.fixture
def mortal(bouncer: pooler.Pooler, store: Folder) -> Iterator[Mortal]:
    """Another process that seals into it."""
    with Mortal(bouncer.url("rollup"), store.root) as other:
        yield other


def test_somebody_dies_at_every_step_that_is_told() -> None:
    code = Path(rows.__file__).parent
    told = {
        f"{work}{number}"
        for module, work in {"sealing": "seal ", "compaction": "compact ", "rows": "let go ", "work": ""}.items()
        for number in re.findall(r'\bstep\("((?:erase )?\d)', (code / f"{module}.py").read_text(encoding="utf-8"))
    }
    assert told == {*STEPS}
    assert [path.name for path in sorted(code.rglob("*.py")) if 'step("' in path.read_text(encoding="utf-8")] == [
        *("compaction.py", "rows.py", "sealing.py", "work.py")
    ]


@pytest.mark.parametrize("before", ["never sealed", "sealed before"])
def test_a_sealing_that_is_killed_leaves_the_day_right(
    database: Direct, shop: str, store: Folder, mortal: Mortal, before: str
) -> None:
    for number in range(1, 8):
        database.execute("DELETE FROM public.events")
        database.execute("DELETE FROM spoor.lake_days")
        happen(database, shop, [("open", "v1", at(5)), ("buy", "v2", at(6))])
        if before == "sealed before":
            seal_day(shop, store)
            happen(database, shop, [("buy", "v3", at(7))])
            database.execute("SELECT spoor.mark_days(%s, %s)", [shop, [DAY]])
        assert mortal.dies(app_id=shop, day=DAY.isoformat(), at=str(number)) == -9
        row = database.execute("SELECT sealed_at FROM spoor.lake_days").fetchone()
        counts = row is not None and row["sealed_at"] is not None and not marked(database)
        assert not counts, "half of it counts"
        assert work(store, LATER, patience=AT_ONCE)["sealed"] == 1
        found = read(database, store, manifest(database))
        assert [each["anonymous_id"] for each in found] == ["v1", "v2", *(["v3"] if before == "sealed before" else [])]
        assert marked(database) == []
        assert len(files(store.root)) == 2
        assert database.execute("SELECT count(*) AS n FROM spoor.lake_files").fetchone() == {"n": 2}


def test_what_is_killed_at_any_step_is_done_by_the_next_run_and_nothing_is_lost_or_doubled_meanwhile(
    database: Direct, shop: str, store: Folder, mortal: Mortal
) -> None:
    for step in STEPS:
        for table in (
            "public.events",
            "spoor.lake_held",
            "spoor.lake_days",
            "spoor.lake_horizons",
            "spoor.lake_erasures",
        ):
            database.execute(f"DELETE FROM {table}".encode())
        database.execute("UPDATE spoor.app_settings SET retention_days = NULL")
        ingest(database, shop, "v1", at(5))
        ingest(database, shop, "v2", at(6))
        retain(database, shop, 7)
        work(store, LATER, patience=AT_ONCE)
        assert whose_rows(database) == [], "they have left the table"
        [erased] = database.execute("SELECT code FROM spoor.lake_visitors WHERE anonymous_id = 'v1'").fetchall()
        ingest(database, shop, "v3", at(7))  # it comes late
        ingest(database, shop, "v2", at(6))  # it comes again
        ingest(database, shop, "v1", at(5, NEXT))
        ingest(database, shop, "v4", at(6, NEXT))
        database.execute("SELECT spoor.erase_visitor(%s, 'v1')", [shop])
        assert counted(database, store) == {"v2": 1}, "what lies before the horizon counts once it is sealed"
        assert mortal.dies(at=step, now=LATER.isoformat()) == -9, step
        meanwhile = counted(database, store)
        assert set(meanwhile.values()) == {1}, step
        assert {"v2"} <= set(meanwhile) <= {"v2", "v3", "v4"}, step
        work(store, LATER, patience=AT_ONCE)
        assert counted(database, store) == {"v2": 1, "v3": 1, "v4": 1}, step
        assert whose_rows(database) == [], step
        assert leaks(store, "v1", [erased["code"]]) == [], step
        assert database.execute("SELECT * FROM spoor.lake_erasures").fetchall() == [], step
        named = "SELECT core AS path FROM spoor.lake_days UNION SELECT properties FROM spoor.lake_days"
        for paths in (named, "SELECT path FROM spoor.lake_files"):
            rows = database.execute(paths.encode()).fetchall()
            assert files(store.root) == sorted(row["path"] for row in rows), step
