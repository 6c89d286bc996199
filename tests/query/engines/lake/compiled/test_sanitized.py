"""Whatever the kernel is given, it reads and writes nothing that is not its own, and does nothing undefined."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kernel import FOLDER, ROOT
from tests.query.engines.lake.compiled.core_files import core_file
from tests.query.engines.lake.compiled.test_decode import many

CC = shutil.which("cc")


def asked(*words: str) -> str:
    """What the compiler says."""
    return subprocess.run([str(CC), *words], check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.skipif(CC is None or sys.platform != "linux", reason="needs cc with its sanitizers")
def test_sanitizers_find_nothing(tmp_path: Path) -> None:
    sources = [str(each) for each in sorted(FOLDER.glob("*.c"))]
    sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
    built = tmp_path / f"kernel-{os.uname().machine}.so"
    asked("-std=c11", "-g", "-O1", *sanitizers, "-shared", "-fPIC", "-o", str(built), *sources)
    file = core_file(many(300, 5, whole_ms=False), tmp_path)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(ROOT / each) for each in ("functions", "layers/common", ".")),
        "PYTHONMALLOC": "malloc",  # so that every array lies by itself
        "LD_PRELOAD": asked("-print-file-name=libasan.so"),
        "ASAN_OPTIONS": "detect_leaks=0",
    }
    command = [sys.executable, "-m", "tests.query.engines.lake.compiled.sanitized"]
    run = subprocess.run(
        [*command, str(tmp_path), str(file.path), json.dumps(file.day.chunks)],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout) == (0, "nothing found\n"), run.stderr[-4000:]
