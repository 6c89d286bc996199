"""Nothing that can be sent makes ingest fail: what a coverage-guided fuzzer found worth keeping, and a short run of it.

By hand, longer, and with what it reaches kept:

    export PYTHONPATH=functions:layers/common:. LOG_LEVEL=CRITICAL
    .venv/bin/python -m tests.fuzz.seeds /tmp/seeds
    .venv/bin/python -m tests.fuzz.run /tmp/corpus /tmp/seeds -max_len=2048 -timeout=10 -max_total_time=600
    .venv/bin/python -m tests.fuzz.keep /tmp/corpus
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest.storage import outage, salts
from tests.fuzz import corpus, target

ROOT = Path(__file__).parents[2]
SECONDS = 12
SEED = 7


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in the fuzzer, and undone afterwards."""
    for module, name in ((outage, "find_app"), (outage, "save")):
        monkeypatch.setattr(module, name, getattr(module, name))
    target.use_no_database()
    yield
    salts._remembered.clear()


@pytest.mark.usefixtures("no_database")
def test_every_input_of_the_corpus_has_a_documented_answer() -> None:
    inputs = corpus.read()
    assert len(inputs) > 100
    for data in inputs:
        target.try_one(data)


@pytest.mark.usefixtures("no_database")
def test_the_corpus_reaches_every_wire_format() -> None:
    reached = {target.ROUTES[data[0] % len(target.ROUTES)] for data in corpus.read() if data}
    assert {path for path, _ in target.ROUTES} == {path for path, _ in reached}


def test_a_row_that_postgres_would_refuse_is_seen() -> None:
    good = ("0" * 32, "click", None, {"a": "\\u0000"}, "2026-01-31T12:00:00Z")
    target.check_row(good)
    for bad in ({"a": "\0"}, {"a": [float("nan")]}, {"\ud800": 1}):
        with pytest.raises((AssertionError, ValueError)):
            target.check_row((*good[:3], bad, good[4]))


def test_a_fuzzer_led_by_coverage_finds_nothing(tmp_path: Path) -> None:
    if find_spec("atheris") is None:
        pytest.skip("atheris has wheels for Linux on x86-64 alone")
    corpus.unpack(tmp_path / "corpus")
    words = tmp_path / "words"
    words.write_text("".join(f'"{word}"\n' for word in sorted(target.words())))
    options = [f"-max_total_time={SECONDS}", f"-seed={SEED}", f"-dict={words}", "-max_len=2048", "-timeout=10"]
    paths = os.pathsep.join(map(str, (ROOT / "functions", ROOT / "layers" / "common", ROOT)))
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.run", *options, f"-artifact_prefix={tmp_path}/", str(tmp_path / "corpus")],
        cwd=ROOT,
        env={"PYTHONPATH": paths, "LOG_LEVEL": "CRITICAL", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "INITED" in done.stderr
