"""Readers of the lake, and an app whose days are sealed in part."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import which
from uuid import UUID

import pytest

from dev.database import pooler
from query.app import handler
from query.engines.lake import plan
from rollup.lake.sealing import seal
from rollup.lake.work import LakePatience, work
from spoor.lake.folder import Folder
from tests.engines import as_rollup, forget_lake
from tests.gateway import Reply, call
from tests.lake.readers import SPARK, Reader, reading
from tests.people import Direct, sign_up

APP = "7d5a1c3e-0000-4000-8000-000000000001"
"""The app of docs/lake-queries.md."""


@pytest.fixture(scope="session")
def entry_of_analysts(bouncer: pooler.Pooler) -> str:
    """The pooled URL of who reads the lake past Spoor."""
    return bouncer.url("analyst")


@pytest.fixture(scope="session")
def duckdb_reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Unmodified DuckDB with DuckLake's extension."""
    with reading("duckdb_reader.py", folder=tmp_path_factory.mktemp("duckdb")) as reader:
        yield reader


@pytest.fixture(scope="session")
def sail_reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Sail, which speaks as Spark does."""
    with reading("spark_reader.py", "sail", folder=tmp_path_factory.mktemp("sail"), ready=True) as reader:
        yield reader


@pytest.fixture(scope="session")
def spark_reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Spark itself, with two workers."""
    if not SPARK.exists() or which("java") is None:
        pytest.skip("Spark needs Java: apt-get install default-jre-headless, and make install")
    folder = tmp_path_factory.mktemp("spark")
    with reading("spark_reader.py", "spark", folder=folder, ready=True, python=SPARK) as reader:
        yield reader


@pytest.fixture
def store(database: Direct, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Folder:
    """The lake."""
    monkeypatch.setenv("LAKE_URL", f"file://{tmp_path}/lake")
    monkeypatch.setenv("LAKE_CACHE", f"{tmp_path}/cache")
    monkeypatch.setattr(plan, "LEAST_EVENTS", 0)
    forget_lake()
    return Folder(tmp_path / "lake")


@pytest.fixture
def app(database: Direct) -> str:
    """Ann's app, with the id that docs/lake-queries.md has."""
    row = "INSERT INTO public.tracked_apps (id, owner_id, name, api_key) VALUES (%s, %s, 'shop', 'spk_shop')"
    database.execute(row, [APP, sign_up(database, "ann")])
    return APP


@pytest.fixture
def ask(app: str) -> Callable[..., Reply]:
    """Call the query function, as Ann."""

    def put(method: str, path: str, body: object = None) -> Reply:
        address, _, query = path.partition("?")
        return call(handler, method, address, body, user_id="ann", query=query)

    return put


@pytest.fixture
def sealing(bouncer: pooler.Pooler, store: Folder) -> Callable[..., None]:
    """Seal some days of the app; or, without any, do what the seal function does."""

    def do(*days: date) -> None:
        with as_rollup(bouncer.url("rollup")):
            for day in days:
                assert seal(UUID(APP), day, store).what == "sealed"
            if not days:
                at_once = LakePatience(rested=timedelta(0), left=timedelta(0), reading=timedelta(0))
                work(store, datetime.now(UTC) + timedelta(seconds=1), patience=at_once)

    return do
