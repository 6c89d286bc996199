"""Rules of what is served: it is made of the sources, of others' code that is pinned, and it stays light."""

import gzip
import hashlib
import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "pages"
BUILT = ROOT / "functions/web/built"
VENDORED = ROOT / "functions/web/static/vendor"
#: Loaded before the first figure of the Overview, and with it.
FIRST_SCRIPTS = ("shell/start.js", "charts/charts.js")
VIEWS = sorted(path.relative_to(BUILT).as_posix() for path in BUILT.glob("views/*.js"))
_KB = 1000


def run(*command: str) -> None:
    """A tool of the pages' own."""
    assert (TOOLS / "node_modules").is_dir(), "run `npm ci --ignore-scripts` in pages/ first; `make install` does"
    done = subprocess.run(command, cwd=TOOLS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    run("node", "build.js", str(folder / "vendor"), str(folder / "built"))
    return folder


def test_what_is_served_is_made_of_the_sources(made: Path) -> None:
    served, expected = files_in(BUILT), files_in(made / "built")
    differing = sorted(name for name in served.keys() | expected.keys() if served.get(name) != expected.get(name))
    assert differing == [], "run `make pages`"


def test_what_is_taken_from_others_is_what_the_lock_file_pins(made: Path) -> None:
    taken = {name: text for name, text in files_in(VENDORED).items() if not name.endswith(".d.ts")}
    assert taken == files_in(made / "vendor"), "run `make pages`"


def test_nobody_has_edited_what_is_taken_from_others() -> None:
    told = json.loads((VENDORED / "vendored.json").read_text())
    assert {path.name for path in VENDORED.glob("*.js")} == set(told)
    for name, each in told.items():
        assert hashlib.sha256((VENDORED / name).read_bytes()).hexdigest() == each["sha256"]


def test_types_hold() -> None:
    run("node_modules/.bin/tsc")


def zipped(name: str) -> int:
    """Its size as it travels."""
    return len(gzip.compress((BUILT / name).read_bytes(), mtime=0))


def test_the_first_load_is_light() -> None:
    scripts = sum(zipped(name) for name in FIRST_SCRIPTS)
    assert scripts <= 60 * _KB
    assert scripts + zipped("style/dashboard.css") <= 75 * _KB, "5 KB are the page's and its answers'"


@pytest.mark.parametrize("name", VIEWS)
def test_every_other_view_adds_little(name: str) -> None:
    assert zipped(name) + zipped("charts/sankey.js") <= 40 * _KB


def test_each_page_stands_for_itself_and_only_the_dashboard_shares() -> None:
    for path in BUILT.glob("account/*.js"):
        assert "import" not in path.read_text().split(";")[0]
    for name in VIEWS:
        assert '"../vendor' not in (BUILT / name).read_text(), "Preact would be there twice"
