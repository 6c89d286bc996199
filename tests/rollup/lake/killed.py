"""Another process that seals, and is killed at one of the steps: `python -m tests.rollup.lake.killed folder`.

It reads lines of JSON, and dies of each in a child of its own, so that what takes long to load is loaded once.
"""

import json
import os
import signal
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID

from rollup.lake.sealing import seal
from rollup.lake.work import LakePatience, work
from spoor.lake.folder import Folder
from tests.rollup.runner import ENVIRONMENT, ROOT

_NO = timedelta()
AT_ONCE = LakePatience(rested=_NO, left=_NO, settled=_NO, reading=_NO, alone=_NO, counted=timedelta(days=1000))
"""Nothing is waited for."""


class Mortal:
    """The other process, as this one sees it."""

    def __init__(self, url: str, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.rollup.lake.killed", str(folder)]
        environment = {**os.environ, **ENVIRONMENT, "DATABASE_URL": url}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)

    def __enter__(self) -> "Mortal":
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    def dies(self, **order: Any) -> int:
        """What a child of it died of: the number of the signal; 0 where it never came to the step."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def main(folder: str) -> None:
    """Answer each order with what the child died of."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _obey(Folder(Path(folder)), **json.loads(line))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _obey(store: Folder, at: str, day: str | None = None, app_id: str = "", now: str = "") -> None:
    """Seal a day, or do all that there is to do; and die without a word as soon as the step begins."""

    def step(number: str) -> None:
        if number.startswith(at):
            os.kill(os.getpid(), signal.SIGKILL)

    if day:
        seal(UUID(app_id), date.fromisoformat(day), store, step=step)
    else:
        work(store, datetime.fromisoformat(now), patience=AT_ONCE, step=step)


if __name__ == "__main__":
    main(*sys.argv[1:])
