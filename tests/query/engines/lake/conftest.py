"""A lake in a folder, from which everything is answered that can be."""

from pathlib import Path

import pytest

from query.engines.lake import plan
from spoor.lake.folder import Folder
from tests.engines import forget_lake
from tests.kernel import build
from tests.people import Direct


@pytest.fixture(autouse=True, scope="session")
def kernel() -> None:
    """The compiled one, for this machine."""
    build()


@pytest.fixture(autouse=True)
def store(database: Direct, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Folder:
    """The lake."""
    monkeypatch.setenv("LAKE_URL", f"file://{tmp_path}/lake")
    monkeypatch.setenv("LAKE_CACHE", f"{tmp_path}/cache")
    monkeypatch.setattr(plan, "LEAST_EVENTS", 0)
    forget_lake()
    return Folder(tmp_path / "lake")
