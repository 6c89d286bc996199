"""Whatever step a sealing dies at, the day counts as it did before; nothing is lost, doubled or left lying."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dev.database import pooler
from rollup.lake.work import LakePatience, work
from spoor.lake.folder import Folder
from tests.people import Direct, happen
from tests.rollup.lake.lake import DAY, at, files, manifest, marked, read, seal_day
from tests.rollup.runner import ENVIRONMENT, ROOT

LATER = datetime.now(UTC) + timedelta(days=400)
AT_ONCE = LakePatience(rested=timedelta(), left=timedelta(), counted=timedelta(days=1000))


@pytest.mark.parametrize("step", ["1", "2", "3", "4", "5", "6", "7"])
@pytest.mark.parametrize("before", ["never sealed", "sealed before"])
def test_a_sealing_that_is_killed_leaves_the_day_right(
    database: Direct, shop: str, bouncer: pooler.Pooler, tmp_path: Path, step: str, before: str
) -> None:
    store = Folder(tmp_path / "lake")
    happen(database, shop, [("open", "v1", at(5)), ("buy", "v2", at(6))])
    if before == "sealed before":
        seal_day(shop, store)
        happen(database, shop, [("buy", "v3", at(7))])
        database.execute("SELECT spoor.mark_days(%s, %s)", [shop, [DAY]])
    command = [sys.executable, "-m", "tests.rollup.lake.killed", shop, DAY.isoformat(), str(store.root), step]
    environment = {**os.environ, **ENVIRONMENT, "DATABASE_URL": bouncer.url("rollup")}
    assert subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == -9
    row = database.execute("SELECT sealed_at FROM spoor.lake_days").fetchone()
    counts = row is not None and row["sealed_at"] is not None and not marked(database)
    assert not counts, "half of it counts"
    assert work(store, LATER, patience=AT_ONCE)["sealed"] == 1
    found = read(database, store, manifest(database))
    assert [each["anonymous_id"] for each in found] == ["v1", "v2", *(["v3"] if before == "sealed before" else [])]
    assert marked(database) == []
    assert len(files(store.root)) == 2
    assert database.execute("SELECT count(*) AS n FROM spoor.lake_files").fetchone() == {"n": 2}
