"""Builds the compiled kernel for this machine, unless it is newer than its sources."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "functions/query/engines/lake/compiled"
BUILT = FOLDER / f"kernel-{os.uname().machine}.so"


def build() -> None:
    """As `make kernel` does."""
    sources = [*FOLDER.glob("*.c"), *FOLDER.glob("*.h")]
    if not BUILT.exists() or BUILT.stat().st_mtime < max(each.stat().st_mtime for each in sources):
        command = [str(ROOT / "scripts/kernel.sh"), os.uname().machine, str(FOLDER)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHON": sys.executable})
