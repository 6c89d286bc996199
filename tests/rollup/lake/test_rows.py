"""Rows of sealed days leave the table as an app's retention says; what is in the lake alone stays right, and an erasure
reaches it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import boto3
import pytest
from moto.server import ThreadedMotoServer

from rollup.lake import rows
from rollup.lake.sealing import seal
from rollup.lake.work import LakePatience, work
from spoor.lake.folder import Folder
from spoor.lake.s3 import Bucket
from spoor.lake.storage import Store
from tests.people import Direct, happen
from tests.rollup.lake.killed import AT_ONCE
from tests.rollup.lake.lake import (
    DAY,
    at,
    counted,
    files,
    holds,
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
TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    """A lake in a folder."""
    return Folder(tmp_path / "lake")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Something that speaks as S3 does, with a bucket that keeps versions."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "tests")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        client = boto3.client("s3", endpoint_url=url)
        client.create_bucket(Bucket="lake")
        client.put_bucket_versioning(Bucket="lake", VersioningConfiguration={"Status": "Enabled"})
        yield url
    server.stop()


def test_rows_leave_the_table_when_their_day_is_old_enough_sealed_right_and_read_by_nobody(
    database: Direct, shop: str, store: Folder
) -> None:
    for day in range(4):
        ingest(database, shop, f"v{day}", at(5, DAY + timedelta(days=day)))
    patience = LakePatience(working_s=60)
    assert work(store, TODAY, patience=patience) == {"sealed": 4}
    assert whose_rows(database) == ["v0", "v1", "v2", "v3"], "nobody has said that they may"
    retain(database, shop, 17)  # up to the second of November
    database.execute("SELECT spoor.mark_days(%s, %s)", [shop, [NEXT]])
    assert work(store, TODAY, patience=patience) == {"left the table": 1}, "the next one is not right"
    assert whose_rows(database) == ["v0", "v1", "v2", "v3"], "somebody may be reading it"
    database.execute("DELETE FROM spoor.lake_marks")
    database.execute("UPDATE spoor.lake_horizons SET moved_at = %s", [TODAY - timedelta(minutes=11)])
    database.execute("UPDATE spoor.app_settings SET retention_days = NULL")
    assert work(store, TODAY, patience=patience) == {"rows let go": 1}, "what was begun is done"
    assert whose_rows(database) == ["v1", "v2", "v3"]
    retain(database, shop, 17)
    assert work(store, TODAY, patience=patience) == {"left the table": 1}
    assert database.execute("SELECT since FROM spoor.lake_horizons").fetchall() == [{"since": DAY + timedelta(days=2)}]
    assert counted(database, store) == {"v0": 1, "v1": 1}


def test_what_comes_late_or_again_for_a_day_that_left_is_in_the_lake_once_it_is_sealed(
    database: Direct, shop: str, store: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "AT_ONCE", 2)
    for second in range(5):
        ingest(database, shop, f"v{second}", at(second))
    retain(database, shop, 7)
    work(store, LATER, patience=AT_ONCE)
    assert whose_rows(database) == []
    ingest(database, shop, "v1", at(1))
    ingest(database, shop, "v9", at(1.5))
    ingest(database, shop, "v8", at(5, DAY - timedelta(days=9)))  # of a day that was never sealed
    assert marked(database) == [DAY]
    told = "SELECT (SELECT sum(rows) FROM spoor_lake.sealed_days) AS sealed, count(*) AS open"
    assert database.execute(f"{told} FROM spoor_lake.open_events()".encode()).fetchone() == {"sealed": 5, "open": 0}, (
        "others count what we count"
    )
    done = work(store, LATER, patience=AT_ONCE)
    assert (done["sealed"], done["rows let go"]) == (2, 3)
    assert whose_rows(database) == []
    assert counted(database, store) == {f"v{n}": 1 for n in (0, 1, 2, 3, 4, 8, 9)}
    order = [row["visitor"] for row in database.execute("SELECT anonymous_id AS visitor FROM spoor.lake_visitors")]
    assert sorted(order) == ["v0", "v1", "v2", "v3", "v4", "v8", "v9"]


def test_no_row_leaves_the_table_for_a_file_that_is_broken_and_none_is_sealed_away(
    database: Direct, shop: str, store: Folder
) -> None:
    ingest(database, shop, "v1", at(5))
    seal_day(shop, store)
    core = store.root / manifest(database).core
    whole = core.read_bytes()
    core.write_bytes(whole[:-1] + b"x")
    retain(database, shop, 7)
    done = list(rows.move_horizons(store, LATER, UUID(shop), lambda: False))
    assert (done, marked(database), whose_rows(database)) == ([], [DAY], ["v1"])
    work(store, LATER, patience=AT_ONCE)
    assert whose_rows(database) == []
    properties = store.root / manifest(database).properties
    whole = properties.read_bytes()
    properties.unlink()
    ingest(database, shop, "v2", at(6))
    assert work(store, LATER, patience=AT_ONCE)["broken"] == 1
    assert whose_rows(database) == ["v2"]
    properties.write_bytes(whole)  # somebody found it again
    assert work(store, LATER, patience=AT_ONCE)["sealed"] == 1
    assert counted(database, store) == {"v1": 1, "v2": 1}


def test_a_core_file_that_is_lost_is_made_again_also_where_the_lake_alone_has_the_day(
    database: Direct, shop: str, store: Folder
) -> None:
    for second, day in enumerate((DAY, NEXT)):
        ingest(database, shop, f"v{second}", at(second, day))
        seal_day(shop, store, day)
    retain(database, shop, (LATER.date() - NEXT).days)
    never = LakePatience(**{**vars(AT_ONCE), "settled": timedelta(days=1000)})
    assert work(store, LATER, patience=never)["rows let go"] == 1
    assert whose_rows(database) == ["v1"], "of one day the table has the events, of the other it has not"
    for day in (DAY, NEXT):
        (store.root / manifest(database, day).core).unlink()
    done = work(store, LATER, patience=AT_ONCE)
    assert (done["months broken"], marked(database)) == (1, [DAY])
    for _ in range(3):
        work(store, LATER, patience=AT_ONCE)
    assert marked(database) == []
    assert counted(database, store) == {"v0": 1}
    assert [read(database, store, manifest(database, day))[0]["anonymous_id"] for day in (DAY, NEXT)] == ["v0", "v1"]
    assert manifest(database, DAY).is_in_month


@pytest.mark.parametrize("where", ["table", "lake alone"])
@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_after_the_run_that_follows_an_erasure_no_file_holds_the_visitor_nor_does_an_old_version_of_one(
    database: Direct, shop: str, tmp_path: Path, request: pytest.FixtureRequest, where: str, kind: str
) -> None:
    store: Store = Folder(tmp_path / "lake")
    if kind == "bucket":
        store = Bucket("lake", where.replace(" ", "-"), request.getfixturevalue("endpoint"))
    for day in (DAY, NEXT):
        ingest(database, shop, "gone-for-good", at(5, day))
        ingest(database, shop, "v2", at(6, day))
    if where == "lake alone":
        retain(database, shop, 7)
    seal(UUID(shop), DAY, store)
    seal(UUID(shop), DAY, store)  # what was before is left
    work(store, LATER, patience=AT_ONCE)
    ingest(database, shop, "v3", at(7, NEXT))  # the month's file is not all that counts any more
    seal(UUID(shop), NEXT, store)
    [code] = database.execute("SELECT code FROM spoor.lake_visitors WHERE anonymous_id = 'gone-for-good'").fetchall()
    assert held(store, tmp_path, "gone-for-good", code["code"])
    database.execute("SELECT spoor.erase_visitor(%s, 'gone-for-good')", [shop])
    work(store, LATER, patience=AT_ONCE)
    assert held(store, tmp_path, "gone-for-good", code["code"]) == []
    assert database.execute("SELECT * FROM spoor.lake_erasures").fetchall() == []
    texts = database.execute("SELECT anonymous_id AS visitor FROM spoor.lake_visitors ORDER BY 1").fetchall()
    assert [row["visitor"] for row in texts] == ["v2", "v3"]
    found = database.execute("SELECT day, rows FROM spoor.lake_days ORDER BY day").fetchall()
    assert [row["rows"] for row in found] == [1, 2]


def held(store: Store, folder: Path, visitor: str, code: int) -> list[str]:
    """What holds a visitor: files, and versions of files."""
    if isinstance(store, Folder):
        return leaks(store, visitor, [code])
    assert isinstance(store, Bucket)
    client: Any = boto3.client("s3", endpoint_url=store.endpoint)
    found = []
    for version in client.list_object_versions(Bucket=store.name, Prefix=store.prefix).get("Versions", []):
        path = folder / "version"
        client.download_file(store.name, version["Key"], str(path), ExtraArgs={"VersionId": version["VersionId"]})
        if holds(path, visitor, [code]):
            found.append(version["Key"])
    return found


def test_months_are_put_together_once_they_are_over_and_settled_and_days_that_change_leave_them(
    database: Direct, shop: str, store: Folder
) -> None:
    for day in (DAY, NEXT):
        for second in range(40):
            ingest(database, shop, f"v{second % 7}", at(second * 1.0005, day))
    happen(database, shop, [("open", None, at(second, DAY + timedelta(days=5))) for second in range(40)])  # nobody's
    work(store, LATER - timedelta(days=800), patience=AT_ONCE)
    soon = LakePatience(left=timedelta(), counted=timedelta(days=1000))
    assert "months compacted" not in work(store, datetime(2026, 11, 30, 23, tzinfo=UTC), patience=soon)
    assert len(files(store.root)) == 6
    assert work(store, LATER, patience=soon) == {"months compacted": 1, "swept": 3}
    assert work(store, LATER, patience=soon) == {}
    assert len({manifest(database, day).core for day in (DAY, NEXT)}) == 1
    assert len(files(store.root)) == 4
    for day in (DAY, NEXT, DAY + timedelta(days=5)):
        assert manifest(database, day).is_in_month
    ingest(database, shop, "late", at(7, NEXT))
    assert work(store, LATER, patience=soon) == {"sealed": 1, "months compacted": 1, "swept": 3}
    assert manifest(database, NEXT).rows == 41
    assert len(files(store.root)) == 4
