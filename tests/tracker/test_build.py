"""What ingest serves is what the sources give, and the types hold."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRACKER = ROOT / "tracker"
SERVED = ROOT / "functions/ingest/http/static"


def run(*command: str) -> None:
    """A tool of the tracker's own."""
    assert (TRACKER / "node_modules").is_dir(), "run `npm ci --ignore-scripts` in tracker/ first; `make install` does"
    done = subprocess.run(command, cwd=TRACKER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    run("node", "build.js", str(folder))
    return folder


def test_nothing_is_served_that_is_not_built(built: Path) -> None:
    assert sorted(path.name for path in SERVED.iterdir()) == sorted(path.name for path in built.iterdir())


@pytest.mark.parametrize("name", ["spoor.js", "spoor.mjs", "spoor.d.ts"])
def test_what_is_served_is_built_from_the_sources(built: Path, name: str) -> None:
    assert (SERVED / name).read_text() == (built / name).read_text(), "run `npm run build` in tracker/"


def test_types_take_what_is_right_and_refuse_what_is_wrong() -> None:
    run("node_modules/.bin/tsc")
