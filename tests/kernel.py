"""The compiled kernel for this machine, built unless it is newer than its sources; and how to do without it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from query.engines.lake.compiled import library

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "functions/query/engines/lake/compiled"
BUILT = FOLDER / f"kernel-{os.uname().machine}.so"


def build() -> None:
    """As `make kernel` does."""
    sources = [*FOLDER.glob("*.c"), *FOLDER.glob("*.h")]
    if not BUILT.exists() or BUILT.stat().st_mtime < max(each.stat().st_mtime for each in sources):
        command = [str(ROOT / "scripts/kernel.sh"), os.uname().machine, str(FOLDER)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHON": sys.executable})


@contextmanager
def numpy_alone() -> Iterator[None]:
    """As where no kernel fits the machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "FOLDER", library.FOLDER / "nowhere")
        yield
