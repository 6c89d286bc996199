"""Seals a day and is killed at one of the steps: `python -m tests.rollup.lake.killed app day folder step`."""

import os
import signal
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

from rollup.lake.sealing import seal
from spoor.lake.folder import Folder


def main(app_id: str, day: str, folder: str, at: str) -> None:
    """Die without a word as soon as the step begins."""

    def step(number: str) -> None:
        if number.startswith(at):
            os.kill(os.getpid(), signal.SIGKILL)

    seal(UUID(app_id), date.fromisoformat(day), Folder(Path(folder)), step=step)


if __name__ == "__main__":
    main(*sys.argv[1:])
